package org.countersign.server.tokens;

import java.util.Arrays;
import java.util.HexFormat;
import org.countersign.otp.PskcTransportKey;

/** The key that a maker agrees with whoever gets the seeds, as people type it: 16, 24 or 32 bytes in hexadecimal digits. */
public final class ImportKey {
    private ImportKey() {}

    /** Says whether {@code typed}, with blanks around it or not, is such a key. */
    public static boolean isOne(String typed) {
        return typed.strip().matches("[0-9A-Fa-f]{32}|[0-9A-Fa-f]{48}|[0-9A-Fa-f]{64}");
    }

    /**
     * Reads one; the caller closes it.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static PskcTransportKey read(String typed) {
        byte[] bytes = HexFormat.of().parseHex(typed.strip());
        try {
            return PskcTransportKey.preShared(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
