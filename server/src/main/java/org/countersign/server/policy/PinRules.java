package org.countersign.server.policy;

import org.jspecify.annotations.Nullable;

/**
 * The PIN of tokens, and what else proves on the device who holds it. A token keeps the rules that held when it was assigned; where a server PIN is typed and how old it may be
 * holds for everybody at once.
 *
 * @param kind which PIN, if any
 * @param minimum fewest characters, 4 to 32
 * @param maximum most characters, at least {@code minimum}, at most 32
 * @param characters what it consists of; a server PIN of digits only
 * @param tries wrong token PINs in a row before the token locks and must be enrolled again, 1 to 10 (SP 800-63B-4)
 * @param biometric whether a fingerprint or face may stand in for a token PIN
 * @param place where a server PIN is typed
 * @param days how old a server PIN may be before its user has to choose another one, 1 to 730; 0 as old as it likes
 * @param appLock whether the app has to be locked behind the fingerprint, face or screen lock of its device; not unless it says so
 */
public record PinRules(
        PinKind kind,
        int minimum,
        int maximum,
        PinCharacters characters,
        int tries,
        boolean biometric,
        PinPlace place,
        int days,
        @Nullable Boolean appLock) {

    /** What a new virtual server starts with: no PIN. */
    public static final PinRules DEFAULT =
            new PinRules(PinKind.NONE, 4, 8, PinCharacters.DIGITS, 5, true, PinPlace.EITHER, 0, false);

    public PinRules {
        // Of what programs send, a choice may be missing.
        PolicyRule.PIN_KIND.requireText(String.valueOf(kind));
        PolicyRule.PIN_CHARACTERS.requireText(String.valueOf(characters));
        PolicyRule.PIN_PLACE.requireText(String.valueOf(place));
        PolicyRule.PIN_MINIMUM.require(minimum);
        PolicyRule.PIN_MAXIMUM.requireWithin(maximum, minimum, PolicyRule.PIN_MAXIMUM.most());
        PolicyRule.PIN_TRIES.require(tries);
        PolicyRule.PIN_DAYS.require(days);
        appLock = Boolean.TRUE.equals(appLock);
        if (kind == PinKind.SERVER && characters != PinCharacters.DIGITS) {
            throw new UnacceptableRule(
                    UnacceptableRule.Fault.SERVER_PIN_DIGITS,
                    "a server PIN consists of DIGITS, because it stands beside the passcode",
                    PolicyRule.PIN_CHARACTERS);
        }
    }

    /** Returns these rules for another PIN. */
    public PinRules withKind(PinKind other) {
        return new PinRules(other, minimum, maximum, characters, tries, biometric, place, days, appLock);
    }

    /** Returns these rules with another number of tries. */
    public PinRules withTries(int other) {
        return new PinRules(kind, minimum, maximum, characters, other, biometric, place, days, appLock);
    }

    /** Returns these rules for a server PIN that is typed there. */
    public PinRules typed(PinPlace other) {
        return new PinRules(kind, minimum, maximum, characters, tries, biometric, other, days, appLock);
    }

    /** Returns these rules for a server PIN that may be so old. */
    public PinRules withDays(int other) {
        return new PinRules(kind, minimum, maximum, characters, tries, biometric, place, other, appLock);
    }

    /** Returns these rules with another word on the lock of the app. */
    public PinRules withAppLock(boolean demanded) {
        return new PinRules(kind, minimum, maximum, characters, tries, biometric, place, days, demanded);
    }

    /** Says whether the app has to be locked. */
    public boolean demandsAppLock() {
        return Boolean.TRUE.equals(appLock);
    }

    /** Returns its part of the policy string; docs/formats/policy-string.md. */
    String policyString() {
        String rule = kind + ":" + minimum + "-" + maximum + ":" + characters;
        String pin = switch (kind) {
            case NONE -> "PIN=NONE";
            case TOKEN -> "PIN=" + rule + ";TRIES=" + tries + (biometric ? ";BIO=1" : "");
            case SERVER -> "PIN=" + rule;
        };
        return pin + (demandsAppLock() ? ";LOCK=1" : "");
    }
}
