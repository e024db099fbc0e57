package org.countersign.server.push;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The numbers that login pages show and people type in the app: derived from the request's id, never stored. */
@Component
class PushNumbers {
    private static final String PURPOSE = "countersign/push-number/v1";

    private final Sealing sealing;

    PushNumbers(Sealing sealing) {
        this.sealing = sealing;
    }

    /** Returns the number of a request, or none where it needs none. */
    @Nullable
    String of(PushRequestId id, int digits) {
        if (digits == 0) {
            return null;
        }
        byte[] subject = ByteBuffer.allocate(16)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .array();
        byte[] derived = sealing.derived(PURPOSE, subject, 8);
        // 2^63 possibilities for at most 10^6 numbers: no number is noticeably likelier than another.
        long number = (ByteBuffer.wrap(derived).getLong() >>> 1) % (long) Math.pow(10, digits);
        Arrays.fill(derived, (byte) 0);
        return String.format(Locale.ROOT, "%0" + digits + "d", number);
    }

    /** Says whether {@code typed} is the number of a request, in constant time. */
    boolean isRight(PushRequestId id, int digits, @Nullable String typed) {
        String right = of(id, digits);
        return right == null
                ? typed == null
                : typed != null
                        && MessageDigest.isEqual(
                                right.getBytes(StandardCharsets.US_ASCII), typed.getBytes(StandardCharsets.UTF_8));
    }
}
