-- Provisioning tasks remember each of their users: who was mailed, who enrolled, who signed in, who was left out and why.
alter table provisioning_task
    add column users         integer not null default 0,
    add column ended_at      timestamptz,
    add column ended_because text constraint provisioning_task_end check (ended_because in ('COMPLETED', 'STOPPED', 'REMOVED')),
    -- What a task that ended had reserved is given back in the background.
    add column released      boolean not null default false;

create table provisioning_member (
    task_id           uuid        not null references provisioning_task,
    virtual_server_id uuid        not null references virtual_server,
    user_id           uuid        not null references user_account,
    -- The order in which the operator chose them.
    position          integer     not null,
    state             text        not null constraint provisioning_member_state check (state in
                          ('WAITING', 'INVITED', 'REFUSED', 'REMOVED')),
    refused_because   text,
    mail              text,
    message_id        uuid,
    enrollment_id     uuid        references enrollment,
    token_id          uuid        references token,
    mailed_at         timestamptz,
    reminders         integer     not null default 0,
    -- Whether another mail is due, which goes out in the background.
    remind            boolean     not null default false,
    signed_in_at      timestamptz,
    constraint provisioning_member_key primary key (task_id, user_id)
);
create index provisioning_member_order on provisioning_member (task_id, position);
create index provisioning_member_user on provisioning_member (user_id);
create index provisioning_member_token on provisioning_member (token_id) where token_id is not null;
create index provisioning_member_due on provisioning_member (task_id, position) where state = 'WAITING' or remind;
create index provisioning_task_open on provisioning_task (stop_at) where ended_at is null;
create index provisioning_task_unreleased on provisioning_task (ended_at) where ended_at is not null and not released;

insert into provisioning_member (task_id, virtual_server_id, user_id, position, state, enrollment_id, token_id, mailed_at)
select task_id, virtual_server_id, user_id, row_number() over (partition by task_id order by created_at, id),
       'INVITED', id, token_id, created_at
from (select distinct on (task_id, user_id) * from enrollment where task_id is not null
      order by task_id, user_id, created_at desc) latest;
update provisioning_task
set users = (select count(*) from provisioning_member where task_id = provisioning_task.id);

-- Owned by tokens: how far a user is with a token. Other modules' statements may read it.
create view token_progress with (security_invoker = true) as
    select id, virtual_server_id, user_id, state, coalesce(last_used_at > activated_at, false) as signed_in from token;

-- Owned by notification: what became of a message. Other modules' statements may read it.
create view message_state with (security_invoker = true) as
    select id, virtual_server_id, state from outbox_message;

call isolate('provisioning_member');
-- Operators of some containers see their people only.
create policy within on provisioning_member as restrictive to countersign_limited
    using (exists (select from user_account u where u.id = provisioning_member.user_id));
