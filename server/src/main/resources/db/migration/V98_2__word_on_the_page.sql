-- Owned by enrollment: when the user said on the page that their app shows the same number.
alter table enrollment add column confirmed_at timestamptz;
