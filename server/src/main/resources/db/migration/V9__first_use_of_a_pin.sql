-- A PIN is proven and chosen in different steps: the version says whether it is still the one that was proven.
alter table server_pin add column version integer not null default 1;

-- A sign-in whose factors were right, but whose server PIN an operator had set: nobody is let in before another is chosen.
alter table sign_in
    drop constraint sign_in_state,
    add constraint sign_in_state check (state in ('PASSWORD_CHECKED', 'PUSHED', 'PIN_DUE', 'SUCCEEDED', 'FAILED')),
    add column pin_token_id uuid references token,
    add column pin_version  integer,
    add column factor       text,
    add constraint sign_in_pin_due check (state <> 'PIN_DUE' or (pin_token_id is not null and pin_version is not null and factor is not null));
