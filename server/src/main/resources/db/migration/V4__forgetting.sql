-- What is over is forgotten after a while; the record of it stays in audit_event. These find the old rows.
create index sign_in_age on sign_in (created_at);
create index sign_in_push_request on sign_in (push_request_id) where push_request_id is not null;
create index push_request_age on push_request (created_at) where state <> 'PENDING';
create index outbox_message_age on outbox_message (created_at) where state <> 'WAITING';
