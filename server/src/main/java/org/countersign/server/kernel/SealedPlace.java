package org.countersign.server.kernel;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The one place a sealed value belongs to; it opens nowhere else.
 *
 * @param virtualServer whose data it is
 * @param table name of the table
 * @param column name of the column
 * @param row primary key of the row
 */
public record SealedPlace(VirtualServerId virtualServer, String table, String column, UUID row) {

    byte[] additionalData() {
        return ("countersign/sealed/v1|" + virtualServer + "|" + table + "|" + column + "|" + row)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
