package org.countersign.server.policy;

import java.util.Optional;
import java.util.function.Predicate;
import org.countersign.otp.PasscodeAlphabet;
import org.jspecify.annotations.Nullable;

/** One demand of a profile. The numbers are those of NIST SP 800-63B-4. */
public enum ProfileRow {
    /** A number is typed in the app, so that nobody approves by reflex. */
    PUSH_NUMBER(Profile.CONVENIENT, PolicyRule.NUMBER_DIGITS),
    /** The number has six digits. */
    PUSH_NUMBER_LENGTH(Profile.AAL2, PolicyRule.NUMBER_DIGITS),
    /** Approve does not stand on the notification. */
    PUSH_IN_APP(Profile.AAL2, PolicyRule.PUSH_ENHANCED),
    /** A push request is over after ten minutes. */
    PUSH_LIFE(Profile.CONVENIENT, PolicyRule.PUSH_SECONDS),
    /** A passcode has as many possible values as six digits. */
    CODE_STRENGTH(Profile.AAL2, PolicyRule.LENGTH),
    /** A passcode is good for ten minutes at most. */
    CODE_LIFE(Profile.CONVENIENT, PolicyRule.STEP_SECONDS),
    /** After a hundred wrong passcodes in a row at most only an operator helps. */
    FAILURE_CAP(Profile.CONVENIENT, PolicyRule.FAILURE_CAP),
    TOKEN_PIN_LENGTH(Profile.CONVENIENT, PolicyRule.PIN_MINIMUM),
    TOKEN_PIN_TRIES(Profile.CONVENIENT, PolicyRule.PIN_TRIES),
    SERVER_PIN_LENGTH(Profile.AAL2, PolicyRule.PIN_MINIMUM),
    /** Nobody has to change a PIN because of its age: people who must count up. */
    SERVER_PIN_AGE(Profile.AAL2, PolicyRule.PIN_DAYS),
    /** A temporary passcode is accepted once, as every passcode is. */
    NO_TEMPORARY(Profile.AAL2, PolicyRule.TEMPORARY_PASSCODE),
    /** No seed is shown on a page, from which it could be copied to several devices. */
    SEEDS_UNSEEN(Profile.AAL2, PolicyRule.STANDARD_APPS),
    /** People can sign in in a way that cannot be phished. No rule gives it: this version has no passkeys. */
    PHISHING_RESISTANT(Profile.AAL2, null);

    static final int LONGEST_SECONDS = 600;
    static final int MOST_FAILURES = 100;
    static final int SHORTEST_TOKEN_PIN = 4;
    static final int MOST_PIN_TRIES = 10;
    static final int SHORTEST_SERVER_PIN = 8;
    static final int SHORTEST_DECIMAL = 6;
    static final int LONG_NUMBER = 6;

    private final Profile from;
    private final @Nullable PolicyRule rule;

    ProfileRow(Profile from, @Nullable PolicyRule rule) {
        this.from = from;
        this.rule = rule;
    }

    /** Returns the rule that decides it, or nothing when none does. */
    public Optional<PolicyRule> rule() {
        return Optional.ofNullable(rule);
    }

    /** Says whether a profile asks for it; what the convenient one asks for AAL2 asks for too. */
    public boolean isOf(Profile profile) {
        return profile.compareTo(from) >= 0;
    }

    boolean isMetBy(PolicySettings settings) {
        return demand().test(settings);
    }

    private Predicate<PolicySettings> demand() {
        return switch (this) {
            case PUSH_NUMBER ->
                settings -> !asks(settings.push()) || settings.push().numberDigits() > 0;
            case PUSH_NUMBER_LENGTH ->
                settings -> !asks(settings.push()) || settings.push().numberDigits() >= LONG_NUMBER;
            case PUSH_IN_APP ->
                settings -> !asks(settings.push()) || !settings.push().enhanced();
            case PUSH_LIFE ->
                settings -> !asks(settings.push()) || settings.push().seconds() <= LONGEST_SECONDS;
            case CODE_STRENGTH ->
                settings -> settings.tokens().alphabet() != PasscodeAlphabet.DECIMAL
                        || settings.tokens().length() >= SHORTEST_DECIMAL;
            case CODE_LIFE ->
                settings -> settings.tokens().mode() != TokenMode.TOTP
                        || goodForSeconds(settings.tokens()) <= LONGEST_SECONDS;
            case FAILURE_CAP -> settings -> settings.locks().failureCap() <= MOST_FAILURES;
            case TOKEN_PIN_LENGTH ->
                settings ->
                        settings.pin().kind() != PinKind.TOKEN || settings.pin().minimum() >= SHORTEST_TOKEN_PIN;
            case TOKEN_PIN_TRIES ->
                settings ->
                        settings.pin().kind() != PinKind.TOKEN || settings.pin().tries() <= MOST_PIN_TRIES;
            case SERVER_PIN_LENGTH ->
                settings -> settings.pin().kind() != PinKind.SERVER
                        || settings.pin().minimum() >= SHORTEST_SERVER_PIN;
            case SERVER_PIN_AGE ->
                settings -> settings.pin().kind() != PinKind.SERVER
                        || settings.pin().days() == 0;
            case NO_TEMPORARY -> settings -> settings.selfService().temporaryPasscode() == TemporaryPasscode.NONE;
            case SEEDS_UNSEEN -> settings -> !settings.enrollment().areForStandardApps();
            case PHISHING_RESISTANT -> settings -> false;
        };
    }

    private static boolean asks(PushRules push) {
        return push.allowed();
    }

    /** From the first moment in which a passcode is taken to the last: its own step, and as many on either side. */
    private static int goodForSeconds(TokenRules tokens) {
        return tokens.stepSeconds() * (2 * tokens.driftSteps() + 1);
    }
}
