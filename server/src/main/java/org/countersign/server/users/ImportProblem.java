package org.countersign.server.users;

/**
 * Why a file of users cannot be taken, or one of its lines.
 *
 * @param line of the file, from 1; 0 for the whole file
 * @param value what it is about, or empty
 */
public record ImportProblem(int line, Reason reason, String value) {
    /** The reasons. */
    public enum Reason {
        /** There is nothing in it. */
        EMPTY,
        /** It has more than {@link UserImport#MOST_BYTES} bytes. */
        TOO_LARGE,
        /** It has more than {@link UserImport#MOST_LINES} users. */
        TOO_MANY_LINES,
        /** It is in UTF-16 or UTF-32. */
        UTF_16,
        /** It is not in UTF-8, from this line on. */
        NOT_UTF_8,
        /** A character that no text has. */
        CONTROL,
        /** A quote that opens on this line is never closed. */
        QUOTE_OPEN,
        /** A quote stands inside a field that does not begin with one. */
        QUOTE_INSIDE,
        /** Something follows a closing quote. */
        AFTER_QUOTE,
        /** A line has too many fields to be one. */
        TOO_MANY_FIELDS,
        /** The first line names no column of user names. */
        NO_USER_NAME_COLUMN,
        /** The first line names a column that nobody knows. */
        UNKNOWN_COLUMN,
        /** The first line names a column twice. */
        COLUMN_TWICE,
        /** Passwords are not imported. */
        PASSWORD_COLUMN,
        /** The line has more or fewer fields than the first. */
        FIELD_COUNT,
        /** The user name is empty, too long or has control characters. */
        USER_NAME,
        /** The name is too long or has control characters. */
        DISPLAY_NAME,
        /** The mail address is none. */
        MAIL,
        /** The user name stands on an earlier line, which the value names. */
        TWICE,
        /** There is no such container. */
        NO_CONTAINER,
        /** There is no such group. */
        NO_GROUP,
        /** The name of a group or container is too long or has control characters. */
        NAME,
        /** The line does what whoever imports may not do; the value names the permission. */
        NOT_ALLOWED,
        /** The line would change an operator who may do more than whoever imports, or sees more people. */
        ABOVE,
        /** Somebody changed these people at the same moment. */
        MEANWHILE
    }
}
