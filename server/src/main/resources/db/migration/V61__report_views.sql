-- What reports read: views that the owners of the tables publish. A view asks with the rights of whoever asks it.

-- Owned by users.
create view report_user with (security_invoker = true) as
    select id, virtual_server_id, user_name, display_name, mail, state, created_at, container_id
    from user_account where state <> 'DELETED';

-- Owned by tokens: each token with the device that holds it. Failures up to the cap lock a token without a change of state.
create view report_token with (security_invoker = true) as
    select token.id, token.virtual_server_id, token.serial, token.user_id, token.name,
           case when token.state = 'ACTIVE' and token.consecutive_failures >= token.failure_cap then 'LOCKED'
                else token.state::text end as state,
           token.mode::text as mode, token.pin_kind::text as pin_kind, token.policy_string,
           device.os, device.device_type, device.app,
           case when device.id is null or not device.push_capable then 'NOT_APPLICABLE'
                when device.push_enabled then 'ENABLED' else 'DISABLED' end as push,
           token.activated_at, token.last_used_at, token.created_at, device.last_seen_at
    from token left join device on device.token_id = token.id;

-- Owned by audit: how sign-ins ended, and what people reported.
create view report_sign_in with (security_invoker = true) as
    select virtual_server_id, id, at, type, user_id, token_id, ip,
           details ->> 'application' as application, details ->> 'factor' as factor, details ->> 'reason' as reason,
           details ->> 'browser' as browser, details ->> 'os' as os, details ->> 'serial' as serial
    from audit_event
    where type in ('SIGN_IN_SUCCEEDED', 'SIGN_IN_FAILED', 'PASSWORD_REFUSED', 'ACCOUNT_LOCKED', 'PASSCODE_REFUSED',
                   'PASSCODE_REPLAYED', 'PUSH_DENIED', 'PUSH_REPORTED', 'PUSH_EXPIRED', 'PUSH_WITHHELD');

-- Owned by enrollment: how far each user of a provisioning task is.
create view report_provisioning with (security_invoker = true) as
    select enrollment.virtual_server_id, enrollment.id, provisioning_task.number, provisioning_task.operator,
           provisioning_task.created_at as started_at, provisioning_task.stop_at, enrollment.user_id, enrollment.token_id,
           case when enrollment.state = 'COMPLETED' then 'ENROLLED'
                when enrollment.state in ('REVOKED', 'FAILED') then enrollment.state
                when enrollment.expires_at <= now() then 'EXPIRED'
                when enrollment.state = 'CLAIMED' then 'STARTED' else 'WAITING' end as progress,
           enrollment.created_at, enrollment.expires_at, enrollment.completed_at
    from enrollment join provisioning_task on provisioning_task.id = enrollment.task_id;
