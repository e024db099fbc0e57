package org.countersign.server.enrollment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.countersign.server.kernel.CompactJws;
import org.jspecify.annotations.Nullable;

/** One begin of an enrollment and the offer it was given. */
final class BeginRow {
    final UUID id;
    final byte[] begin;
    final String offer;

    /** The server's half of the key agreement, sealed; erased when the enrollment has ended. */
    final byte @Nullable [] sealedEphemeral;

    private BeginRow(ResultSet row) throws SQLException {
        id = row.getObject("id", UUID.class);
        begin = row.getBytes("begin_body");
        offer = row.getString("offer");
        sealedEphemeral = row.getBytes("sealed_ephemeral");
    }

    static BeginRow read(ResultSet row) throws SQLException {
        return new BeginRow(row);
    }

    /** Says whether the app was offered a token by these rules. */
    boolean offers(String policy) {
        return CompactJws.read(offer)
                .flatMap(jws -> jws.text("policy"))
                .filter(policy::equals)
                .isPresent();
    }
}
