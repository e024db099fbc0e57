package org.countersign.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.countersign.server.database.TableOwner;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The record shows what happened, in order, and tells when somebody changed it. */
class AuditTest {
    private final RunningServer server = RunningServer.get();
    private final Audit audit = server.part(Audit.class);
    private final JdbcClient jdbc = TableOwner.of(server);
    private final VirtualServer acme = server.newVirtualServer();

    private void append(int events) {
        for (int i = 0; i < events; i++) {
            AuditEvent event = AuditEvent.of(acme.id(), AuditType.POLICY_CHANGED, new Actor.Server())
                    .with("number", i)
                    .with("odd", "zero\u0000, lone \ud800, Ünïcode 🖊");
            server.part(TransactionOperations.class).executeWithoutResult(status -> audit.append(event));
        }
    }

    private ChainCheck afterwards(String sql) {
        assertThat(jdbc.sql(sql).param(acme.id().value()).update()).isPositive();
        return audit.verify(acme.id());
    }

    @Test
    void isIntactAsWritten() {
        append(20);
        assertThat(audit.verify(acme.id())).isEqualTo(new ChainCheck.Intact(22));
        assertThat(audit.recent(acme.id(), Set.of(AuditType.POLICY_CHANGED), null, 5))
                .extracting(entry -> entry.details().get("number"))
                .containsExactly("19", "18", "17", "16", "15");
    }

    @Test
    void whatIsNotKnownIsNotOnRecordAsAWord() {
        AuditEvent event = AuditEvent.of(acme.id(), AuditType.POLICY_CHANGED, new Actor.Server())
                .with("serial", null)
                .with("number", 1);
        server.part(TransactionOperations.class).executeWithoutResult(status -> audit.append(event));
        assertThat(audit.recent(acme.id(), Set.of(AuditType.POLICY_CHANGED), null, 1))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).isEqualTo(Map.of("number", "1")));
    }

    @Test
    void refusesToWriteOutsideATransaction() {
        AuditEvent event = AuditEvent.of(acme.id(), AuditType.POLICY_CHANGED, new Actor.Server());
        assertThatThrownBy(() -> audit.append(event)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void findsAnEdit() {
        append(5);
        assertThat(afterwards("""
                update audit_event set details = '{"number":"7"}'
                where virtual_server_id = ? and details ->> 'number' = '3'
                """)).isInstanceOf(ChainCheck.Broken.class);
    }

    @Test
    void findsADeletion() {
        append(5);
        assertThat(afterwards("delete from audit_event where virtual_server_id = ? and details ->> 'number' = '2'"))
                .isInstanceOf(ChainCheck.Broken.class);
    }

    @Test
    void findsTheEndCutOff() {
        append(5);
        assertThat(afterwards("delete from audit_event where virtual_server_id = ? and details ->> 'number' = '4'"))
                .isInstanceOf(ChainCheck.Broken.class);
    }

    @Test
    void findsAReordering() {
        append(5);
        assertThat(afterwards("""
                update audit_event changed set details = other.details
                from audit_event other
                where changed.virtual_server_id = ? and other.virtual_server_id = changed.virtual_server_id
                  and changed.details ->> 'number' = '1' and other.details ->> 'number' = '2'
                """)).isInstanceOf(ChainCheck.Broken.class);
    }
}
