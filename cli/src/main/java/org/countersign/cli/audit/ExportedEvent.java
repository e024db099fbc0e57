package org.countersign.cli.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One event of an export. */
record ExportedEvent(
        int lane,
        long sequence,
        String id,
        Instant at,
        String type,
        String actor,
        @Nullable String user,
        @Nullable String token,
        @Nullable String ip,
        Map<String, String> details,
        String hash) {
    private static final Set<String> FIELDS =
            Set.of("lane", "sequence", "id", "at", "type", "actor", "user", "token", "ip", "details", "hash");

    static final int LANES = 16;

    static ExportedEvent read(JsonLine line) throws JsonLine.Unreadable {
        line.requireOnly(FIELDS);
        long lane = line.number("lane");
        if (lane < 0 || lane >= LANES) {
            throw new JsonLine.Unreadable("there is no lane " + lane);
        }
        try {
            return new ExportedEvent(
                    (int) lane,
                    line.number("sequence"),
                    line.text("id"),
                    Instant.parse(line.text("at")),
                    line.text("type"),
                    line.text("actor"),
                    line.textOrNone("user"),
                    line.textOrNone("token"),
                    line.textOrNone("ip"),
                    line.texts("details"),
                    line.text("hash"));
        } catch (DateTimeException notAMoment) {
            throw new JsonLine.Unreadable("the field at is not a moment");
        }
    }

    /** Returns the hash that this event must have behind one with {@code hashBefore}; docs/formats/audit-chain.md. */
    String hashBehind(String hashBefore, String virtualServer) throws JsonLine.Unreadable {
        MessageDigest digest = SignedStatement.sha256();
        digest.update(SignedStatement.bytes(hashBefore));
        digest.update(ByteBuffer.allocate(8).putLong(sequence).array());
        return SignedStatement.text(digest.digest(bytes(virtualServer)));
    }

    private byte[] bytes(String virtualServer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            text(out, "countersign/audit/v1");
            text(out, virtualServer);
            text(out, id);
            out.writeLong(Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000L));
            text(out, type);
            text(out, actor);
            text(out, user);
            text(out, token);
            text(out, ip);
            out.writeInt(details.size());
            for (Map.Entry<String, String> detail : new TreeMap<>(details).entrySet()) {
                text(out, detail.getKey());
                text(out, detail.getValue());
            }
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, @Nullable String value) throws IOException {
        if (value == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
