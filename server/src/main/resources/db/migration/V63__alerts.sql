-- Alerts: who wants to know when something happens. Owned by alerts.
create table alert_recipient (
    id                uuid        constraint alert_recipient_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    kind              text        not null constraint alert_recipient_kind check (kind in ('OPERATOR', 'ADDRESS', 'WEBHOOK')),
    operator_id       uuid        references operator on delete cascade,
    -- A mail address, or where a webhook is.
    address           text,
    -- What a webhook's messages are signed with.
    sealed_secret     bytea,
    events            text[]      not null,
    created_at        timestamptz not null,
    constraint alert_recipient_whole check (
        case kind when 'OPERATOR' then operator_id is not null
                  when 'ADDRESS' then address is not null
                  else address is not null and sealed_secret is not null end)
);
create index alert_recipient_of on alert_recipient (virtual_server_id);

-- The same alert goes to the same recipient at most every so often; what comes in between is counted.
create table alert_throttle (
    recipient_id      uuid        not null references alert_recipient on delete cascade,
    virtual_server_id uuid        not null references virtual_server,
    event             text        not null,
    last_sent_at      timestamptz not null,
    waiting           integer     not null default 0,
    constraint alert_throttle_key primary key (recipient_id, event)
);
create index alert_throttle_waiting on alert_throttle (last_sent_at) where waiting > 0;

create table alert_setting (
    virtual_server_id   uuid    constraint alert_setting_key primary key references virtual_server,
    throttle_minutes    integer not null constraint alert_setting_throttle check (throttle_minutes between 1 and 1440),
    inventory_threshold integer not null constraint alert_setting_inventory check (inventory_threshold between 0 and 1000000)
);

-- What was sent, for ninety days.
create table alert_log (
    id                uuid        constraint alert_log_key primary key,
    virtual_server_id uuid        not null references virtual_server,
    event             text        not null,
    kind              text        not null,
    target            text        not null,
    times             integer     not null,
    sent_at           timestamptz not null
);
create index alert_log_recent on alert_log (virtual_server_id, sent_at desc, id desc);
create index alert_log_age on alert_log (sent_at);

-- How far each lane of the record has been read.
create table alert_position (
    virtual_server_id uuid     not null references virtual_server,
    lane              smallint not null,
    sequence          bigint   not null,
    constraint alert_position_key primary key (virtual_server_id, lane)
);

-- Owned by audit: how far the record goes, and what may be worth an alert.
create view audit_end with (security_invoker = true) as select virtual_server_id, lane, sequence from audit_chain;
create view alert_worthy with (security_invoker = true) as select virtual_server_id, lane, sequence, type from audit_event;

-- Owned by notification.
alter table outbox_message
    drop constraint outbox_message_channel,
    add constraint outbox_message_channel check (channel in ('MAIL', 'WEB_PUSH', 'WEBHOOK'));

call isolate('alert_recipient');
call isolate('alert_throttle');
call isolate('alert_setting');
call isolate('alert_log');
call isolate('alert_position');
