package org.countersign.server.users;

import java.util.regex.Pattern;

/** What names and addresses may look like, whoever hands them in. */
final class Names {
    private static final int LONGEST = 128;
    private static final Pattern MAIL = Pattern.compile("[^\\s@<>,;:\"()\\[\\]\\\\]{1,64}@[A-Za-z0-9.-]{1,190}");

    private Names() {}

    static String requireName(UnacceptableEntry.What what, String name) {
        String trimmed = name.strip();
        if (trimmed.isEmpty() || trimmed.length() > LONGEST) {
            throw new UnacceptableEntry(what, "a " + what + " has 1 to " + LONGEST + " characters");
        }
        if (trimmed.codePoints().anyMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF))) {
            throw new UnacceptableEntry(what, "a " + what + " has no control characters");
        }
        return trimmed;
    }

    /** Returns what the database can be asked for: NUL cannot stand in any name, so whoever types it finds nobody. */
    static String searchable(String typed) {
        return typed.replace('\u0000', '\uFFFD');
    }

    static String requireMail(String mail) {
        String trimmed = mail.strip();
        if (!MAIL.matcher(trimmed).matches()) {
            throw new UnacceptableEntry(
                    UnacceptableEntry.What.MAIL, "that is not a mail address: it looks like name@example.com");
        }
        return trimmed;
    }
}
