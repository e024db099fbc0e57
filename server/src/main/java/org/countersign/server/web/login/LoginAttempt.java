package org.countersign.server.web.login;

import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.countersign.otp.PinFault;
import org.jspecify.annotations.Nullable;

/**
 * How far one tab has come, kept in the browser's session and nowhere in a page.
 *
 * @param signIn the sign-in whose password was right
 * @param waiting whether the phone was asked last
 * @param notice what went wrong in the step before, to be said once
 * @param until end of a pause that the notice speaks of
 * @param userName what was typed, to show it again
 */
record LoginAttempt(
        @Nullable UUID signIn,
        boolean waiting,
        @Nullable Notice notice,
        @Nullable Instant until,
        String userName) implements Serializable {

    static final LoginAttempt NEW = new LoginAttempt(null, false, null, null, "");

    /** What went wrong in the step before. */
    enum Notice {
        EMPTY,
        PASSWORD_REFUSED,
        PASSWORD_PAUSED,
        PASSCODE_REFUSED,
        PASSCODE_PAUSED,
        RESPONSE_REFUSED,
        RECOVERY_REFUSED,
        CHALLENGE_OVER,
        NO_PHONE,
        WITHHELD,
        PIN_TOO_SHORT,
        PIN_TOO_LONG,
        PIN_CHARACTERS,
        PIN_REPEATS,
        PIN_SEQUENCE,
        PIN_DATE,
        PIN_SAME,
        PIN_DIFFER,
        PIN_OVER,
        NEW_PASSWORD_LENGTH,
        NEW_PASSWORD_NAME,
        NEW_PASSWORD_SAME,
        NEW_PASSWORD_DIFFER;

        static Notice of(PinFault fault) {
            return switch (fault) {
                case TOO_SHORT -> PIN_TOO_SHORT;
                case TOO_LONG -> PIN_TOO_LONG;
                case CHARACTERS -> PIN_CHARACTERS;
                case REPEATS -> PIN_REPEATS;
                case SEQUENCE -> PIN_SEQUENCE;
                case DATE -> PIN_DATE;
            };
        }

        /** Says whether it is about the password that is being chosen, and stands at its field. */
        boolean isAboutNewPassword() {
            return switch (this) {
                case NEW_PASSWORD_LENGTH, NEW_PASSWORD_NAME, NEW_PASSWORD_SAME, NEW_PASSWORD_DIFFER -> true;
                default -> false;
            };
        }

        /** Says whether it is about the PIN that is being chosen, and stands at its field. */
        boolean isAboutChoice() {
            return switch (this) {
                case PIN_TOO_SHORT,
                        PIN_TOO_LONG,
                        PIN_CHARACTERS,
                        PIN_REPEATS,
                        PIN_SEQUENCE,
                        PIN_DATE,
                        PIN_SAME,
                        PIN_DIFFER -> true;
                default -> false;
            };
        }
    }

    LoginAttempt refused(Notice why, @Nullable Instant pausedUntil) {
        return new LoginAttempt(signIn, waiting, why, pausedUntil, userName);
    }

    LoginAttempt named(String typed) {
        return new LoginAttempt(signIn, waiting, notice, until, typed);
    }

    LoginAttempt noticed() {
        return new LoginAttempt(signIn, waiting, null, null, userName);
    }

    LoginAttempt with(UUID begun, String name) {
        return new LoginAttempt(begun, false, null, null, name);
    }

    LoginAttempt asked() {
        return new LoginAttempt(signIn, true, null, null, userName);
    }
}
