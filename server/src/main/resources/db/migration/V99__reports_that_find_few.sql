-- A report narrowed to ten of a million rows compares stored columns: what a view computes has no index, and the database
-- cannot guess how many rows fit.

-- Owned by users: by which words people are found.
create view report_user_word with (security_invoker = true) as
    select virtual_server_id, user_id, word from user_word;

-- Owned by tokens: what the token's row says about push, which follows its device, and beside the state as people read it the
-- columns to compare with.
create or replace view report_token with (security_invoker = true) as
    select token.id, token.virtual_server_id, token.serial, token.user_id, token.name,
           case when token.state = 'ACTIVE' and token.capped then 'LOCKED' else token.state::text end as state,
           token.mode::text as mode, token.pin_kind::text as pin_kind, token.policy_string,
           device.os, device.device_type, device.app,
           coalesce(token.push::text, 'NOT_APPLICABLE') as push,
           token.activated_at, token.last_used_at, token.created_at, device.last_seen_at,
           token.state as kept_state, token.capped, token.push as kept_push
    from token left join device on device.token_id = token.id;

-- The inventory was searched by serial number under the name under which the other reports look for people.
update report_rule set filters = filters - 'TEXT' || jsonb_build_object('SERIAL', filters -> 'TEXT')
where kind = 'TOKEN_INVENTORY' and filters ? 'TEXT';
update report_run set filters = filters - 'TEXT' || jsonb_build_object('SERIAL', filters -> 'TEXT')
where kind = 'TOKEN_INVENTORY' and filters ? 'TEXT';

create index token_mode_order on token (virtual_server_id, mode, serial collate "C") where mode <> 'TOTP';
create index token_without_push on token (virtual_server_id, serial collate "C") where push is null;
create index device_type_order on device (virtual_server_id, device_type);

-- A word stands for one of a million people or for all of them: how many the database guesses by what it has sampled.
alter table user_word alter column word set statistics 1000;

-- As before, but tasks are found in the order of their numbers.
create or replace function provisioning_progress(moment timestamptz)
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
    join provisioning_task task on task.id = member.task_id and task.virtual_server_id = member.virtual_server_id
    left join enrollment on enrollment.id = member.enrollment_id
    left join message_state message on message.id = member.message_id
    left join token_progress token on token.id = member.token_id and token.user_id = member.user_id
$$;
