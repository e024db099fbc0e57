-- Challenge-response tokens, and tokens that find their counter or their clock again.
alter domain token_mode drop constraint token_mode_check;
alter domain token_mode add constraint token_mode_check check (value in ('TOTP', 'HOTP', 'OCRA'));

alter table token
    -- What goes into a response; for OCRA only.
    add column suite                text,
    add column resynchronise_window smallint not null default 200,
    -- Time steps by which the token's clock is ahead of the server's, learnt by resynchronising.
    add column clock_offset_steps   integer  not null default 0;
alter table token alter column resynchronise_window drop default;

-- Owned by tokens: what a token was asked to answer. Whoever sets answered_at may answer, nobody else ever.
create table challenge (
    id                uuid        constraint challenge_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    -- Whose answer counts. Nobody's when a program asked for somebody without such a token: outside it looks the same.
    token_id          uuid        references token,
    -- Who asked and may answer: a browser's sign-in or an API client.
    requester         text        not null,
    question          text        not null,
    created_at        timestamptz not null,
    expires_at        timestamptz not null,
    answered_at       timestamptz
);
create index challenge_open on challenge (requester, created_at desc) where answered_at is null;
create index challenge_age on challenge (created_at);
