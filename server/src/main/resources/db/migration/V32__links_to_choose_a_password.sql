-- Codes by which people choose a password themselves: one of each user, good once and for a time. Owned by users.
create table password_link (
    user_id           uuid        constraint password_link_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    code_hash         bytea       not null constraint password_link_code_unique unique,
    created_at        timestamptz not null,
    expires_at        timestamptz not null,
    constraint password_link_user foreign key (virtual_server_id, user_id) references user_account (virtual_server_id, id)
);

call isolate('password_link');
