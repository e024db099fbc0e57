-- Owned by protocol.oidc: the tables of Spring Authorization Server, for PostgreSQL. Codes and tokens lie here hashed,
-- so whoever reads the database can use none.
create table oauth2_authorization (
    id                            text        constraint oauth2_authorization_key primary key,
    registered_client_id          text        not null,
    principal_name                text        not null,
    authorization_grant_type      text        not null,
    authorized_scopes             text,
    attributes                    text,
    state                         text,
    authorization_code_value      text,
    authorization_code_issued_at  timestamptz,
    authorization_code_expires_at timestamptz,
    authorization_code_metadata   text,
    access_token_value            text,
    access_token_issued_at        timestamptz,
    access_token_expires_at       timestamptz,
    access_token_metadata         text,
    access_token_type             text,
    access_token_scopes           text,
    oidc_id_token_value           text,
    oidc_id_token_issued_at       timestamptz,
    oidc_id_token_expires_at      timestamptz,
    oidc_id_token_metadata        text,
    refresh_token_value           text,
    refresh_token_issued_at       timestamptz,
    refresh_token_expires_at      timestamptz,
    refresh_token_metadata        text,
    user_code_value               text,
    user_code_issued_at           timestamptz,
    user_code_expires_at          timestamptz,
    user_code_metadata            text,
    device_code_value             text,
    device_code_issued_at         timestamptz,
    device_code_expires_at        timestamptz,
    device_code_metadata          text,
    -- Ours: a save counts only on top of the version it was read at, so a code or refresh token raced is used once.
    version                       integer     not null default 0,
    -- The refresh token before the current one: whoever presents it has a copy.
    spent_refresh_token           text
) with (fillfactor = 70);
create index oauth2_authorization_code on oauth2_authorization (authorization_code_value);
create index oauth2_authorization_access on oauth2_authorization (access_token_value);
create index oauth2_authorization_id_token on oauth2_authorization (oidc_id_token_value);
create index oauth2_authorization_refresh on oauth2_authorization (refresh_token_value);
create index oauth2_authorization_spent on oauth2_authorization (spent_refresh_token);

create table oauth2_authorization_consent (
    registered_client_id text not null,
    principal_name       text not null,
    authorities          text not null,
    constraint oauth2_authorization_consent_key primary key (registered_client_id, principal_name)
);
