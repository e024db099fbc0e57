package org.countersign.server.policy;

import java.util.List;

/** Says which rules cannot be as they were wanted, and why. Nothing was changed. */
public final class UnacceptableRule extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final Fault fault;
    private final List<PolicyRule> rules;
    private final int least;
    private final int most;

    UnacceptableRule(Fault fault, String message, PolicyRule... rules) {
        this(fault, message, List.of(rules), 0, 0);
    }

    UnacceptableRule(Fault fault, IllegalArgumentException reason, PolicyRule... rules) {
        this(fault, String.valueOf(reason.getMessage()), rules);
        initCause(reason);
    }

    UnacceptableRule(Fault fault, String message, List<PolicyRule> rules, int least, int most) {
        super(message);
        this.fault = fault;
        this.rules = List.copyOf(rules);
        this.least = least;
        this.most = most;
    }

    /** Why rules are not acceptable. */
    public enum Fault {
        /** It is a number from {@link #least} to {@link #most}. */
        OUT_OF_BOUNDS,
        NO_CHOICE,
        TOO_LONG,
        /** A server PIN consists of digits. */
        SERVER_PIN_DIGITS,
        /** A token PIN cannot be typed on a notification. */
        ENHANCED_WITH_PIN,
        /** Challenge-response tokens have no PIN. */
        CHALLENGE_WITH_PIN,
        /** A suite is for challenge-response, always, and for nothing else. */
        SUITE_AND_MODE,
        /** A suite that is none, or that this server does not serve. */
        SUITE,
        /** The suite has another hash, length or alphabet than the rules beside it. */
        SUITE_DIFFERS,
        /** Some kind of device has to be allowed to enroll. */
        NO_TARGET
    }

    /** Returns why. */
    public Fault fault() {
        return fault;
    }

    /** Returns which rules are concerned: any of them may be changed. */
    public List<PolicyRule> rules() {
        return rules;
    }

    /** Returns the least number that there may be. */
    public int least() {
        return least;
    }

    /** Returns the greatest number that there may be. */
    public int most() {
        return most;
    }
}
