-- Stored rules get the window in which two passcodes in a row are looked for, as wide as it was before there was a rule.
update policy
set settings = jsonb_set(settings, '{tokens,resynchroniseWindow}', '200')
where not settings -> 'tokens' ? 'resynchroniseWindow';
