package org.countersign.server.tokens;

import java.time.Instant;
import java.util.List;
import org.countersign.server.kernel.TokenImportId;

/**
 * A document of seeds that was read and waits for the operator's word; for an hour.
 *
 * @param fileName what the file was called
 * @param lines its keys, in its order
 */
public record StagedImport(TokenImportId id, String fileName, Instant createdAt, List<ImportLine> lines) {
    public StagedImport {
        lines = List.copyOf(lines);
    }

    /** Returns how many can be imported. */
    public int good() {
        return (int) lines.stream().filter(line -> line.fault() == null).count();
    }

    /** Returns how many cannot. */
    public int faulty() {
        return lines.size() - good();
    }
}
