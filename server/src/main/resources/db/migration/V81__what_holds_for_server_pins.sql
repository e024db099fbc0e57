-- Owned by policy: what holds now. Other modules' statements may read it.
create view server_pin_rule with (security_invoker = true) as
    select distinct on (virtual_server_id)
           virtual_server_id, settings #>> '{pin,place}' as place, (settings #>> '{pin,days}')::int as days
    from policy order by virtual_server_id, version desc;
