-- Owned by recovery: what stands in for a token that is not at hand. Only keyed hashes are kept.
create table recovery_code (
    virtual_server_id uuid        not null references virtual_server,
    user_id           uuid        not null references user_account,
    code_hash         bytea       not null,
    made_at           timestamptz not null,
    used_at           timestamptz,
    constraint recovery_code_key primary key (user_id, code_hash)
);

create table temporary_passcode (
    id                uuid        constraint temporary_passcode_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    user_id           uuid        not null references user_account,
    code_hash         bytea       not null,
    -- Good for one sign-in; otherwise for as many as there are until it expires.
    once              boolean     not null,
    uses              integer     not null default 0,
    -- Charged before a try is looked at.
    failures          smallint    not null default 0,
    created_at        timestamptz not null,
    expires_at        timestamptz not null,
    ended_at          timestamptz
);
create unique index temporary_passcode_open on temporary_passcode (user_id) where ended_at is null;
create index temporary_passcode_recent on temporary_passcode (user_id, created_at);

-- Owned by authentication: tries of codes in one sign-in, charged before they are looked at.
alter table sign_in add column recovery_tries smallint not null default 0;
