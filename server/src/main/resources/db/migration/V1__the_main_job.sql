-- One organisation's isolated world. Owned by virtualservers.
create table virtual_server (
    id         uuid        constraint virtual_server_key primary key,
    slug       text        not null constraint virtual_server_slug_unique unique
                           constraint virtual_server_slug_form check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
    name       text        not null,
    created_at timestamptz not null
);

create table signing_key (
    id                 uuid        constraint signing_key_key primary key,
    virtual_server_id  uuid        not null references virtual_server,
    purpose            text        not null constraint signing_key_purpose check (purpose in ('ENROLLMENT', 'PUSH', 'OIDC')),
    public_point       bytea       not null,
    sealed_private_key bytea       not null,
    created_at         timestamptz not null,
    retired_at         timestamptz
);
create unique index signing_key_current on signing_key (virtual_server_id, purpose) where retired_at is null;

-- A protected resource.
create table application (
    id                uuid        constraint application_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    name              text        not null,
    created_at        timestamptz not null,
    constraint application_name_unique unique (virtual_server_id, name)
);

-- Owned by audit. The record is chained in lanes, so that parallel sign-ins do not wait for one another.
create table audit_chain (
    virtual_server_id uuid     not null,
    lane              smallint not null,
    sequence          bigint   not null,
    head              bytea    not null,
    constraint audit_chain_key primary key (virtual_server_id, lane)
) with (fillfactor = 20);

create table audit_event (
    virtual_server_id uuid        not null,
    lane              smallint    not null,
    sequence          bigint      not null,
    id                uuid        not null,
    at                timestamptz not null,
    type              text        not null,
    actor             text        not null,
    user_id           uuid,
    token_id          uuid,
    ip                text,
    details           jsonb       not null,
    hash              bytea       not null,
    constraint audit_event_key primary key (virtual_server_id, lane, sequence)
);
create index audit_event_recent on audit_event (virtual_server_id, at desc);

create table audit_checkpoint (
    id                uuid        constraint audit_checkpoint_key primary key,
    virtual_server_id uuid        not null,
    at                timestamptz not null,
    statement         text        not null
);

-- Owned by users.
create table user_account (
    id                uuid        constraint user_account_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    user_name         text        not null,
    display_name      text        not null,
    mail              text,
    password_hash     text,
    state             text        not null constraint user_account_state check (state in ('ACTIVE', 'DISABLED')),
    created_at        timestamptz not null
);
create unique index user_account_name_unique on user_account (virtual_server_id, lower(user_name));

create table operator (
    id                uuid        constraint operator_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    user_name         text        not null,
    mail              text,
    password_hash     text        not null,
    created_at        timestamptz not null
);
create unique index operator_name_unique on operator (virtual_server_id, lower(user_name));

-- Operators signed in to the console; the browser has the key, the row its hash.
create table operator_session (
    key_hash    bytea       constraint operator_session_key primary key,
    operator_id uuid        not null references operator,
    idle_at     timestamptz not null,
    ends_at     timestamptz not null
);
create index operator_session_operator on operator_session (operator_id);

-- Wrong passwords by name, whether or not it has an account: a pause must not tell which names exist.
create table password_lock (
    virtual_server_id uuid        not null references virtual_server,
    subject           bytea       not null,
    failures          integer     not null,
    locked_until      timestamptz,
    last_at           timestamptz not null,
    constraint password_lock_key primary key (virtual_server_id, subject)
);
create index password_lock_age on password_lock (last_at);

-- Owned by policy: the settings of one virtual server; every version is kept.
create table policy (
    virtual_server_id uuid        not null references virtual_server,
    version           integer     not null,
    settings          jsonb       not null,
    changed_by        text        not null,
    changed_at        timestamptz not null,
    constraint policy_key primary key (virtual_server_id, version)
);

create sequence token_serial as bigint start 10000001;

