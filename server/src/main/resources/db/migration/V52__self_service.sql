-- Owned by selfservice: codes that confirm a mail address, and authenticators that people add by themselves.

-- The code itself follows from the server's key and the id, so that nobody reads it here.
create table mail_code (
    id                uuid        constraint mail_code_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    -- Hash of the name that was typed, known or not: codes are counted by it.
    subject           bytea       not null,
    -- Nobody, when the name is unknown: then no code is right.
    user_id           uuid        references user_account,
    purpose           text        not null constraint mail_code_purpose check (purpose in ('ENROLL', 'TEMPORARY_PASSCODE')),
    failures          smallint    not null default 0,
    created_at        timestamptz not null,
    expires_at        timestamptz not null,
    confirmed_at      timestamptz
);
create index mail_code_subject on mail_code (virtual_server_id, subject, created_at);
create index mail_code_age on mail_code (created_at);

create table self_enrollment (
    id                uuid        constraint self_enrollment_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    user_id           uuid        not null references user_account,
    enrollment_id     uuid        not null references enrollment,
    token_id          uuid        not null references token,
    -- The token that is taken out of use when the new one has proven itself.
    replaces_token_id uuid        references token,
    state             text        not null constraint self_enrollment_state check (state in ('OPEN', 'PROVEN', 'UNDONE')),
    created_at        timestamptz not null,
    expires_at        timestamptz not null,
    ended_at          timestamptz
);
create unique index self_enrollment_open on self_enrollment (user_id) where state = 'OPEN';
create index self_enrollment_due on self_enrollment (expires_at) where state = 'OPEN';
