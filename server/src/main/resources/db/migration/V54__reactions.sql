-- Owned by reactions: sign-ins of which their users say that it was not them, and what was done about it.
create table sign_in_report (
    id                uuid        constraint sign_in_report_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    user_id           uuid        not null references user_account,
    -- What was reported; the same thing acts once.
    subject           text        not null,
    application       text,
    ip                text,
    place             text,
    program           text,
    happened_at       timestamptz not null,
    reported_at       timestamptz not null,
    constraint sign_in_report_once unique (virtual_server_id, subject)
);
create index sign_in_report_recent on sign_in_report (virtual_server_id, reported_at desc);

-- Owned by users: counts the passwords that somebody has had, so that it shows whether they have another one.
alter table user_account add column password_version integer not null default 0;
create function password_counted() returns trigger language plpgsql as $$
begin
    new.password_version := old.password_version + 1;
    return new;
end
$$;
create trigger password_counted before update of password_hash on user_account
    for each row when (old.password_hash is distinct from new.password_hash) execute function password_counted();
create view password_state with (security_invoker = true) as
    select id as user_id, virtual_server_id, password_version as version from user_account;

create table reaction (
    id                uuid        constraint reaction_key primary key,
    report_id         uuid        not null references sign_in_report,
    virtual_server_id uuid        not null references virtual_server,
    user_id           uuid        not null references user_account,
    step              text        not null constraint reaction_step check (step in
                          ('STOP_PUSHES', 'LOCK_SOURCE', 'END_SIGN_INS', 'ALERT_OPERATORS', 'CHANGE_PASSWORD')),
    source            text,
    -- The password that somebody else may know.
    password_version  integer,
    taken_at          timestamptz not null,
    until_at          timestamptz,
    done_at           timestamptz,
    undone_at         timestamptz,
    undone_by         text
);
create index reaction_user on reaction (user_id, step) where undone_at is null and done_at is null;
create index reaction_report on reaction (report_id);

-- Until when whoever had signed in as a user is signed in no more. Other modules' statements may read it.
create view sign_ins_ended with (security_invoker = true) as
    select virtual_server_id, user_id, max(taken_at) as at from reaction
    where step = 'END_SIGN_INS' and undone_at is null and done_at is null group by virtual_server_id, user_id;

-- Owned by authentication: a sign-in whose factors were right, and whose user has to choose a new password first.
alter table sign_in
    drop constraint sign_in_state,
    add constraint sign_in_state check (state in
        ('PASSWORD_CHECKED', 'PUSHED', 'PIN_DUE', 'PASSWORD_DUE', 'SUCCEEDED', 'FAILED'));
