package org.countersign.server.authentication;

import java.time.Instant;
import org.countersign.server.users.Operator;

/** What came of an operator's user name and password at the console. */
public sealed interface OperatorStep {
    /** They have an authenticator: it is asked for next. */
    record SecondFactorNext(Operator operator, SignIn signIn) implements OperatorStep {}

    /** They need an authenticator and have none: they enroll one next, and do nothing else. */
    record EnrollNext(Operator operator, SignIn signIn) implements OperatorStep {}

    /** They have no authenticator, and their virtual server does not ask for one. */
    record PasswordIsEnough(Operator operator) implements OperatorStep {}

    /** Their authenticators are suspended, locked or lost: somebody else has to help them first. */
    record AuthenticatorOutOfUse() implements OperatorStep {}

    /** Unknown name, wrong password, a user who is no operator, or one who may not work: one answer for all. */
    record Refused() implements OperatorStep {}

    /** Too many wrong passwords for this name. */
    record Paused(Instant until) implements OperatorStep {}
}
