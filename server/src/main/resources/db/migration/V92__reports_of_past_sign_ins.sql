-- Sign-ins that people report afterwards stand among the reported ones. Owned by audit.
create or replace view report_sign_in with (security_invoker = true) as
    select virtual_server_id, id, at, type, user_id, token_id, ip,
           details ->> 'application' as application, details ->> 'factor' as factor, details ->> 'reason' as reason,
           details ->> 'browser' as browser, details ->> 'os' as os, details ->> 'serial' as serial
    from audit_event
    where type in ('SIGN_IN_SUCCEEDED', 'SIGN_IN_FAILED', 'PASSWORD_REFUSED', 'ACCOUNT_LOCKED', 'PASSCODE_REFUSED',
                   'PASSCODE_REPLAYED', 'PUSH_DENIED', 'PUSH_REPORTED', 'PUSH_EXPIRED', 'PUSH_WITHHELD',
                   'PAST_SIGN_IN_REPORTED');
