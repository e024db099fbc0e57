package org.countersign.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestOverseers;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

@DisplayName("Alerts per role (S16): whoever has it at the time, of people whom they may see, each once")
class AlertsOfRolesTest {
    private static final Actor SERVER = new Actor.Server();

    private final RunningServer server = RunningServer.get();
    private final Alerts alerts = server.part(Alerts.class);
    private final AlertSweep sweep = server.part(AlertSweep.class);
    private final VirtualServer acme = server.newVirtualServer("Acme");
    private final TestOverseers household = new TestOverseers(server, acme);

    private void happens(AuditType type, @Nullable UserAccount person) {
        server.part(TransactionOperations.class).executeWithoutResult(status -> {
            AuditEvent event = AuditEvent.of(acme.id(), type, SERVER);
            server.part(Audit.class).append(person == null ? event : event.about(person.id()));
        });
        sweep.follow();
        sweep.follow();
    }

    private List<String> told() {
        return alerts.sent(acme.id(), 20).stream()
                .map(SentAlert::target)
                .sorted()
                .toList();
    }

    @Test
    void tellsWhoeverHasTheRoleOfPeopleWhomTheyMaySee() {
        alerts.addRole(acme.id(), household.desk.id(), Set.of(AlertEvent.TOKEN_LOCKED), SERVER);
        happens(AuditType.TOKEN_LOCKED, household.nora);
        assertThat(told()).as("unlimited, and limited to North").containsExactly("every", "north");
        server.time().pass(Duration.ofHours(1));
        happens(AuditType.TOKEN_LOCKED, household.sam);
        assertThat(told()).as("sam stands in no container").containsExactly("every", "every", "north");
        server.time().pass(Duration.ofHours(1));
        happens(AuditType.TOKEN_LOCKED, null);
        assertThat(told()).as("about nobody").containsExactly("every", "every", "every", "north", "north");
    }

    @Test
    void tellsNobodyWhoseRoleShowsNoPeople() {
        alerts.addRole(
                acme.id(), household.mailers.id(), Set.of(AlertEvent.TOKEN_LOCKED, AlertEvent.POLICY_CHANGED), SERVER);
        alerts.addOperator(acme.id(), household.mailer.id(), Set.of(AlertEvent.PASSCODE_REUSED), SERVER);
        happens(AuditType.TOKEN_LOCKED, household.nora);
        happens(AuditType.PASSCODE_REPLAYED, household.nora);
        assertThat(told()).isEmpty();
        happens(AuditType.POLICY_CHANGED, null);
        assertThat(told()).containsExactly("mailer");
    }

    @Test
    void tellsNobodyTwiceAndNobodyWhoDoesNotWork() {
        alerts.addRole(acme.id(), household.desk.id(), Set.of(AlertEvent.TOKEN_LOCKED), SERVER);
        alerts.addOperator(acme.id(), household.every.id(), Set.of(AlertEvent.TOKEN_LOCKED), SERVER);
        happens(AuditType.TOKEN_LOCKED, household.nora);
        assertThat(told()).containsExactly("every", "north");
        server.part(Operators.class).suspend(acme.id(), household.north.id(), Acting.server());
        server.time().pass(Duration.ofHours(1));
        happens(AuditType.TOKEN_LOCKED, household.nora);
        assertThat(told()).containsExactly("every", "every", "north");
    }

    @Test
    void holdsBackForEachOperatorWhatThatOperatorMaySee() {
        alerts.addRole(acme.id(), household.desk.id(), Set.of(AlertEvent.TOKEN_LOCKED), SERVER);
        happens(AuditType.TOKEN_LOCKED, household.nora);
        happens(AuditType.TOKEN_LOCKED, household.sam);
        happens(AuditType.TOKEN_LOCKED, household.sam);
        server.time().pass(Duration.ofHours(1));
        sweep.late();
        assertThat(alerts.sent(acme.id(), 20).stream()
                        .map(sent -> sent.target() + " " + sent.times())
                        .sorted())
                .as("north hears nothing of sam, not even a number")
                .containsExactly("every 1", "every 2", "north 1");
    }
}
