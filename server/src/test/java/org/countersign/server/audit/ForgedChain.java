package org.countersign.server.audit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import org.countersign.server.database.TableOwner;
import org.countersign.server.testing.RunningServer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What somebody with full rights on the database can do: change an event, and compute its lane anew. */
public final class ForgedChain {
    private ForgedChain() {}

    /** Makes a change and computes every hash of the lane again. */
    public static void rewrite(RunningServer server, UUID virtualServer, int lane, String change) {
        JdbcClient jdbc = TableOwner.of(server);
        if (jdbc.sql(change).update() < 1) {
            throw new AssertionError("nothing was changed");
        }
        List<AuditEntry> entries = jdbc.sql(
                        "select * from audit_event where virtual_server_id = ? and lane = ? order by sequence")
                .params(virtualServer, lane)
                .query((row, number) -> AuditStore.entry(row))
                .list();
        byte[] hash = new byte[32];
        for (int i = 0; i < entries.size(); i++) {
            hash = next(hash, i + 1, CanonicalEvent.bytes(entries.get(i), virtualServer));
            jdbc.sql("update audit_event set hash = ? where virtual_server_id = ? and lane = ? and sequence = ?")
                    .params(hash, virtualServer, lane, i + 1)
                    .update();
        }
        jdbc.sql("update audit_chain set head = ? where virtual_server_id = ? and lane = ?")
                .params(hash, virtualServer, lane)
                .update();
    }

    private static byte[] next(byte[] hash, long sequence, byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(hash);
            digest.update(ByteBuffer.allocate(8).putLong(sequence).array());
            return digest.digest(content);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
