-- When a user was last mailed that something of theirs is locked: at most once a day. Owned by alerts.
create table lock_mail (
    virtual_server_id uuid        not null references virtual_server,
    user_id           uuid        not null,
    sent_at           timestamptz not null,
    constraint lock_mail_key primary key (virtual_server_id, user_id)
);
call isolate('lock_mail');

-- The record is read wherever somebody is an operator, also where nobody is told of anything: users are mailed at locks.
insert into alert_position (virtual_server_id, lane, sequence)
select virtual_server_id, lane, sequence from audit_end
on conflict (virtual_server_id, lane) do nothing;
