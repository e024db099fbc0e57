package org.countersign.cli;

import java.util.HexFormat;

/** Hexadecimal from the command line, refused without repeating it. */
final class Hexadecimal {
    private Hexadecimal() {}

    /** Reads two digits a byte, in either case; {@code what} begins the sentence of the refusal. */
    static byte[] parse(String what, String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            // The JDK's message quotes the text, which may be a secret.
            throw new IllegalArgumentException(what + " is not hexadecimal: two digits 0 to 9 or A to F for each byte");
        }
    }
}
