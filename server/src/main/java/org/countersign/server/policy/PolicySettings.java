package org.countersign.server.policy;

/**
 * The rules of a virtual server. A token carries the rules of {@code tokens}, {@code pin} and {@code locks} that held when it
 * was assigned; the others hold at once.
 *
 * @param tokens how tokens make passcodes
 * @param pin the PIN that goes with them
 * @param locks when wrong passcodes and passwords make things pause
 * @param push approving on the phone
 * @param enrollment how people get their tokens
 * @param selfService what users may do by themselves
 */
public record PolicySettings(
        TokenRules tokens,
        PinRules pin,
        LockRules locks,
        PushRules push,
        EnrollmentRules enrollment,
        SelfServiceRules selfService) {

    /** What a new virtual server starts with. */
    public static final PolicySettings DEFAULT = new PolicySettings(
            TokenRules.DEFAULT,
            PinRules.DEFAULT,
            LockRules.DEFAULT,
            PushRules.DEFAULT,
            EnrollmentRules.DEFAULT,
            SelfServiceRules.DEFAULT);

    public PolicySettings {
        if (push.enhanced() && pin.kind() == PinKind.TOKEN) {
            throw new UnacceptableRule(
                    UnacceptableRule.Fault.ENHANCED_WITH_PIN,
                    "enhanced push is not for tokens with a token PIN: the PIN cannot be typed on a notification",
                    PolicyRule.PUSH_ENHANCED,
                    PolicyRule.PIN_KIND);
        }
        if (tokens.mode() == TokenMode.OCRA && pin.kind() != PinKind.NONE) {
            throw new UnacceptableRule(
                    UnacceptableRule.Fault.CHALLENGE_WITH_PIN,
                    "challenge-response tokens have no PIN: pin kind is NONE with mode OCRA",
                    PolicyRule.MODE,
                    PolicyRule.PIN_KIND);
        }
    }

    /** Returns the policy string of a token assigned now; docs/formats/policy-string.md. */
    public String policyString() {
        // A challenge-response token takes no push requests, whatever holds for the others.
        String last = tokens.mode() == TokenMode.OCRA ? "SUITE=" + tokens.suite() : push.policyString();
        return tokens.policyString() + ";" + pin.policyString() + ";" + last;
    }

    /** Returns these settings with other rules for passcodes. */
    public PolicySettings with(TokenRules other) {
        return new PolicySettings(other, pin, locks, push, enrollment, selfService);
    }

    /** Returns these settings with other rules for the PIN. */
    public PolicySettings with(PinRules other) {
        return new PolicySettings(tokens, other, locks, push, enrollment, selfService);
    }

    /** Returns these settings with other rules for pauses. */
    public PolicySettings with(LockRules other) {
        return new PolicySettings(tokens, pin, other, push, enrollment, selfService);
    }

    /** Returns these settings with other rules for push. */
    public PolicySettings with(PushRules other) {
        return new PolicySettings(tokens, pin, locks, other, enrollment, selfService);
    }

    /** Returns these settings with other rules for self-service. */
    public PolicySettings with(SelfServiceRules other) {
        return new PolicySettings(tokens, pin, locks, push, enrollment, other);
    }
}
