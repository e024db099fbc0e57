-- Finding people among a million: the words by which they are looked for stand in a table of their own, for ranges of text, as
-- only leakproof comparisons use an index below row-level security. Owned by users.
-- Lists of one container, and of whoever is not active, by name.
drop index user_account_container;
create index user_account_container on user_account (virtual_server_id, container_id, folded_name) where state <> 'DELETED';
create index user_account_not_active on user_account (virtual_server_id, state, folded_name)
    where state in ('DISABLED', 'LOCKED');

-- What of user name, name and mail address somebody may begin to type: 'ada.okafor@acme.example' stands here, and
-- 'okafor@acme.example', and 'acme.example'.
create table user_word (
    virtual_server_id uuid not null,
    user_id           uuid not null,
    word              text collate "C" not null,
    constraint user_word_key primary key (virtual_server_id, word, user_id),
    constraint user_word_user foreign key (virtual_server_id, user_id) references user_account (virtual_server_id, id)
);
create index user_word_of_user on user_word (user_id, word);

-- Those who are there already, without taking letters' accents off: that happens when they are changed next.
insert into user_word (virtual_server_id, user_id, word)
select distinct virtual_server_id, id, left(substr(part, place), 64)
from user_account,
     lateral regexp_split_to_table(lower(user_name || ' ' || display_name || ' ' || coalesce(mail, '')), '\s+') as part,
     lateral (select 1 as place union
              select place + 1 from generate_series(1, length(part) - 1) as place
              where substr(part, place, 1) !~ '\w' and substr(part, place + 1, 1) ~ '\w') as places
where part <> '';

call isolate('user_word');
