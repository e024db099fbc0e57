-- How many people a virtual server has, owned by users: as changes to be added up, like the counts of tokens. Rows are only ever
-- inserted while others work, so nobody waits for anybody; they are folded into one from time to time.
create table user_tally (
    virtual_server_id uuid   not null references virtual_server,
    people            bigint not null
);
create index user_tally_of on user_tally (virtual_server_id);

create function user_tally_moved() returns trigger language plpgsql as $$
begin
    insert into user_tally values (new.virtual_server_id, case when new.state = 'DELETED' then -1 else 1 end);
    return null;
end
$$;
create trigger user_tally_moved after update of state on user_account
    for each row when ((old.state = 'DELETED') <> (new.state = 'DELETED')) execute function user_tally_moved();

create function user_tally_made() returns trigger language plpgsql as $$
begin
    insert into user_tally select virtual_server_id, count(*) from made where state <> 'DELETED' group by 1;
    return null;
end
$$;
create trigger user_tally_made after insert on user_account referencing new table as made
    for each statement execute function user_tally_made();

create function user_tally_gone() returns trigger language plpgsql as $$
begin
    insert into user_tally select virtual_server_id, -count(*) from gone where state <> 'DELETED' group by 1;
    return null;
end
$$;
create trigger user_tally_gone after delete on user_account referencing old table as gone
    for each statement execute function user_tally_gone();

insert into user_tally select virtual_server_id, count(*) from user_account where state <> 'DELETED' group by 1;

call isolate('user_tally');
