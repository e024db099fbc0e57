-- Enrollments whose time ran out before anybody finished them, for the operators who send new ones.
create index enrollment_overdue on enrollment (virtual_server_id, expires_at) where state in ('OPEN', 'CLAIMED');
