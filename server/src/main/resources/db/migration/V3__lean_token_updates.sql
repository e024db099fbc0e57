-- PostgreSQL reads and compiles every check constraint of a table for every update, whatever the update changes. A domain
-- is checked only when a value of it is written, a trigger only when one of its columns is.
create domain token_state as text check (value in
    ('INVENTORY', 'ASSIGNED', 'ACTIVE', 'SUSPENDED', 'LOCKED', 'LOST', 'REVOKED'));
create domain token_mode as text check (value in ('TOTP', 'HOTP'));
create domain token_failure_cap as integer check (value between 1 and 100);

alter table token
    drop constraint token_state,
    drop constraint token_mode,
    drop constraint token_failure_cap,
    drop constraint token_seed_known,
    alter column state type token_state,
    alter column mode type token_mode,
    alter column failure_cap type token_failure_cap;

create function token_seed_known() returns trigger language plpgsql as $$
begin
    if new.sealed_seed is null and new.state not in ('INVENTORY', 'ASSIGNED', 'LOST', 'REVOKED') then
        raise exception 'token % has no seed and cannot be %', new.serial, new.state
            using errcode = 'check_violation', constraint = 'token_seed_known';
    end if;
    return new;
end
$$;

create trigger token_seed_known before insert or update of state, sealed_seed on token
    for each row execute function token_seed_known();

-- Owned by users: who may sign in, by the name they are found by. Other modules' statements may read it.
create view active_user as
    select id, virtual_server_id, lower(user_name) as name from user_account where state = 'ACTIVE';
