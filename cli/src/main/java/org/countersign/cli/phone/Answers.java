package org.countersign.cli.phone;

import org.countersign.device.AnswerOutcome;

/** What became of an answer, on the terminal. */
final class Answers {
    private Answers() {}

    /** Prints it; whether the server took it. */
    static boolean report(PhoneAction action, AnswerOutcome outcome) {
        return switch (outcome) {
            case AnswerOutcome.Taken taken -> {
                action.out().println(Plain.text(taken.state()));
                action.out().flush();
                yield true;
            }
            case AnswerOutcome.MustWait wait -> {
                action.refuse(
                        "passcode_wait",
                        "This phone has sent the passcodes of this time step and the next. Try again at " + wait.until()
                                + ".");
                yield false;
            }
            case AnswerOutcome.Refused refused -> {
                action.refuse(refused.refusal().code(), refused.refusal().detail());
                yield false;
            }
        };
    }
}
