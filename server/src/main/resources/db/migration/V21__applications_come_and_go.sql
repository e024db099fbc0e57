-- The console is an application of its own, so that phones show it; and applications can be removed. Owned by virtualservers.
alter table application
    add column kind       text not null default 'RESOURCE'
        constraint application_kind check (kind in ('RESOURCE', 'CONSOLE')),
    -- What was removed keeps its row as long as anything on record or in progress refers to it; its name is free again.
    add column removed_at timestamptz,
    drop constraint application_name_unique;
create unique index application_name_unique on application (virtual_server_id, lower(name))
    where kind = 'RESOURCE' and removed_at is null;
create unique index application_console on application (virtual_server_id) where kind = 'CONSOLE';
