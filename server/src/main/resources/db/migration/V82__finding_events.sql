-- Finding events among millions, owned by audit. The list is in this order, and counting by type needs the index only.
drop index audit_event_recent;
create index audit_event_recent on audit_event (virtual_server_id, at desc, id desc) include (type);
-- Kinds of events that are rare, or never happened.
create index audit_event_type on audit_event (virtual_server_id, type, at desc, id desc);
