-- Where nobody is told of anything, the first administrator is told of what nobody should miss, as on new virtual servers.
insert into alert_recipient (id, virtual_server_id, kind, operator_id, events, created_at)
select gen_random_uuid(), first.virtual_server_id, 'OPERATOR', first.id,
       array ['PASSCODE_REUSED', 'RECORD_BROKEN', 'SEAL_BROKEN'], now()
from (select distinct on (operator.virtual_server_id) operator.virtual_server_id, operator.id
      from operator
      join operator_role role on role.id = operator.role_id
      where role.kind = 'ADMINISTRATOR' and operator.state = 'ACTIVE'
      order by operator.virtual_server_id, operator.created_at, operator.id) first
where not exists (select 1 from alert_recipient known where known.virtual_server_id = first.virtual_server_id);

insert into alert_position (virtual_server_id, lane, sequence)
select virtual_server_id, lane, sequence from audit_end
where virtual_server_id in (select virtual_server_id from alert_recipient)
on conflict (virtual_server_id, lane) do nothing;