-- Owned by tokens. A token carries the parameters that it was enrolled with.
create table token (
    id                   uuid        constraint token_key primary key,
    virtual_server_id    uuid        not null references virtual_server,
    serial               text        not null constraint token_serial_unique unique,
    user_id              uuid        references user_account,
    name                 text,
    state                text        not null constraint token_state check (state in
                             ('INVENTORY', 'ASSIGNED', 'ACTIVE', 'SUSPENDED', 'LOCKED', 'LOST', 'REVOKED')),
    mode                 text        not null constraint token_mode check (mode in ('TOTP', 'HOTP')),
    algorithm            text        not null,
    alphabet             text        not null,
    length               smallint    not null,
    step_seconds         integer     not null,
    drift_steps          smallint    not null,
    look_ahead           smallint    not null,
    policy_string        text        not null,
    policy_level         smallint    not null default 0,
    sealed_seed          bytea,
    -- The time step or counter spent last: whatever is not above it is spent.
    last_spent           bigint      not null default -1,
    consecutive_failures integer     not null default 0,
    lock_threshold       integer     not null,
    lock_seconds         integer     not null,
    failure_cap          integer     not null constraint token_failure_cap check (failure_cap between 1 and 100),
    locked_until         timestamptz,
    created_at           timestamptz not null,
    activated_at         timestamptz,
    last_used_at         timestamptz,
    constraint token_seed_known check (state in ('INVENTORY', 'ASSIGNED', 'LOST', 'REVOKED') or sealed_seed is not null)
) with (fillfactor = 70);
create index token_user on token (user_id) where user_id is not null;
create index token_inventory on token (virtual_server_id, state);

create table device (
    id                 uuid        constraint device_key primary key,
    virtual_server_id  uuid        not null references virtual_server,
    token_id           uuid        not null constraint device_token_unique unique references token,
    public_point       bytea       not null,
    platform           text        not null,
    device_type        text        not null,
    os                 text        not null,
    app                text        not null,
    push_capable       boolean     not null,
    push_enabled       boolean     not null,
    -- Sealed JSON of endpoint and keys: whoever has them can make the phone ring.
    sealed_push        bytea,
    settings_at        timestamptz not null,
    created_at         timestamptz not null,
    last_seen_at       timestamptz not null
);

-- Owned by enrollment.
create table provisioning_task (
    id                uuid        constraint provisioning_task_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    number            integer     not null,
    operator          text        not null,
    created_at        timestamptz not null,
    stop_at           timestamptz not null,
    constraint provisioning_task_number_unique unique (virtual_server_id, number)
);

create table enrollment (
    id                uuid        constraint enrollment_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    task_id           uuid        references provisioning_task,
    user_id           uuid        not null references user_account,
    token_id          uuid        not null references token,
    signing_key_id    uuid        not null references signing_key,
    secret_hash       bytea       not null,
    second_proof      text        not null constraint enrollment_second_proof check (second_proof in ('NONE', 'PASSWORD')),
    state             text        not null constraint enrollment_state check (state in
                          ('OPEN', 'CLAIMED', 'COMPLETED', 'REVOKED', 'FAILED')),
    failures          integer     not null default 0,
    expires_at        timestamptz not null,
    claimed_begin     bytea,
    sealed_answer     bytea,
    finish_hash       bytea,
    activation_hash   bytea,
    confirm_code      text,
    created_at        timestamptz not null,
    completed_at      timestamptz,
    -- When somebody else's use of the string was told to the user and the operators: once is enough.
    contested_at      timestamptz
);
create unique index enrollment_open on enrollment (token_id) where state in ('OPEN', 'CLAIMED');
create unique index enrollment_open_user on enrollment (user_id) where state in ('OPEN', 'CLAIMED');
create index enrollment_token on enrollment (token_id, created_at desc);
create index enrollment_activation on enrollment (activation_hash) where activation_hash is not null;

