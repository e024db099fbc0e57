package org.countersign.server.enrollment;

/** The rule for names that come from a device and are shown to people, and for names made up for a device. */
final class ShownText {
    private ShownText() {}

    /** Says whether {@code text} has 1 to {@code longest} characters and none that forges, hides or reverses others. */
    static boolean isFit(String text, int longest) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= longest
                && text.codePoints().noneMatch(ShownText::misleads);
    }

    /** Returns {@code text} made fit. */
    static String fitted(String text, int longest) {
        StringBuilder fit = new StringBuilder(text.length());
        text.strip().codePoints().map(c -> misleads(c) ? ' ' : c).limit(longest).forEach(fit::appendCodePoint);
        return fit.toString().strip();
    }

    private static boolean misleads(int c) {
        boolean reverses = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x061C;
        boolean marks = c == 0x200E || c == 0x200F || c == 0xFEFF;
        int type = Character.getType(c);
        return reverses
                || marks
                || type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED;
    }
}
