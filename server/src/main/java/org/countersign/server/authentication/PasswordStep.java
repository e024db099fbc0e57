package org.countersign.server.authentication;

import java.time.Instant;

/** What came of user name and password. */
public sealed interface PasswordStep {
    /** Right; the second factor is next. The caller binds {@code signIn} to the browser that typed the password. */
    record SecondFactorNext(SignIn signIn) implements PasswordStep {}

    /** Unknown name, disabled account or wrong password: one answer for all. */
    record Refused() implements PasswordStep {}

    /** Too many wrong passwords for this name. */
    record Paused(Instant until) implements PasswordStep {}
}
