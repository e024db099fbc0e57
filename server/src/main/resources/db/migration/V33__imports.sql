-- Files of users that an operator has handed in and not confirmed yet. Owned by users; they are erased after an hour.
create table user_import (
    id                uuid        constraint user_import_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    content           bytea       not null,
    -- Whether groups and containers that the file names and nobody has made yet are to be made.
    makes_missing     boolean     not null,
    created_at        timestamptz not null
);
create index user_import_age on user_import (created_at);

call isolate('user_import');
