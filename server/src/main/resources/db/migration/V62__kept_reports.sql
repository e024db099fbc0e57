-- Reports that are kept for a while, and the rules by which they are made. Owned by reports.
create table report_rule (
    id                uuid        constraint report_rule_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    name              text        not null,
    kind              text        not null,
    columns           text[]      not null,
    filters           jsonb       not null,
    -- Only users of these containers, or everybody when null.
    containers        uuid[],
    every             text        not null constraint report_rule_every check (every in ('DAY', 'WEEK', 'MONTH')),
    -- 1 is Monday; the day of a month that is too short is its last one.
    weekday           smallint    not null constraint report_rule_weekday check (weekday between 1 and 7),
    day_of_month      smallint    not null constraint report_rule_day check (day_of_month between 1 and 31),
    hour              smallint    not null constraint report_rule_hour check (hour between 0 and 23),
    zone              text        not null,
    keep_days         integer     not null constraint report_rule_keep check (keep_days between 1 and 3650),
    recipients        uuid[]      not null,
    next_at           timestamptz not null,
    created_by        text        not null,
    created_at        timestamptz not null
);
create index report_rule_due on report_rule (next_at);
create index report_rule_of on report_rule (virtual_server_id, name);

create table report_run (
    id                uuid        constraint report_run_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    rule_id           uuid        references report_rule on delete set null,
    kind              text        not null,
    columns           text[]      not null,
    filters           jsonb       not null,
    containers        uuid[],
    asked_by          text        not null,
    asked_at          timestamptz not null,
    state             text        not null constraint report_run_state check (state in ('WAITING', 'DONE', 'FAILED')),
    attempts          integer     not null default 0,
    -- Nobody else takes it before then.
    free_at           timestamptz not null,
    ended_at          timestamptz,
    row_count         bigint,
    keep_until        timestamptz not null
);
create index report_run_due on report_run (free_at) where state = 'WAITING';
create index report_run_recent on report_run (virtual_server_id, asked_at desc, id desc);
create index report_run_age on report_run (keep_until);

-- Some thousand rows, one JSON array a line, gzip.
create table report_chunk (
    run_id            uuid     not null references report_run on delete cascade,
    virtual_server_id uuid     not null references virtual_server,
    number            integer  not null,
    content           bytea    not null,
    constraint report_chunk_key primary key (run_id, number)
);

call isolate('report_rule');
call isolate('report_run');
call isolate('report_chunk');
