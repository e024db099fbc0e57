-- Acts on many tokens or users: written down as a whole, done in the background, with what came of each row.
create table bulk_job (
    id                uuid        constraint bulk_job_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    act               text        not null,
    actor             text        not null,
    because           text,
    total             integer     not null,
    created_at        timestamptz not null,
    ended_at          timestamptz,
    cancelled         boolean     not null default false
);
create index bulk_job_recent on bulk_job (virtual_server_id, created_at desc);
create index bulk_job_running on bulk_job (id) where ended_at is null;

create table bulk_item (
    job_id            uuid    not null references bulk_job on delete cascade,
    virtual_server_id uuid    not null references virtual_server,
    position          integer not null,
    -- A token or a user may be gone when its turn comes.
    token_id          uuid,
    user_id           uuid,
    label             text    not null,
    state             text    not null constraint bulk_item_state check (state in ('WAITING', 'DONE', 'REFUSED', 'CANCELLED')),
    why               text,
    constraint bulk_item_key primary key (job_id, position)
);
create index bulk_item_waiting on bulk_item (job_id, position) where state = 'WAITING';

call isolate('bulk_job');
call isolate('bulk_item');
-- Operators of some containers see their people only.
create policy within on bulk_item as restrictive to countersign_limited
    using ((user_id is null or exists (select from user_account u where u.id = bulk_item.user_id))
           and (token_id is null or exists (select from token t where t.id = bulk_item.token_id)));
