package org.countersign.otp;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.otp.OtpFormatException.Reason;
import org.jspecify.annotations.Nullable;

/** Reads OCRA suites (RFC 6287, section 6); the patterns are its grammar, the range checks its tables. */
final class OcraSuiteParser {
    private static final int MAX_LENGTH = 64;
    private static final int MAX_SESSION_LENGTH_BYTES = 512;

    private static final Pattern FUNCTION = Pattern.compile("HOTP-(SHA1|SHA256|SHA512)-(0|[4-9]|10)");

    /** In this order: [C] | QFxx | [PH | Snnn | TG]. */
    private static final Pattern DATA_INPUT = Pattern.compile("(?<counter>C-)?"
            + "Q(?<format>[ANH])(?<length>[0-9]{2})"
            + "(?:-P(?<pin>SHA1|SHA256|SHA512))?"
            + "(?:-S(?<session>[0-9]{3}))?"
            + "(?:-T(?<amount>[1-9][0-9]?)(?<unit>[SMH]))?");

    private OcraSuiteParser() {}

    static OcraSuite parse(String text) {
        String[] parts = text.length() > MAX_LENGTH ? new String[0] : text.split(":", -1);
        if (parts.length != 3 || !parts[0].equals("OCRA-1")) {
            throw new OtpFormatException(
                    Reason.OCRA_SUITE_FORM,
                    "An OCRA suite has three parts, as in OCRA-1:HOTP-SHA1-6:QN08, and the first is OCRA-1");
        }
        Matcher function = FUNCTION.matcher(parts[1]);
        if (!function.matches()) {
            throw new OtpFormatException(
                    Reason.OCRA_SUITE_FUNCTION,
                    "The second part of an OCRA suite is HOTP-SHA1, HOTP-SHA256 or HOTP-SHA512,"
                            + " then - and the number of digits: 0 or 4 to 10");
        }
        return new OcraSuite(
                text,
                HashAlgorithm.valueOf(function.group(1)),
                Integer.parseInt(function.group(2)),
                dataInput(parts[2]));
    }

    private static OcraDataInput dataInput(String text) {
        Matcher matcher = DATA_INPUT.matcher(text);
        if (!matcher.matches()) {
            throw new OtpFormatException(
                    Reason.OCRA_SUITE_INPUT,
                    "The third part of an OCRA suite is, in this order and joined by -: C if there is a counter;"
                            + " QA, QN or QH with a length of two digits; PSHA1, PSHA256 or PSHA512;"
                            + " S with a length of three digits; T with 1 to 59 S or M, or 1 to 48 H");
        }
        int questionLength = Integer.parseInt(matcher.group("length"));
        if (questionLength < 4 || questionLength > 64) {
            throw new OtpFormatException(
                    Reason.OCRA_SUITE_INPUT, "The question's length must be 04 to 64, but is " + questionLength);
        }
        String pin = matcher.group("pin");
        return new OcraDataInput(
                matcher.group("counter") != null,
                questionFormat(matcher.group("format")),
                questionLength,
                pin == null ? null : HashAlgorithm.valueOf(pin),
                sessionLength(matcher.group("session")),
                timeStep(matcher.group("amount"), matcher.group("unit")));
    }

    private static OcraSuite.QuestionFormat questionFormat(String letter) {
        return switch (letter) {
            case "A" -> OcraSuite.QuestionFormat.ALPHANUMERIC;
            case "N" -> OcraSuite.QuestionFormat.NUMERIC;
            default -> OcraSuite.QuestionFormat.HEXADECIMAL;
        };
    }

    private static int sessionLength(@Nullable String digits) {
        if (digits == null) {
            return 0;
        }
        int length = Integer.parseInt(digits);
        if (length < 1 || length > MAX_SESSION_LENGTH_BYTES) {
            throw new OtpFormatException(
                    Reason.OCRA_SUITE_INPUT,
                    "The session's length must be 001 to " + MAX_SESSION_LENGTH_BYTES + ", but is " + length);
        }
        return length;
    }

    private static @Nullable Duration timeStep(@Nullable String amount, @Nullable String unit) {
        if (amount == null || unit == null) {
            return null;
        }
        int number = Integer.parseInt(amount);
        int max = unit.equals("H") ? 48 : 59;
        if (number > max) {
            throw new OtpFormatException(
                    Reason.OCRA_SUITE_INPUT, "A time step in " + unit + " must be 1 to " + max + ", but is " + number);
        }
        return switch (unit) {
            case "S" -> Duration.ofSeconds(number);
            case "M" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
