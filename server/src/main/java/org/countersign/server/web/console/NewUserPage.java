package org.countersign.server.web.console;

import org.jspecify.annotations.Nullable;

/**
 * What the form for a new or changed user shows.
 *
 * @param userName what was typed, to correct it; a password is never shown again
 * @param wrong the field to correct, or none
 */
public record NewUserPage(
        String userName,
        String displayName,
        String mail,
        @Nullable Field wrong) {

    /** A field that can be wrong, and how. */
    public enum Field {
        USER_NAME,
        USER_NAME_TAKEN,
        DISPLAY_NAME,
        MAIL,
        PASSWORD
    }

    /** Returns the key of the text that says what is wrong with {@code field}, or nothing when it is right. */
    public @Nullable String problem(Field field) {
        if (wrong == field) {
            return "console.user.wrong." + field;
        }
        return field == Field.USER_NAME && wrong == Field.USER_NAME_TAKEN ? "console.user.wrong." + wrong : null;
    }
}
