-- Owned by tokens: how far a user is with a token.
create or replace view token_progress with (security_invoker = true) as
    select id, virtual_server_id, user_id, state, coalesce(last_used_at > activated_at, false) as signed_in,
           state in ('ACTIVE', 'SUSPENDED', 'LOCKED', 'LOST', 'FAULTY') as enrolled
    from token;

-- Owned by enrollment: how far each user of a provisioning task is at a moment, as one word; page, REST and report read it. What counts is the token that the
-- task gave them, however they came to enroll it: by the mailed link, in the portal, or by the link of another task.
create function provisioning_progress(moment timestamptz)
returns table (virtual_server_id uuid, task_id uuid, user_id uuid, "position" integer, enrollment_id uuid, token_id uuid,
               mail text, mailed_at timestamptz, reminders integer, refused_because text, number integer,
               started_at timestamptz, stop_at timestamptz, expires_at timestamptz, completed_at timestamptz, progress text)
language sql stable as $$
    select member.virtual_server_id, member.task_id, member.user_id, member.position, member.enrollment_id, member.token_id,
           member.mail, member.mailed_at, member.reminders, member.refused_because, task.number, task.created_at,
           task.stop_at, enrollment.expires_at, enrollment.completed_at,
           case when member.state = 'WAITING' then 'QUEUED'
                when member.state in ('REFUSED', 'REMOVED') then member.state
                when member.signed_in_at is not null then 'SIGNED_IN'
                when token.enrolled then case when token.signed_in then 'SIGNED_IN' else 'ENROLLED' end
                -- What became of the token later does not change what a task has come to.
                when enrollment.state = 'COMPLETED' and task.ended_at is not null then 'ENROLLED'
                when enrollment.state = 'COMPLETED' then 'WITHDRAWN'
                when enrollment.state = 'FAILED' then 'FAILED'
                when enrollment.state = 'REVOKED' then
                    case when task.ended_because = 'STOPPED' then 'EXPIRED'
                         else coalesce(
                             (select case when shown.state = 'CLAIMED' then 'ENROLLING' else 'OPENED' end
                              from enrollment shown
                              where shown.token_id = member.token_id and shown.user_id = member.user_id
                                and shown.task_id is null and shown.state in ('OPEN', 'CLAIMED')
                                and shown.expires_at > moment),
                             'WITHDRAWN') end
                when enrollment.expires_at <= moment then 'EXPIRED'
                when enrollment.state = 'CLAIMED' then 'ENROLLING'
                when exists (select from enrollment_begin opened where opened.enrollment_id = enrollment.id) then 'OPENED'
                when message.state = 'GIVEN_UP' then 'MAIL_FAILED'
                when message.state = 'WAITING' then 'MAILING'
                else 'MAILED' end
    from provisioning_member member
    join provisioning_task task on task.id = member.task_id
    left join enrollment on enrollment.id = member.enrollment_id
    left join message_state message on message.id = member.message_id
    left join token_progress token on token.id = member.token_id and token.user_id = member.user_id
$$;

-- Tokens of standard apps that came back to the inventory as such were given to nobody any more.
update token set kind = 'APP' where state = 'INVENTORY' and kind = 'STANDARD';

-- What failed holds its token until its time is over, at the latest.
drop index standard_enrollment_due;
create index standard_enrollment_due on standard_enrollment (expires_at) where state in ('OPEN', 'SHOWN', 'FAILED');
