-- Row-level security: the second wall between virtual servers, below the conditions of the statements (ADR 0014). The program
-- works as countersign_service, which owns nothing; a connection says in countersign.reach which virtual servers the work at
-- hand is for: ids with commas between them, or all.
do $$
begin
    if not exists (select from pg_roles where rolname = 'countersign_service') then
        create role countersign_service nologin nobypassrls;
    end if;
exception
    when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
    if not pg_has_role(current_user, 'countersign_service', 'set') then
        execute format('grant countersign_service to %I', current_user);
    end if;
end
$$;

-- Below a policy only leakproof comparisons use an index, and lower() is none: names by which people are found stand folded.
alter table user_account
    add column folded_name text collate "C" generated always as (lower(user_name)) stored;
drop view active_user;
drop index user_account_name_unique;
create unique index user_account_name_unique on user_account (virtual_server_id, folded_name);
-- A view asks with the rights of its owner, who sees all rows: this one must not.
create view active_user with (security_invoker = true) as
    select id, virtual_server_id, folded_name as name from user_account where state = 'ACTIVE';

grant usage on schema public to countersign_service;
grant select, insert, update, delete on all tables in schema public to countersign_service;
grant usage, select on all sequences in schema public to countersign_service;
alter default privileges in schema public grant select, insert, update, delete on tables to countersign_service;
alter default privileges in schema public grant usage, select on sequences to countersign_service;

create function reached() returns uuid[] language sql stable parallel safe as
    $$ select string_to_array(nullif(current_setting('countersign.reach', true), 'all'), ',')::uuid[] $$;
create function reaches_all() returns boolean language sql stable parallel safe as
    $$ select coalesce(current_setting('countersign.reach', true) = 'all', false) $$;

-- Holds a table's rows apart by their virtual server, or by a condition that leads to one.
create procedure isolate(isolated regclass, condition text default null) language plpgsql as $$
begin
    execute format('alter table %s enable row level security', isolated);
    execute format('create policy reach on %s to countersign_service using (%s)', isolated, coalesce(condition,
        'virtual_server_id = any ((select reached())::uuid[]) or (select reaches_all())'));
end
$$;

call isolate('signing_key');
call isolate('application');
call isolate('audit_chain');
call isolate('audit_event');
call isolate('audit_checkpoint');
call isolate('user_account');
call isolate('operator');
call isolate('operator_session', 'exists (select from operator where operator.id = operator_id)');
call isolate('password_lock');
call isolate('policy');
call isolate('token');
call isolate('server_pin', 'exists (select from token where token.id = token_id)');
call isolate('pin_message', 'exists (select from token where token.id = token_id)');
call isolate('challenge');
call isolate('device');
call isolate('provisioning_task');
call isolate('enrollment');
call isolate('enrollment_begin', 'exists (select from enrollment where enrollment.id = enrollment_id)');
call isolate('push_request');
call isolate('sign_in');
call isolate('outbox_message');
call isolate('api_client');
call isolate('oidc_client');
call isolate('oauth2_authorization',
    'exists (select from application where application.id = registered_client_id::uuid)');
call isolate('oauth2_authorization_consent',
    'exists (select from application where application.id = registered_client_id::uuid)');

-- What is on record is not changed by the program, whatever is done to it.
revoke update, delete, truncate on audit_event, audit_checkpoint from countersign_service;

-- Where something is that is named before its virtual server is known. These, and only these, are to see across.
create view token_home as select serial, virtual_server_id from token;
create view enrollment_home as select id, virtual_server_id from enrollment;
create view api_client_home as
    select api_client.*, application.name as application_name
    from api_client join application on application.id = application_id;
grant select on token_home, enrollment_home, api_client_home to countersign_service;
revoke insert, update, delete on token_home, enrollment_home, api_client_home from countersign_service;
