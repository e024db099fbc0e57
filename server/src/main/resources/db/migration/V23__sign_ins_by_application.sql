-- Who signs in to what: the console counts an application's sign-ins of the last weeks. Owned by audit.
create index audit_event_sign_in on audit_event (virtual_server_id, (details ->> 'application'), at)
    where type = 'SIGN_IN_SUCCEEDED';
