package org.countersign.otp;

/**
 * The rule for names that came from outside and will be shown to people: issuers, accounts, serial numbers.
 *
 * <p>Refused are control characters, which forge log lines and terminal output, and the invisible characters that
 * reverse or hide text, with which a name can pass for another.
 */
final class DisplayText {
    /** The greatest length of a name, in UTF-16 units. */
    static final int MAX_LENGTH = 256;

    private DisplayText() {}

    /** Whether the text is non-empty, not too long, not only white space, and free of misleading characters. */
    static boolean isFit(String text) {
        return !text.isBlank()
                && text.length() <= MAX_LENGTH
                && text.codePoints().noneMatch(DisplayText::isMisleading);
    }

    private static boolean isMisleading(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
