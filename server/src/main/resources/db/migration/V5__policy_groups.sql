-- The rules of a virtual server are grouped by what they are about, and get their first rules for PINs.
update policy
set settings = jsonb_build_object(
    'tokens', jsonb_build_object(
        'mode', settings -> 'mode', 'algorithm', settings -> 'algorithm', 'alphabet', settings -> 'alphabet',
        'length', settings -> 'length', 'stepSeconds', settings -> 'stepSeconds',
        'driftSteps', settings -> 'driftSteps', 'lookAhead', settings -> 'lookAhead'),
    'pin', jsonb_build_object(
        'kind', 'NONE', 'minimum', 4, 'maximum', 8, 'characters', 'DIGITS', 'tries', 5, 'biometric', true),
    'locks', jsonb_build_object(
        'threshold', settings -> 'lockThreshold', 'seconds', settings -> 'lockSeconds',
        'failureCap', settings -> 'failureCap', 'passwordThreshold', settings -> 'passwordThreshold'),
    'push', jsonb_build_object(
        'allowed', settings -> 'pushAllowed', 'numberDigits', settings -> 'numberDigits',
        'seconds', settings -> 'pushSeconds', 'unansweredLimit', settings -> 'unansweredLimit', 'enhanced', false),
    'enrollment', jsonb_build_object('mailedHours', settings -> 'mailedEnrollmentHours'))
where settings ? 'mode';
