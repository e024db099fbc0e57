package org.countersign.server.notification;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A finished mail in plain text. What would reach beyond its field (a line break in an address or a subject) cannot be in
 * one, so nobody adds a header or a recipient through a name.
 *
 * @param to one address, for example {@code ada@example.com}
 * @param subject one line, 1 to 150 characters
 * @param text the body, at most 20000 characters; lines end with LF
 * @param source what its words are made of, where a virtual server may choose them
 */
public record Mail(String to, String subject, String text, Optional<Tagged> source) {
    private static final int LONGEST_SUBJECT = 150;
    static final int LONGEST_TEXT = 20_000;
    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s\\p{Cntrl}@<>,;:\"()\\[\\]\\\\]{1,64}@[A-Za-z0-9.-]{1,190}");

    /** The kind of a mail, and what stands for its tags. */
    public record Tagged(MailKind kind, MailValues values) {
        /** Shows no values: one may be an activation string. */
        @Override
        public String toString() {
            return "Tagged[" + kind + "]";
        }
    }

    /** Makes a mail that is finished. Only this module does; everybody else names a kind, whose words can be chosen. */
    Mail(String to, String subject, String text) {
        this(to, subject, text, Optional.empty());
    }

    /** Makes a mail in the usual words; it gets those of its virtual server when it is sent. */
    public static Mail of(String to, MailKind kind, MailValues values) {
        Mail usual = MailTemplates.usual(to, kind, values);
        return new Mail(to, usual.subject, usual.text, Optional.of(new Tagged(kind, values)));
    }

    /** @throws IllegalArgumentException when the address is none, or subject or text are empty or too long */
    public Mail {
        if (!isAddress(to)) {
            throw new IllegalArgumentException("a mail goes to one address such as ada@example.com");
        }
        subject = oneLine(subject);
        text = text.replace("\r\n", "\n").replace('\r', '\n').replace('\0', '\uFFFD');
        if (subject.isEmpty() || text.isBlank() || text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("a mail has a subject, and a text of 1 to 20000 characters");
        }
    }

    /** Says whether a mail can be sent there: one address, nothing around it. */
    public static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** Shows neither subject nor text: a mail may carry an activation string or a name. */
    @Override
    public String toString() {
        return "Mail[" + to.substring(to.indexOf('@')) + "]";
    }

    private static String oneLine(String subject) {
        StringBuilder line = new StringBuilder(subject.length());
        subject.codePoints().map(c -> breaksALine(c) ? ' ' : c).forEach(line::appendCodePoint);
        String stripped = line.toString().strip();
        int end = stripped.offsetByCodePoints(
                0, Math.min(LONGEST_SUBJECT, stripped.codePointCount(0, stripped.length())));
        return stripped.substring(0, end).strip();
    }

    private static boolean breaksALine(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
