-- Every state of a token's life, what kind it is, and what makes finding and counting tokens quick among millions.
alter domain token_state drop constraint token_state_check;
alter domain token_state add constraint token_state_check check (value in
    ('INVENTORY', 'ASSIGNED', 'ACTIVE', 'SUSPENDED', 'LOCKED', 'LOST', 'FAULTY', 'REVOKED'));

create domain token_kind as text check (value in ('APP', 'STANDARD', 'HARDWARE'));
create domain token_push as text check (value in ('ENABLED', 'DISABLED'));

alter table token
    -- APP: lives in the Countersign app. STANDARD: in an app that knows otpauth only. HARDWARE: a device of its own, imported.
    add column kind         token_kind not null default 'APP',
    add column manufacturer text,
    -- How often an act changed the state; an act that was decided upon an older state changes nothing.
    add column acts         integer    not null default 0,
    add column state_at     timestamptz,
    -- Whether its device takes push requests; none where it cannot. Follows the table device.
    add column push         token_push,
    -- Too many failures lock a token without a change of state.
    add column capped       boolean    not null generated always as (consecutive_failures >= failure_cap) stored;

create or replace function token_seed_known() returns trigger language plpgsql as $$
begin
    if new.sealed_seed is null and new.state not in ('INVENTORY', 'ASSIGNED', 'LOST', 'FAULTY', 'REVOKED') then
        raise exception 'token % has no seed and cannot be %', new.serial, new.state
            using errcode = 'check_violation', constraint = 'token_seed_known';
    end if;
    return new;
end
$$;

create function token_push_follows() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        update token set push = null where id = old.token_id and push is not null;
    else
        update token
        set push = case when not new.push_capable then null when new.push_enabled then 'ENABLED' else 'DISABLED' end
        where id = new.token_id
          and push is distinct from
              case when not new.push_capable then null when new.push_enabled then 'ENABLED' else 'DISABLED' end;
    end if;
    return null;
end
$$;
create trigger token_push_follows after insert or delete or update of push_capable, push_enabled on device
    for each row execute function token_push_follows();
update token set push = case when push_enabled then 'ENABLED' else 'DISABLED' end
from device where device.token_id = token.id and push_capable;

-- Serial numbers are looked for by how they begin, and pages go on after a serial number: both in the order of bytes.
create index token_serial_order on token (virtual_server_id, serial collate "C");
create index token_state_order on token (virtual_server_id, state, serial collate "C");
create index token_free on token (virtual_server_id, serial collate "C") where state = 'INVENTORY' and kind = 'APP';
create index token_other_kind on token (virtual_server_id, kind, serial collate "C") where kind <> 'APP';
create index token_push_order on token (virtual_server_id, push, serial collate "C") where push is not null;
create index token_silent on token (virtual_server_id, serial collate "C") where push is null and state = 'ACTIVE';
create index token_capped on token (virtual_server_id, serial collate "C") where capped;
create index token_lost on token (state_at) where state = 'LOST' and sealed_seed is not null;
drop index token_inventory;

-- How many tokens are in which state, as changes to be added up: rows are only ever inserted while others work, so nobody
-- waits for anybody. They are folded into one row per kind and state from time to time.
create table token_tally (
    virtual_server_id uuid        not null references virtual_server,
    kind              token_kind  not null,
    state             token_state not null,
    tokens            bigint      not null
);
create index token_tally_of on token_tally (virtual_server_id);

create function token_tally_moved() returns trigger language plpgsql as $$
begin
    if new.state <> old.state or new.kind <> old.kind then
        insert into token_tally values
            (old.virtual_server_id, old.kind, old.state, -1), (new.virtual_server_id, new.kind, new.state, 1);
    end if;
    return null;
end
$$;
create trigger token_tally_moved after update of state, kind on token
    for each row execute function token_tally_moved();

create function token_tally_made() returns trigger language plpgsql as $$
begin
    insert into token_tally select virtual_server_id, kind, state, count(*) from made group by 1, 2, 3;
    return null;
end
$$;
create trigger token_tally_made after insert on token referencing new table as made
    for each statement execute function token_tally_made();

create function token_tally_gone() returns trigger language plpgsql as $$
begin
    insert into token_tally select virtual_server_id, kind, state, -count(*) from gone group by 1, 2, 3;
    return null;
end
$$;
create trigger token_tally_gone after delete on token referencing old table as gone
    for each statement execute function token_tally_gone();

insert into token_tally select virtual_server_id, kind, state, count(*) from token group by 1, 2, 3;

call isolate('token_tally');
