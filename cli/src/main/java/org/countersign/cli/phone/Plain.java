package org.countersign.cli.phone;

/** Text from outside, made harmless for a terminal. */
final class Plain {
    private static final int REPLACEMENT = 0xfffd;

    private Plain() {}

    /** The text with control and invisible formatting characters replaced: they move the cursor or turn the line round. */
    static String text(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean isHarmful = Character.isISOControl(c)
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.SURROGATE;
            plain.appendCodePoint(isHarmful ? REPLACEMENT : c);
        });
        return plain.toString();
    }
}
