package org.countersign.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.countersign.otp.OtpKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say where the secret is; exactly one of them. */
final class SecretOption {
    /** In place of a secret or file: read it from the standard input. */
    private static final String STANDARD_INPUT = "-";
    /** More than any key takes in any notation. */
    private static final int MAX_LENGTH = 4_096;

    static final String WARNING =
            "%nA secret or PIN on the command line can be seen by every user of this machine, and stays"
                    + " in the shell's history. Prefer --secret-file FILE, or --secret-file - to read it from the standard"
                    + " input.%n";

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    /** Where the secret is. */
    static final class Source {
        @Option(
                names = "--secret-file",
                paramLabel = "FILE",
                description = "A file with the secret in Base32; - for the standard input.")
        private @Nullable String file;

        @Option(names = "--secret", paramLabel = "BASE32", description = "The secret in Base32 (visible to others).")
        private @Nullable String base32;

        @Option(
                names = "--hex",
                paramLabel = "HEX",
                description = "The secret in hexadecimal (visible to others); - for the standard input.")
        private @Nullable String hexadecimal;
    }

    /**
     * Reads the secret.
     *
     * @throws IllegalArgumentException if it is malformed, with a message that does not repeat it
     * @throws IOException if the file cannot be read
     */
    OtpKey read(InputStream input) throws IOException {
        if (source.hexadecimal != null) {
            return ofHexadecimal(source.hexadecimal.equals(STANDARD_INPUT) ? line(input) : source.hexadecimal);
        } else if (source.base32 != null) {
            return OtpKey.ofBase32(source.base32.equals(STANDARD_INPUT) ? line(input) : source.base32);
        } else if (STANDARD_INPUT.equals(source.file)) {
            return OtpKey.ofBase32(line(input));
        }
        try (InputStream file = Files.newInputStream(Path.of(String.valueOf(source.file)))) {
            return OtpKey.ofBase32(line(file));
        }
    }

    /** The text without the white space around it, which editors and {@code echo} leave. */
    private static String line(InputStream input) throws IOException {
        byte[] bytes = input.readNBytes(MAX_LENGTH);
        try {
            return new String(bytes, StandardCharsets.US_ASCII).strip();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static OtpKey ofHexadecimal(String text) {
        byte[] bytes = Hexadecimal.parse("The secret", text);
        try {
            return OtpKey.copyOf(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
