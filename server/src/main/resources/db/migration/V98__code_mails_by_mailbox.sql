-- Owned by selfservice: codes by mail are counted by the mailbox they go to and by the network that asks, not by the typed name alone.

-- As in the server's counts of calls: an IPv4 address, or the /64 of an IPv6 address.
alter table mail_code add column network text;
-- Hash of the address it was mailed to; nothing when it was not mailed.
alter table mail_code add column mailbox bytea;
create index mail_code_network on mail_code (virtual_server_id, network, created_at);
create index mail_code_mailbox on mail_code (virtual_server_id, mailbox, created_at) where mailbox is not null;
