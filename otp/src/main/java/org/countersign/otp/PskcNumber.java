package org.countersign.otp;

import org.countersign.otp.OtpFormatException.Reason;

/** Numbers in PSKC documents: ASCII digits only, and a range. */
final class PskcNumber {
    private PskcNumber() {}

    static long parse(String text, String name, long min, long max) {
        boolean plain = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long number = plain ? Long.parseLong(text) : -1;
        if (number < min || number > max) {
            throw new OtpFormatException(Reason.PSKC_STRUCTURE, name + " must be a number from " + min + " to " + max);
        }
        return number;
    }
}
