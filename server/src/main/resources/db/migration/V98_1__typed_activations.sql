-- Owned by enrollment: the short form of an activation that somebody types.

-- SHA-256 of what an app asks by, which follows from the code; nothing in activations from before.
alter table enrollment add column typed_hash bytea;
create unique index enrollment_typed on enrollment (typed_hash) where typed_hash is not null;

-- Where an enrollment is that is named by its code, before its virtual server is known.
create view typed_code_home as select typed_hash, id, virtual_server_id from enrollment where typed_hash is not null;
grant select on typed_code_home to countersign_service;
revoke insert, update, delete on typed_code_home from countersign_service;
