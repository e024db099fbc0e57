-- People stand in a container, which says which operators see them, and in groups, which say what they may use. Owned by users.
create table container (
    id                uuid        constraint container_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    name              text        not null,
    created_at        timestamptz not null,
    -- What refers to a container names its virtual server too: nobody stands in a container of another one.
    constraint container_in_its_virtual_server unique (virtual_server_id, id)
);
create unique index container_name_unique on container (virtual_server_id, lower(name));

create table user_group (
    id                uuid        constraint user_group_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    name              text        not null,
    origin            text        not null constraint user_group_origin check (origin in ('LOCAL', 'DIRECTORY')),
    created_at        timestamptz not null,
    constraint user_group_in_its_virtual_server unique (virtual_server_id, id)
);
create unique index user_group_name_unique on user_group (virtual_server_id, lower(name));

alter table user_account
    -- None means the default container, which always exists and holds whoever is nowhere else.
    add column container_id uuid,
    add column origin text not null default 'LOCAL'
        constraint user_account_origin check (origin in ('LOCAL', 'DIRECTORY')),
    -- When a lock ends by itself; none means that an operator ends it.
    add column locked_until timestamptz,
    add column state_reason text,
    drop constraint user_account_state,
    -- DELETED keeps the row: the record of what happened names it. Nobody finds it, and its user name is free again.
    add constraint user_account_state check (state in ('ACTIVE', 'DISABLED', 'LOCKED', 'DELETED')),
    add constraint user_account_in_its_virtual_server unique (virtual_server_id, id),
    add constraint user_account_container foreign key (virtual_server_id, container_id)
        references container (virtual_server_id, id);

drop index user_account_name_unique;
create unique index user_account_name_unique on user_account (virtual_server_id, folded_name) where state <> 'DELETED';
create index user_account_container on user_account (virtual_server_id, container_id) where state <> 'DELETED';
create index user_account_lock_ends on user_account (locked_until) where state = 'LOCKED' and locked_until is not null;

create table membership (
    virtual_server_id uuid        not null references virtual_server,
    user_id           uuid        not null,
    group_id          uuid        not null,
    created_at        timestamptz not null,
    constraint membership_key primary key (group_id, user_id),
    constraint membership_user foreign key (virtual_server_id, user_id) references user_account (virtual_server_id, id),
    constraint membership_group foreign key (virtual_server_id, group_id) references user_group (virtual_server_id, id)
);
create index membership_of_user on membership (user_id);

call isolate('container');
call isolate('user_group');
call isolate('membership');
