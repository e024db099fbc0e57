package org.countersign.server.notification;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the server's own keys. */
@Component
class ServerKeyStore {
    private final JdbcClient jdbc;

    ServerKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A key as it lies in the database. */
    static final class Stored {
        private final UUID id;
        private final byte[] publicPoint;
        private final byte[] sealedPrivateKey;

        Stored(UUID id, byte[] publicPoint, byte[] sealedPrivateKey) {
            this.id = id;
            this.publicPoint = publicPoint;
            this.sealedPrivateKey = sealedPrivateKey;
        }

        UUID id() {
            return id;
        }

        byte[] publicPoint() {
            return publicPoint;
        }

        byte[] sealedPrivateKey() {
            return sealedPrivateKey;
        }
    }

    Optional<Stored> find(String purpose) {
        return jdbc.sql("select * from server_key where purpose = ?")
                .param(purpose)
                .query((row, number) -> new Stored(
                        row.getObject("id", UUID.class),
                        row.getBytes("public_point"),
                        row.getBytes("sealed_private_key")))
                .optional();
    }

    /** Stores a key unless another node was faster: then that node's key holds. */
    void insertUnlessThere(UUID id, String purpose, byte[] publicPoint, byte[] sealedPrivateKey, Instant now) {
        jdbc.sql("""
                insert into server_key (id, purpose, public_point, sealed_private_key, created_at)
                values (?, ?, ?, ?, ?) on conflict (purpose) do nothing
                """)
                .params(id, purpose, publicPoint, sealedPrivateKey, OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .update();
    }
}
