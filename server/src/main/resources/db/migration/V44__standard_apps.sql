-- Tokens for standard authenticator apps: the server makes the seed and shows it once, on a page that a mailed code opens.
create table standard_enrollment (
    id                uuid        constraint standard_enrollment_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    user_id           uuid        not null references user_account,
    token_id          uuid        not null references token,
    -- The token's number of acts when it was reserved: after another act it is not this enrollment's any more.
    token_acts        integer     not null,
    state             text        not null constraint standard_enrollment_state check (state in
                          ('OPEN', 'SHOWN', 'COMPLETED', 'REVOKED', 'FAILED')),
    failures          integer     not null default 0,
    expires_at        timestamptz not null,
    created_at        timestamptz not null,
    completed_at      timestamptz
);
create unique index standard_enrollment_open on standard_enrollment (user_id) where state in ('OPEN', 'SHOWN');
create index standard_enrollment_due on standard_enrollment (expires_at) where state in ('OPEN', 'SHOWN');

call isolate('standard_enrollment');
-- Operators of some containers see their people only.
create policy within on standard_enrollment as restrictive to countersign_limited
    using (exists (select from user_account u where u.id = standard_enrollment.user_id));
