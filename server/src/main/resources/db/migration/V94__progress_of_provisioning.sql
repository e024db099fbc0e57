-- The report on provisioning listed links, not people: whoever was reminded stood there twice, and whoever waits in the
-- queue, was left out or removed did not stand there at all. Now page, REST and report read how far somebody is in one place.
drop view report_provisioning;

-- Owned by enrollment: each user of each task, and how far they are at a moment. It asks with the rights of whoever asks it.
create function provisioning_progress(moment timestamptz)
returns table (virtual_server_id uuid, task_id uuid, user_id uuid, "position" integer, progress text, mail text,
               mailed_at timestamptz, reminders integer, refused_because text, token_id uuid, number integer,
               started_at timestamptz, stop_at timestamptz, expires_at timestamptz, completed_at timestamptz)
language sql stable as $$
    select member.virtual_server_id, member.task_id, member.user_id, member.position,
           case when member.state = 'WAITING' then 'QUEUED'
                when member.state in ('REFUSED', 'REMOVED') then member.state
                when enrollment.state = 'COMPLETED' then
                    case when member.signed_in_at is not null or token.signed_in then 'SIGNED_IN' else 'ENROLLED' end
                when enrollment.state = 'FAILED' then 'FAILED'
                when enrollment.state = 'REVOKED' and task.ended_because = 'STOPPED' then 'EXPIRED'
                when enrollment.state = 'REVOKED' then 'WITHDRAWN'
                when enrollment.expires_at <= moment then 'EXPIRED'
                when enrollment.state = 'CLAIMED' then 'ENROLLING'
                when exists (select 1 from enrollment_begin opened where opened.enrollment_id = enrollment.id) then 'OPENED'
                when message.state = 'GIVEN_UP' then 'MAIL_FAILED'
                when message.state = 'WAITING' then 'MAILING'
                else 'MAILED' end,
           member.mail, member.mailed_at, member.reminders, member.refused_because, member.token_id, task.number,
           task.created_at, task.stop_at, enrollment.expires_at, enrollment.completed_at
    from provisioning_member member
    join provisioning_task task on task.id = member.task_id
    left join enrollment on enrollment.id = member.enrollment_id
    left join message_state message on message.id = member.message_id
    left join token_progress token on token.id = member.token_id and token.user_id = member.user_id
$$;

-- What schedules and kept reports were narrowed by, in the words of the task page.
update report_rule set filters = jsonb_set(filters, '{PROGRESS}', case filters ->> 'PROGRESS'
    when 'WAITING' then '"MAILED"' when 'STARTED' then '"ENROLLING"' else '"WITHDRAWN"' end::jsonb)
where filters ->> 'PROGRESS' in ('WAITING', 'STARTED', 'REVOKED');
update report_run set filters = jsonb_set(filters, '{PROGRESS}', case filters ->> 'PROGRESS'
    when 'WAITING' then '"MAILED"' when 'STARTED' then '"ENROLLING"' else '"WITHDRAWN"' end::jsonb)
where filters ->> 'PROGRESS' in ('WAITING', 'STARTED', 'REVOKED');

-- Reports are in the order of the users' names as the index has them, so that the first row comes without sorting all.
create or replace view report_user with (security_invoker = true) as
    select id, virtual_server_id, user_name, display_name, mail, state, created_at, container_id, folded_name
    from user_account where state <> 'DELETED';
