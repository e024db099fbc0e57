package org.countersign.server.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bytes of an event that its hash covers; docs/formats/audit-chain.md. */
final class CanonicalEvent {
    private CanonicalEvent() {}

    static byte[] bytes(AuditEntry entry, UUID virtualServer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            text(out, "countersign/audit/v1");
            text(out, virtualServer.toString());
            text(out, entry.id().toString());
            out.writeLong(micros(entry.at()));
            text(out, entry.type());
            text(out, entry.actor());
            text(out, entry.userId());
            text(out, entry.tokenId());
            text(out, entry.ip());
            out.writeInt(entry.details().size());
            for (Map.Entry<String, String> detail : new TreeMap<>(entry.details()).entrySet()) {
                text(out, detail.getKey());
                text(out, detail.getValue());
            }
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return bytes.toByteArray();
    }

    private static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000L);
    }

    private static void text(DataOutputStream out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
