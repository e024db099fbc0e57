-- Hardware tokens come with serial numbers of their makers: unique in their virtual server, whatever others have.
alter table token drop constraint token_serial_unique;
create unique index token_serial_unique on token (serial) where kind <> 'HARDWARE';
create unique index token_serial_here on token (virtual_server_id, serial);

-- A document of seeds that was read and waits for the operator's word. Its seeds are sealed for the tokens they will be.
create table token_import (
    id                uuid        constraint token_import_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    file_name         text        not null,
    actor             text        not null,
    created_at        timestamptz not null
);
create index token_import_age on token_import (created_at);

create table token_import_line (
    import_id         uuid     not null references token_import on delete cascade,
    virtual_server_id uuid     not null references virtual_server,
    position          integer  not null,
    fault             text,
    serial            text,
    manufacturer      text,
    token_id          uuid,
    mode              token_mode,
    algorithm         text,
    length            smallint,
    step_seconds      integer,
    last_spent        bigint,
    policy_string     text,
    sealed_seed       bytea,
    constraint token_import_line_key primary key (import_id, position)
);

call isolate('token_import');
call isolate('token_import_line');

-- Only tokens that apps hold are found by their serial number alone.
create or replace view token_home as select serial, virtual_server_id from token where kind <> 'HARDWARE';
