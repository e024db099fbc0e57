-- The report on provisioning listed links, not people: whoever was reminded stood there twice, and whoever waits in the
-- queue, was left out or removed did not stand there at all. Now page, REST and report read how far somebody is in one place.
drop view report_provisioning;

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
