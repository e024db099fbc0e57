package org.countersign.server.enrollment;

import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL that finds an activation by its typed code. */
@Component
class TypedCodeStore {
    private final JdbcClient jdbc;

    TypedCodeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An enrollment, and the virtual server that it is of. */
    record Home(EnrollmentId enrollment, VirtualServerId virtualServer) {}

    /** Returns the enrollment of a code, whichever virtual server it is of and however it stands. */
    Optional<Home> home(byte[] stored) {
        return jdbc.sql("select id, virtual_server_id from typed_code_home where typed_hash = ?")
                .param(stored)
                .query((row, number) -> new Home(
                        new EnrollmentId(row.getObject("id", UUID.class)),
                        new VirtualServerId(row.getObject("virtual_server_id", UUID.class))))
                .optional();
    }
}
