package org.countersign.cli;

import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.otp.PasscodeFormat;
import picocli.CommandLine.Option;

/** The options that time-based and event-based passcodes share. */
final class FormatOptions {
    @Option(
            names = "--algorithm",
            paramLabel = "HASH",
            defaultValue = "SHA1",
            description = "The hash: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private HashAlgorithm algorithm = HashAlgorithm.SHA1;

    @Option(
            names = {"--digits", "--length"},
            paramLabel = "N",
            defaultValue = "6",
            description = "The number of characters: 5 to 9 for decimal, 5 to 8 otherwise. Default: ${DEFAULT-VALUE}.")
    private int length;

    @Option(
            names = "--alphabet",
            paramLabel = "NAME",
            defaultValue = "decimal",
            description = "decimal, hexadecimal, base32 or base64. Default: ${DEFAULT-VALUE}.")
    private PasscodeAlphabet alphabet = PasscodeAlphabet.DECIMAL;

    HashAlgorithm algorithm() {
        return algorithm;
    }

    PasscodeFormat format() {
        return new PasscodeFormat(alphabet, length);
    }
}
