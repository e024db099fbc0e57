-- Stored rules get their first words on what users may do by themselves.
update policy
set settings = settings || jsonb_build_object('selfService', jsonb_build_object(
    'enroll', true, 'replace', true, 'removeLast', false, 'temporaryPasscode', 'ONCE', 'temporaryHours', 24,
    'recoveryCodes', true,
    'reactions', jsonb_build_object(
        'stopPushMinutes', 10, 'lockSourceMinutes', 60, 'endSignIns', true, 'alertOperators', true,
        'changePassword', true)))
where not settings ? 'selfService';
