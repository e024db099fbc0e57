package org.countersign.server.policy;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.server.policy.UnacceptableRule.Fault;

/** Each single rule, with the values it may have. The records of settings keep to these, and forms are made of them. */
public enum PolicyRule {
    MODE(PolicyGroup.TOKENS, "tokens.mode", TokenMode.values()),
    ALGORITHM(PolicyGroup.TOKENS, "tokens.algorithm", HashAlgorithm.values()),
    ALPHABET(PolicyGroup.TOKENS, "tokens.alphabet", PasscodeAlphabet.values()),
    LENGTH(PolicyGroup.TOKENS, "tokens.length", 5, 9),
    STEP_SECONDS(PolicyGroup.TOKENS, "tokens.stepSeconds", 15, 120),
    DRIFT_STEPS(PolicyGroup.TOKENS, "tokens.driftSteps", 0, 10),
    LOOK_AHEAD(PolicyGroup.TOKENS, "tokens.lookAhead", 1, 100),
    RESYNCHRONISE_WINDOW(PolicyGroup.TOKENS, "tokens.resynchroniseWindow", 10, 1000),
    SUITE(PolicyGroup.TOKENS, "tokens.suite", Kind.TEXT),

    PIN_KIND(PolicyGroup.PIN, "pin.kind", PinKind.values()),
    PIN_MINIMUM(PolicyGroup.PIN, "pin.minimum", 4, 32),
    PIN_MAXIMUM(PolicyGroup.PIN, "pin.maximum", 4, 32),
    PIN_CHARACTERS(PolicyGroup.PIN, "pin.characters", PinCharacters.values()),
    PIN_TRIES(PolicyGroup.PIN, "pin.tries", 1, 10),
    PIN_BIOMETRIC(PolicyGroup.PIN, "pin.biometric", Kind.SWITCH),
    PIN_APP_LOCK(PolicyGroup.PIN, "pin.appLock", Kind.SWITCH),
    PIN_PLACE(PolicyGroup.PIN, "pin.place", PinPlace.values()),
    PIN_DAYS(PolicyGroup.PIN, "pin.days", 0, 730),

    LOCK_THRESHOLD(PolicyGroup.LOCKS, "locks.threshold", 1, 20),
    LOCK_SECONDS(PolicyGroup.LOCKS, "locks.seconds", 30, 86_400),
    FAILURE_CAP(PolicyGroup.LOCKS, "locks.failureCap", 1, 100),
    PASSWORD_THRESHOLD(PolicyGroup.LOCKS, "locks.passwordThreshold", 1, 20),
    LOCK_MAILS(PolicyGroup.LOCKS, "locks.mails", Kind.SWITCH),

    PUSH_ALLOWED(PolicyGroup.PUSH, "push.allowed", Kind.SWITCH),
    NUMBER_DIGITS(PolicyGroup.PUSH, "push.numberDigits", "0 2 6"),
    PUSH_SECONDS(PolicyGroup.PUSH, "push.seconds", 15, 90),
    UNANSWERED_LIMIT(PolicyGroup.PUSH, "push.unansweredLimit", 1, 10),
    DENIED_LIMIT(PolicyGroup.PUSH, "push.deniedLimit", 1, 10),
    PUSH_ENHANCED(PolicyGroup.PUSH, "push.enhanced", Kind.SWITCH),
    PUSH_ANDROID(PolicyGroup.PUSH, "push.targets.android", Kind.SWITCH),
    PUSH_IOS(PolicyGroup.PUSH, "push.targets.ios", Kind.SWITCH),
    PUSH_WINDOWS(PolicyGroup.PUSH, "push.targets.windows", Kind.SWITCH),
    PUSH_MACOS(PolicyGroup.PUSH, "push.targets.macos", Kind.SWITCH),
    PUSH_LINUX(PolicyGroup.PUSH, "push.targets.linux", Kind.SWITCH),
    PUSH_OTHER(PolicyGroup.PUSH, "push.targets.other", Kind.SWITCH),

    MAILED_HOURS(PolicyGroup.ENROLLMENT, "enrollment.mailedHours", 1, 72),
    STANDARD_APPS(PolicyGroup.ENROLLMENT, "enrollment.standardApps", Kind.SWITCH),
    SHOW_QR(PolicyGroup.ENROLLMENT, "enrollment.qr", Kind.SWITCH),
    CONFIRM_ON_PAGE(PolicyGroup.ENROLLMENT, "enrollment.confirmOnPage", Kind.SWITCH),
    ENROLL_ANDROID(PolicyGroup.ENROLLMENT, "enrollment.targets.android", Kind.SWITCH),
    ENROLL_IOS(PolicyGroup.ENROLLMENT, "enrollment.targets.ios", Kind.SWITCH),
    ENROLL_WINDOWS(PolicyGroup.ENROLLMENT, "enrollment.targets.windows", Kind.SWITCH),
    ENROLL_MACOS(PolicyGroup.ENROLLMENT, "enrollment.targets.macos", Kind.SWITCH),
    ENROLL_LINUX(PolicyGroup.ENROLLMENT, "enrollment.targets.linux", Kind.SWITCH),
    ENROLL_OTHER(PolicyGroup.ENROLLMENT, "enrollment.targets.other", Kind.SWITCH),

