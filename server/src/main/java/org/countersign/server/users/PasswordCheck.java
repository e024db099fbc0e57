package org.countersign.server.users;

import java.time.Instant;

/**
 * What came of a password. People outside hear the same for an unknown name, a disabled account and a wrong password,
 * and a name pauses whether or not it exists.
 *
 * @param <T> who signs in
 */
public sealed interface PasswordCheck<T> {
    /** The password is right. */
    record Accepted<T>(T who) implements PasswordCheck<T> {}

    /**
     * The name is unknown, the account disabled, or the password wrong.
     *
     * @param pauses whether it was the one too many, so that the name pauses from now on
     */
    record Refused<T>(boolean pauses) implements PasswordCheck<T> {}

    /** Too many wrong passwords in a row for this name; none is looked at before {@code until}. */
    record Paused<T>(Instant until) implements PasswordCheck<T> {}
}
