package org.countersign.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Set;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

@DisplayName(
        "S18: a search that no index helps says how far it looked, and goes on from there until it has found everything")
class AuditReachTest {
    private static final int MORE_THAN_A_LOOK = 10_500;

    private final RunningServer server = RunningServer.get();
    private final AuditSearch search = server.part(AuditSearch.class);
    private final VirtualServer acme = server.newVirtualServer();

    private void append(AuditEvent event, int times) {
        server.part(TransactionOperations.class)
                .executeWithoutResult(
                        status -> server.part(Audit.class).appendAll(acme.id(), Collections.nCopies(times, event)));
    }

    private AuditEvent event(AuditType type, String text) {
        return AuditEvent.of(acme.id(), type, new Actor.Server()).with("note", text);
    }

    private static AuditQuery text(Set<AuditType> types) {
        return new AuditQuery(null, null, types, null, null, null, null, "needle");
    }

    @Test
    void findsWhatIsFurtherBackThanOneLook() {
        append(event(AuditType.USER_CHANGED, "a needle"), 1);
        append(event(AuditType.USER_CREATED, "hay"), MORE_THAN_A_LOOK);
        for (Set<AuditType> types :
                Set.of(Set.<AuditType>of(), Set.of(AuditType.USER_CREATED, AuditType.USER_CHANGED))) {
            AuditPage first = search.page(acme.id(), text(types), null, 10);
            AuditQuery.Position from = first.lookedBackTo();
            int looks = 1;
            int found = first.found().size();
            while (from != null && looks < 10) {
                AuditPage next = search.page(acme.id(), text(types), from, 10);
                found += next.found().size();
                from = next.lookedBackTo();
                looks++;
            }
            assertThat(found).as("found among %s", types).isEqualTo(1);
            assertThat(looks).isGreaterThan(1).isLessThan(10);
        }
    }

    @Test
    void looksAtOnceWhereAnIndexHelps() {
        append(event(AuditType.USER_CHANGED, "old"), 1);
        append(event(AuditType.USER_CREATED, "hay"), MORE_THAN_A_LOOK);
        AuditPage rare = search.page(
                acme.id(),
                new AuditQuery(null, null, Set.of(AuditType.USER_CHANGED), null, null, null, null, null),
                null,
                10);
        assertThat(rare.found()).hasSize(1);
        assertThat(rare.lookedBackTo()).isNull();
    }
}