    SELF_ENROLL(PolicyGroup.SELF_SERVICE, "selfService.enroll", Kind.SWITCH),
    SELF_REPLACE(PolicyGroup.SELF_SERVICE, "selfService.replace", Kind.SWITCH),
    SELF_REMOVE_LAST(PolicyGroup.SELF_SERVICE, "selfService.removeLast", Kind.SWITCH),
    TEMPORARY_PASSCODE(PolicyGroup.SELF_SERVICE, "selfService.temporaryPasscode", TemporaryPasscode.values()),
    TEMPORARY_HOURS(PolicyGroup.SELF_SERVICE, "selfService.temporaryHours", 1, 72),
    RECOVERY_CODES(PolicyGroup.SELF_SERVICE, "selfService.recoveryCodes", Kind.SWITCH),

    STOP_PUSH_MINUTES(PolicyGroup.REACTIONS, "selfService.reactions.stopPushMinutes", 0, 1440),
    LOCK_SOURCE_MINUTES(PolicyGroup.REACTIONS, "selfService.reactions.lockSourceMinutes", 0, 1440),
    END_SIGN_INS(PolicyGroup.REACTIONS, "selfService.reactions.endSignIns", Kind.SWITCH),
    ALERT_OPERATORS(PolicyGroup.REACTIONS, "selfService.reactions.alertOperators", Kind.SWITCH),
    CHANGE_PASSWORD(PolicyGroup.REACTIONS, "selfService.reactions.changePassword", Kind.SWITCH);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final int LONGEST_TEXT = 80;

    private final PolicyGroup group;
    private final String path;
    private final Kind kind;
    private final String choices;
    private final int least;
    private final int most;

    /** How a rule is chosen. */
    public enum Kind {
        NUMBER,
        CHOICE,
        SWITCH,
        TEXT
    }

    PolicyRule(PolicyGroup group, String path, Kind kind) {
        this(group, path, kind, "", 0, 0);
    }

    PolicyRule(PolicyGroup group, String path, Enum<?>... values) {
        this(group, path, Arrays.stream(values).map(Enum::name).collect(Collectors.joining(" ")));
    }

    PolicyRule(PolicyGroup group, String path, String choices) {
        this(group, path, Kind.CHOICE, choices, 0, 0);
    }

    PolicyRule(PolicyGroup group, String path, int least, int most) {
        this(group, path, Kind.NUMBER, "", least, most);
    }

    PolicyRule(PolicyGroup group, String path, Kind kind, String choices, int least, int most) {
        this.group = group;
        this.path = path;
        this.kind = kind;
        this.choices = choices;
        this.least = least;
        this.most = most;
    }

    /** Returns the rules of which one at least has to be on. */
    static PolicyRule[] enrollmentTargets() {
        return Arrays.stream(values())
                .filter(rule -> rule.path.startsWith("enrollment.targets."))
                .toArray(PolicyRule[]::new);
    }

    /** Returns what it is about. */
    public PolicyGroup group() {
        return group;
    }

    /** Returns where it stands in the settings, for example {@code tokens.length}; texts and the record name it so. */
    public String path() {
        return path;
    }

    /** Returns how it is chosen. */
    public Kind kind() {
        return kind;
    }

    /** Returns what can be chosen; nothing unless it is a choice. */
    public List<String> choices() {
        return choices.isEmpty() ? List.of() : List.of(choices.split(" ", -1));
    }

    /** Returns the least number. */
    public int least() {
        return least;
    }

    /** Returns the greatest number. */
    public int most() {
        return most;
    }

    /** Says whether a token keeps what held when it was assigned, instead of following each change. */
    public boolean isKeptByTokens() {
        return switch (group) {
            case TOKENS -> true;
            case PIN -> this != PIN_PLACE && this != PIN_DAYS;
            case LOCKS -> this != PASSWORD_THRESHOLD && this != LOCK_MAILS;
            case PUSH -> this == PUSH_ENHANCED;
            case ENROLLMENT, SELF_SERVICE, REACTIONS -> false;
        };
    }

    /**
     * Refuses a text that can be no value of this rule, whatever the others say.
     *
     * @throws UnacceptableRule when it cannot
     */
    void requireText(String text) {
        switch (kind) {
            case NUMBER -> {
                if (!NUMBER.matcher(text).matches()) {
                    throw outOfBounds(least, most, "‘" + text + "’");
                }
                require(Integer.parseInt(text));
            }
            case CHOICE -> requireChoice(text, choices());
            case SWITCH -> requireChoice(text, List.of("true", "false"));
            case TEXT -> {
                if (text.length() > LONGEST_TEXT) {
                    throw new UnacceptableRule(
                            Fault.TOO_LONG, path + " has at most " + LONGEST_TEXT + " characters", this);
                }
            }
        }
    }

    void require(int value) {
        requireWithin(value, least, most);
    }

    /** Refuses a number outside of bounds that another rule narrows. */
    void requireWithin(int value, int from, int to) {
        if (value < from || value > to) {
            throw outOfBounds(from, to, Integer.toString(value));
        }
    }

    private UnacceptableRule outOfBounds(int from, int to, String value) {
        return new UnacceptableRule(
                Fault.OUT_OF_BOUNDS, path + " is " + from + " to " + to + ", not " + value, List.of(this), from, to);
    }

    private void requireChoice(String text, List<String> possible) {
        if (!possible.contains(text)) {
            throw new UnacceptableRule(Fault.NO_CHOICE, path + " is one of " + possible, this);
        }
    }
}
