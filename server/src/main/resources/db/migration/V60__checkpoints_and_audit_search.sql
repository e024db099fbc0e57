-- The record can be searched, and its ends are signed now and then, so that anybody can check it elsewhere.

-- Signs checkpoints and exports of the record.
alter table signing_key
    drop constraint signing_key_purpose,
    add constraint signing_key_purpose check (purpose in ('ENROLLMENT', 'PUSH', 'OIDC', 'AUDIT'));

-- Nothing has written a checkpoint so far.
delete from audit_checkpoint;
alter table audit_checkpoint
    add column number bigint not null,
    -- Sequence and hash of each lane's end, as the signed statement says them.
    add column ends   jsonb  not null,
    add constraint audit_checkpoint_number unique (virtual_server_id, number);
create index audit_checkpoint_at on audit_checkpoint (virtual_server_id, at);

-- What people look for: what concerns one user, one token.
create index if not exists audit_event_user on audit_event (user_id, at desc) where user_id is not null;
create index if not exists audit_event_token on audit_event (token_id, at desc) where token_id is not null;

-- Owned by evidence: when the whole chain was recomputed, and what came of it.
create table audit_check (
    id                uuid        constraint audit_check_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    started_at        timestamptz not null,
    ended_at          timestamptz,
    entries           bigint,
    broken_lane       smallint,
    broken_sequence   bigint,
    broken_what       text
);
create index audit_check_recent on audit_check (virtual_server_id, started_at desc);

call isolate('audit_check');
