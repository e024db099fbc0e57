package org.countersign.server.users;

/** What came of an act on an operator. */
public sealed interface OperatorOutcome {
    /** Done. */
    record Done(Operator operator) implements OperatorOutcome {}

    /** There is no such operator, user or role on this virtual server. */
    record Unknown() implements OperatorOutcome {}

    /** This user is an operator already. */
    record Already(Operator operator) implements OperatorOutcome {}

    /** It would give, or take from somebody who has, more than whoever acts may do themselves. */
    record Beyond() implements OperatorOutcome {}

    /** They are the last who may do everything, and somebody has to be. */
    record LastAdministrator() implements OperatorOutcome {}
}
