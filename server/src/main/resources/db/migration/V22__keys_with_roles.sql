-- Keys of the management API carry a role like operators, can end by themselves, and say when they were used. Owned by protocol.rest.
alter table api_client
    add column role_id      uuid,
    add column expires_at   timestamptz,
    -- To the hour: writing it at every call would cost more than it tells.
    add column last_used_at timestamptz,
    add constraint api_client_role foreign key (virtual_server_id, role_id) references operator_role (virtual_server_id, id);
create index api_client_of_virtual_server on api_client (virtual_server_id);
create index api_client_with_role on api_client (role_id);

-- Keys with the scope MANAGE could do everything, and still can until somebody gives them less.
update api_client
set role_id = (select id from operator_role r
               where r.virtual_server_id = api_client.virtual_server_id and r.kind = 'ADMINISTRATOR')
where 'MANAGE' = any(scopes);
alter table api_client add constraint api_client_manages_with_role check (not 'MANAGE' = any(scopes) or role_id is not null);

-- A call shows its key before its virtual server is known: with the key it gets the role.
drop view api_client_home;
create view api_client_home as
    select c.*, a.name as application_name, r.id as held_role_id, r.name as role_name, r.description as role_description,
           r.kind as role_kind, r.permissions as role_permissions
    from api_client c join application a on a.id = c.application_id left join operator_role r on r.id = c.role_id;
grant select on api_client_home to countersign_service;
revoke insert, update, delete on api_client_home from countersign_service;