create table enrollment_begin (
    id               uuid        constraint enrollment_begin_key primary key,
    enrollment_id    uuid        not null references enrollment on delete cascade,
    begin_hash       bytea       not null,
    begin_body       bytea       not null,
    offer            text        not null,
    -- The server's half of the key agreement; erased when the enrollment ends.
    sealed_ephemeral bytea,
    created_at       timestamptz not null,
    constraint enrollment_begin_once unique (enrollment_id, begin_hash)
);

-- Owned by push.
create table push_request (
    id                uuid        constraint push_request_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    user_id           uuid        not null references user_account,
    token_id          uuid        not null references token,
    -- Who asked and may consume the approval: a browser's sign-in, an API call, a RADIUS transaction.
    requester         text        not null,
    jws               text        not null,
    request_hash      bytea       not null,
    number_digits     smallint    not null constraint push_request_number_digits check (number_digits in (0, 2, 6)),
    state             text        not null constraint push_request_state check (state in
                          ('PENDING', 'APPROVED', 'DENIED', 'REPORTED', 'EXPIRED', 'SUPERSEDED', 'CONSUMED')),
    ended_because     text,
    context           jsonb       not null,
    created_at        timestamptz not null,
    expires_at        timestamptz not null,
    delivered_at      timestamptz,
    opened_at         timestamptz,
    answered_at       timestamptz,
    consumed_at       timestamptz
);
create unique index push_request_one_open on push_request (user_id) where state = 'PENDING';
create index push_request_recent on push_request (user_id, created_at desc);
create index push_request_due on push_request (expires_at) where state = 'PENDING';
create index push_request_token on push_request (token_id, created_at desc);

-- Owned by authentication: a sign-in that takes more than one step.
create table sign_in (
    id                uuid        constraint sign_in_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    application_id    uuid        not null references application,
    user_id           uuid        references user_account,
    protocol          text        not null,
    ip                text        not null,
    browser           text,
    os                text,
    state             text        not null constraint sign_in_state check (state in
                          ('PASSWORD_CHECKED', 'PUSHED', 'SUCCEEDED', 'FAILED')),
    push_request_id   uuid        references push_request,
    pushes            smallint    not null default 0,
    created_at        timestamptz not null,
    expires_at        timestamptz not null,
    ended_at          timestamptz
);

-- Owned by notification. The payload is sealed and is removed once delivered.
create table outbox_message (
    id                uuid        constraint outbox_message_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    channel           text        not null constraint outbox_message_channel check (channel in ('MAIL', 'WEB_PUSH')),
    sealed_payload    bytea,
    state             text        not null constraint outbox_message_state check (state in ('WAITING', 'DELIVERED', 'GIVEN_UP')),
    attempts          integer     not null default 0,
    next_attempt_at   timestamptz not null,
    expires_at        timestamptz not null,
    created_at        timestamptz not null,
    ended_at          timestamptz
);
create index outbox_message_due on outbox_message (next_attempt_at) where state = 'WAITING';

-- Keys of the server as a whole. Owned by notification.
create table server_key (
    id                 uuid        constraint server_key_key primary key,
    purpose            text        not null constraint server_key_purpose unique,
    public_point       bytea       not null,
    sealed_private_key bytea       not null,
    created_at         timestamptz not null
);

-- Owned by protocol.rest.
create table api_client (
    id                uuid        constraint api_client_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    application_id    uuid        not null references application,
    name              text        not null,
    secret_hash       bytea       not null,
    scopes            text[]      not null,
    created_at        timestamptz not null,
    revoked_at        timestamptz
);

-- Owned by protocol.oidc.
create table oidc_client (
    application_id     uuid        constraint oidc_client_key primary key references application,
    virtual_server_id  uuid        not null references virtual_server,
    client_id          text        not null constraint oidc_client_id_unique unique,
    client_secret_hash text        not null,
    redirect_uris      text[]      not null,
    post_logout_uris   text[]      not null default '{}',
    created_at         timestamptz not null
);
