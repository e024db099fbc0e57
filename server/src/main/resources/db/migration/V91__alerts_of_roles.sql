-- Alerts for everybody who has a role, whoever that is when something happens. Owned by alerts.
alter table alert_recipient
    add column role_id uuid,
    add constraint alert_recipient_role foreign key (virtual_server_id, role_id)
        references operator_role (virtual_server_id, id) on delete cascade,
    drop constraint alert_recipient_kind,
    add constraint alert_recipient_kind check (kind in ('OPERATOR', 'ROLE', 'ADDRESS', 'WEBHOOK')),
    drop constraint alert_recipient_whole,
    add constraint alert_recipient_whole check (
        case kind when 'OPERATOR' then operator_id is not null
                  when 'ROLE' then role_id is not null
                  when 'ADDRESS' then address is not null
                  else address is not null and sealed_secret is not null end);

-- Each operator of a role is told of what they may see, so each has a count of their own; zeros where the recipient is one mailbox.
alter table alert_throttle
    add column operator_id uuid not null default '00000000-0000-0000-0000-000000000000',
    drop constraint alert_throttle_key,
    add constraint alert_throttle_key primary key (recipient_id, event, operator_id);
alter table alert_throttle alter column operator_id drop default;
