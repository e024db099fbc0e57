-- One virtual server is the provider's: its operators make the others, say how many tokens each may have, and suspend them.
alter table virtual_server
    add column provider     boolean not null default false,
    -- Since when nobody of it may sign in.
    add column suspended_at timestamptz;
create unique index virtual_server_one_provider on virtual_server (provider) where provider;

-- How many tokens of each type a virtual server may have; one without a row may have any number. Owned by virtualservers.
create table allocation (
    virtual_server_id uuid        constraint allocation_key primary key references virtual_server,
    software          integer     not null constraint allocation_software check (software >= 0),
    hardware          integer     not null constraint allocation_hardware check (hardware >= 0),
    changed_at        timestamptz not null
);
call isolate('allocation');

-- Nobody of a suspended virtual server may sign in.
create or replace view active_user with (security_invoker = true) as
    select id, virtual_server_id, folded_name as name from user_account
    where state = 'ACTIVE'
      and not exists (select from virtual_server where virtual_server.id = virtual_server_id and suspended_at is not null);
