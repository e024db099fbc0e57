package org.countersign.server.users;

import java.util.regex.Pattern;

/** What names and addresses may look like, whoever hands them in. */
final class Names {
    private static final int LONGEST = 128;
    private static final Pattern MAIL = Pattern.compile("[^\\s@<>,;:\"()\\[\\]\\\\]{1,64}@[A-Za-z0-9.-]{1,190}");

    private Names() {}

    static String requireName(String what, String name) {
        String trimmed = name.strip();
        if (trimmed.isEmpty() || trimmed.length() > LONGEST) {
            throw new IllegalArgumentException("a " + what + " has 1 to " + LONGEST + " characters");
        }
        if (trimmed.codePoints().anyMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF))) {
            throw new IllegalArgumentException("a " + what + " has no control characters");
        }
        return trimmed;
    }

    static String requireMail(String mail) {
        String trimmed = mail.strip();
        if (!MAIL.matcher(trimmed).matches()) {
            throw new IllegalArgumentException("that is not a mail address: it looks like name@example.com");
        }
        return trimmed;
    }
}
