package org.countersign.server.web.console.people;

import org.countersign.server.users.UnacceptableEntry;
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

    /** Returns the field that a refused entry belongs to. */
    static Field field(UnacceptableEntry refused) {
        return switch (refused.what()) {
            case USER_NAME -> Field.USER_NAME;
            case DISPLAY_NAME -> Field.DISPLAY_NAME;
            case MAIL -> Field.MAIL;
            case PASSWORD -> Field.PASSWORD;
            case CONTAINER_NAME, GROUP_NAME -> throw refused;
        };
    }

    /** Returns the key of the text that says what is wrong with {@code field}, or nothing when it is right. */
    public @Nullable String problem(Field field) {
        if (wrong == field) {
            return "console.user.wrong." + field;
        }
        return field == Field.USER_NAME && wrong == Field.USER_NAME_TAKEN ? "console.user.wrong." + wrong : null;
    }
}
