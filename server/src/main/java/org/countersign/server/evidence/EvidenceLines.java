package org.countersign.server.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.ChainedEntry;
import org.countersign.server.audit.Checkpoint;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.virtualservers.SigningKey;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes an export that can be checked: one JSON object a line. */
final class EvidenceLines {
    static final String VERSION = "countersign/audit-export/v1";

    private static final JsonMapper JSON = new JsonMapper();

    private final OutputStream out;
    private long events;

    EvidenceLines(OutputStream out) {
        this.out = out;
    }

    void begin(String manifest, List<SigningKey> keys) throws IOException {
        ObjectNode line = JSON.createObjectNode().put("export", VERSION).put("manifest", manifest);
        ArrayNode shown = line.putArray("keys");
        for (SigningKey key : keys) {
            shown.addObject().put("kid", key.id().toString()).put("point", Base64Url.encode(key.point()));
        }
        write(line);
    }

    void checkpoint(Checkpoint checkpoint) throws IOException {
        write(JSON.createObjectNode().put("checkpoint", checkpoint.statement()));
    }

    void event(ChainedEntry chained) {
        AuditEntry entry = chained.entry();
        ObjectNode line = JSON.createObjectNode()
                .put("lane", chained.place().lane())
                .put("sequence", chained.place().sequence())
                .put("id", entry.id().toString())
                .put("at", entry.at().toString())
                .put("type", entry.type())
                .put("actor", entry.actor())
                .put("user", entry.userId() == null ? null : entry.userId().toString())
                .put("token", entry.tokenId() == null ? null : entry.tokenId().toString())
                .put("ip", entry.ip());
        ObjectNode details = line.putObject("details");
        new TreeMap<>(entry.details()).forEach(details::put);
        line.put("hash", chained.hash());
        try {
            write(line);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        events++;
    }

    /** Whoever reads knows by this line that nothing is missing behind it. */
    void end() throws IOException {
        write(JSON.createObjectNode().put("end", events));
        out.flush();
    }

    private void write(ObjectNode line) throws IOException {
        out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
