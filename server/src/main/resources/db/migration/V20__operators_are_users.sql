-- Operators become users with a role: one person, one password, and the second factor of an operator is the tokens of their
-- user. Owned by users.
create table operator_role (
    id                uuid        constraint operator_role_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    name              text        not null,
    description       text        not null,
    -- ADMINISTRATOR may do everything, whatever its row says, and is there once; OWN is what an organisation makes of it.
    kind              text        not null constraint operator_role_kind check (kind in ('ADMINISTRATOR', 'OWN')),
    permissions       text[]      not null,
    created_at        timestamptz not null,
    -- Whoever has a role names its virtual server too: nobody has a role of another one.
    constraint operator_role_in_its_virtual_server unique (virtual_server_id, id)
);
create unique index operator_role_name_unique on operator_role (virtual_server_id, lower(name));
create unique index operator_role_administrator on operator_role (virtual_server_id) where kind = 'ADMINISTRATOR';

insert into operator_role (id, virtual_server_id, name, description, kind, permissions, created_at)
select gen_random_uuid(), id, 'Administrator', 'May do everything.', 'ADMINISTRATOR', '{}', now() from virtual_server;

alter table operator
    add column user_id uuid references user_account,
    add column role_id uuid,
    add column state   text not null default 'ACTIVE'
        -- REMOVED keeps the row: the record of what they did names it.
        constraint operator_state check (state in ('ACTIVE', 'SUSPENDED', 'REMOVED')),
    add column signed_in_at timestamptz,
    add constraint operator_role foreign key (virtual_server_id, role_id) references operator_role (virtual_server_id, id);

-- Each operator there is gets a user with the same name and password. Where a user has that name already, nobody can tell
-- whether it is the same person: the operator's user is then called name-operator, and if need be with a number.
do $$
declare
    one  record;
    name text;
    n    integer;
begin
    for one in select * from operator order by created_at, id loop
        name := one.user_name;
        n := 1;
        while exists (select from user_account
                      where virtual_server_id = one.virtual_server_id and lower(user_name) = lower(name)) loop
            name := one.user_name || '-operator' || case when n = 1 then '' else n::text end;
            n := n + 1;
        end loop;
        insert into user_account (id, virtual_server_id, user_name, display_name, mail, password_hash, state, created_at)
        values (one.id, one.virtual_server_id, name, one.user_name, one.mail, one.password_hash, 'ACTIVE', one.created_at);
        update operator
        set user_id = one.id,
            role_id = (select id from operator_role
                       where virtual_server_id = one.virtual_server_id and kind = 'ADMINISTRATOR')
        where id = one.id;
    end loop;
end
$$;

drop index operator_name_unique;
alter table operator
    alter column user_id set not null,
    alter column role_id set not null,
    drop column user_name,
    drop column mail,
    drop column password_hash;
create unique index operator_once on operator (user_id) where state <> 'REMOVED';
create index operator_of_virtual_server on operator (virtual_server_id);
create index operator_with_role on operator (role_id);

-- A session stands for the operator as they were when it began: with another role or password it is worth nothing.
delete from operator_session;
alter table operator_session
    add column role_id       uuid  not null references operator_role on delete cascade,
    add column password_mark bytea not null,
    -- FACTOR: the password was right, the second factor is to come. ENROLL: they have no authenticator yet.
    add column stage         text  not null constraint operator_session_stage check (stage in ('FACTOR', 'ENROLL', 'OPEN')),
    -- The sign-in whose second factor this session waits for.
    add column sign_in_id    uuid,
    -- When the second factor was given last; none when it was not asked for.
    add column proven_at     timestamptz,
    add column next          text  not null default '';

-- Whether the operators of a virtual server need a second factor. None means that they do.
create table operator_rule (
    virtual_server_id uuid    constraint operator_rule_key primary key references virtual_server,
    second_factor     boolean not null
);

call isolate('operator_role');
call isolate('operator_rule');
