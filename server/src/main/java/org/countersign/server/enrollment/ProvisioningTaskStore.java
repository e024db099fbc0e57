package org.countersign.server.enrollment;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of looking provisioning tasks up. */
@Component
class ProvisioningTaskStore {
    private final JdbcClient jdbc;

    ProvisioningTaskStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<ProvisioningTask> find(VirtualServerId virtualServer, int number, Instant now) {
        return jdbc.sql("select * from provisioning_task where virtual_server_id = ? and number = ?")
                .params(virtualServer.value(), number)
                .query((row, at) -> new ProvisioningTask(
                        number,
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getObject("stop_at", OffsetDateTime.class).toInstant(),
                        members(row.getObject("id", UUID.class), now)))
                .optional();
    }

    private List<ProvisioningTask.Member> members(UUID task, Instant now) {
        return jdbc.sql("select user_id, state, expires_at from enrollment where task_id = ? order by created_at, id")
                .param(task)
                .query((row, at) -> new ProvisioningTask.Member(
                        new UserId(row.getObject("user_id", UUID.class)),
                        progress(
                                EnrollmentRow.State.valueOf(row.getString("state")),
                                now.isBefore(row.getObject("expires_at", OffsetDateTime.class)
                                        .toInstant()))))
                .list();
    }

    private static ProvisioningTask.Progress progress(EnrollmentRow.State state, boolean inTime) {
        return switch (state) {
            case OPEN -> inTime ? ProvisioningTask.Progress.WAITING : ProvisioningTask.Progress.EXPIRED;
            case CLAIMED -> inTime ? ProvisioningTask.Progress.STARTED : ProvisioningTask.Progress.EXPIRED;
            case COMPLETED -> ProvisioningTask.Progress.ENROLLED;
            case REVOKED -> ProvisioningTask.Progress.REVOKED;
            case FAILED -> ProvisioningTask.Progress.FAILED;
        };
    }
}
