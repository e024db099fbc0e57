-- Tokens that their users lose and find, and sign-ins that try one token out.

-- Owned by tokens. Set while a token is suspended because its user has lost it: they may take that back, and nobody else's
-- suspension. Any later change of the state ends it.
alter table token add column lost_at timestamptz;

create function token_lost() returns trigger language plpgsql as $$
begin
    if new.state is distinct from old.state and new.lost_at is not distinct from old.lost_at then
        new.lost_at := null;
    end if;
    return new;
end
$$;

create trigger token_lost before update of state on token
    for each row when (old.lost_at is not null) execute function token_lost();

-- Owned by authentication. The one token that counts as the second factor of this sign-in, or any.
alter table sign_in add column only_token_id uuid references token;
