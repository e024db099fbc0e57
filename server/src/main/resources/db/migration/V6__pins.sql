-- Owned by tokens. The PIN that goes with a token: which kind, which PINs it takes, and how many wrong token PINs there were.
create domain token_pin_kind as text check (value in ('NONE', 'TOKEN', 'SERVER'));

alter table token
    add column pin_kind      token_pin_kind not null default 'NONE',
    add column pin_minimum   smallint       not null default 4,
    add column pin_maximum   smallint       not null default 8,
    add column pin_letters   boolean        not null default false,
    add column pin_try_limit smallint       not null default 5,
    -- Wrong token PINs in a row; charged before a proof is looked at.
    add column pin_tries     smallint       not null default 0;

-- The PIN that is typed beside the passcode, as its Argon2id hash.
create table server_pin (
    token_id    uuid        constraint server_pin_key primary key references token,
    pin_hash    text        not null,
    -- Set by an operator: its user chooses another one at the next sign-in.
    must_change boolean     not null,
    set_at      timestamptz not null
);

-- Signed PIN checks that were looked at, so that none counts twice.
create table pin_message (
    token_id uuid        not null references token,
    jti      text        not null,
    at       timestamptz not null,
    constraint pin_message_key primary key (token_id, jti)
);
create index pin_message_age on pin_message (at);
