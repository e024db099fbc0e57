-- Operators who see the people of some containers only. Their work in the console is done as countersign_limited: what else the
-- service sees is cut down by policies that hold for this role alone, so that nobody else's statements pay for them. Owned by users.
do $$
begin
    if not exists (select from pg_roles where rolname = 'countersign_limited') then
        create role countersign_limited nologin nobypassrls in role countersign_service;
    end if;
exception
    when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
    if not pg_has_role(current_user, 'countersign_limited', 'set') then
        execute format('grant countersign_limited to %I', current_user);
    end if;
end
$$;

-- Whether an operator sees only the people of the containers below. Limited to none they see nobody.
alter table operator add column limited boolean not null default false;

create table operator_container (
    virtual_server_id uuid not null,
    operator_id       uuid not null references operator,
    -- None is the default container.
    container_id      uuid,
    constraint operator_container_container foreign key (virtual_server_id, container_id)
        references container (virtual_server_id, id) on delete cascade,
    constraint operator_container_once unique nulls not distinct (operator_id, container_id)
);
call isolate('operator_container');

-- The containers that the work at hand sees; the default container is the id of zeros.
create function within() returns uuid[] language sql stable parallel safe as
    $$ select string_to_array(coalesce(current_setting('countersign.within', true), ''), ',')::uuid[] $$;

create policy within on user_account as restrictive to countersign_limited
    using (coalesce(container_id, '00000000-0000-0000-0000-000000000000') = any ((select within())::uuid[]));
create policy within on token as restrictive to countersign_limited
    using (user_id is null or exists (select from user_account u where u.id = token.user_id));
create policy within on enrollment as restrictive to countersign_limited
    using (exists (select from token t where t.id = enrollment.token_id));
create policy within on push_request as restrictive to countersign_limited
    using (exists (select from user_account u where u.id = push_request.user_id));
-- The record is written whole by whoever acts; what is read of it is about the people they see.
create policy within on audit_event as restrictive for select to countersign_limited
    using (user_id is null or exists (select from user_account u where u.id = audit_event.user_id));
