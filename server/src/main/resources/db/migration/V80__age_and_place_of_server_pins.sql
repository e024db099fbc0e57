-- Rules of a server PIN that hold at once, for every token: where it is typed, and after how many days its user has to choose
-- another one (0: never). Stored rules get what held before there were any.
update policy
set settings = jsonb_set(jsonb_set(settings, '{pin,place}', '"EITHER"'), '{pin,days}', '0')
where not settings -> 'pin' ? 'days';
