package org.countersign.server.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Approving on the phone.
 *
 * @param allowed whether people may approve on their phone
 * @param numberDigits digits of the number typed in the app: 0, 2 or 6
 * @param seconds how long a push request waits, 15 to 90
 * @param unansweredLimit unanswered push requests within ten minutes after which push is withheld, 1 to 10
 * @param deniedLimit push requests that the user denied within ten minutes after which push is withheld, 1 to 10; 3 of which nothing
 *     is said
 * @param enhanced whether Approve and Deny stand on the notification itself, for tokens without token PIN and number
 * @param targets which kinds of devices get push requests; all of which nothing is said
 */
public record PushRules(
        boolean allowed,
        int numberDigits,
        int seconds,
        int unansweredLimit,
        @Nullable Integer deniedLimit,
        boolean enhanced,
        @Nullable TargetRules targets) {
    private static final int DENIED = 3;

    /** What a new virtual server starts with. */
    public static final PushRules DEFAULT = new PushRules(true, 2, 60, 3, DENIED, false, TargetRules.ALL);

    public PushRules {
        PolicyRule.PUSH_SECONDS.require(seconds);
        PolicyRule.UNANSWERED_LIMIT.require(unansweredLimit);
        PolicyRule.NUMBER_DIGITS.requireText(Integer.toString(numberDigits));
        deniedLimit = deniedLimit == null ? Integer.valueOf(DENIED) : deniedLimit;
        PolicyRule.DENIED_LIMIT.require(deniedLimit);
        targets = targets == null ? TargetRules.ALL : targets;
    }

    /** Says whether a device of this kind gets push requests. */
    public boolean allows(Target target) {
        return allowed && (targets == null || targets.allow(target));
    }

    /** Says whether so many denials within ten minutes are too many. */
    public boolean areTooManyDenials(int count) {
        return count >= (deniedLimit == null ? DENIED : deniedLimit);
    }

    /** Returns how long a push request waits. */
    public Duration lifetime() {
        return Duration.ofSeconds(seconds);
    }

    /** Returns these rules with another number entry. */
    public PushRules withNumberDigits(int digits) {
        return new PushRules(allowed, digits, seconds, unansweredLimit, deniedLimit, enhanced, targets);
    }

    /** Returns the policy string of a token as it is on a kind of device that gets no push requests. */
    public static String withoutPush(String policyString) {
        return policyString.replaceFirst(";PUSH=1;NUM=[0-9](;ENH=1)?$", ";PUSH=0;NUM=0");
    }

    /** Returns its part of the policy string; docs/formats/policy-string.md. */
    String policyString() {
        return allowed ? "PUSH=1;NUM=" + numberDigits + (enhanced ? ";ENH=1" : "") : "PUSH=0;NUM=0";
    }
}
