package org.countersign.server.web.console.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserStates;
import org.countersign.server.virtualservers.VirtualServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

@DisplayName("S2 snapshot: what needs a person")
class ConsoleSnapshotTest {
    private static final Actor SERVER = new Actor.Server();

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final VirtualServer other = server.newVirtualServer();
    private final TestConsole console = TestConsole.signedIn(server, acme);

    @Test
    void namesWhatNeedsAPersonAndLeadsThere() {
        UserAccount ada = server.newUser(acme, "ada");
        UserAccount bob = server.newUser(acme, "bob");
        UserAccount stranger = server.newUser(other, "stranger");
        assertThat(console.open("").body()).contains("Nothing waits for you");

        server.part(UserStates.class).lock(acme.id(), ada.id(), null, "Reported", SERVER);
        server.part(UserStates.class).lock(other.id(), stranger.id(), null, "Reported", SERVER);
        server.part(Provisioning.class).provision(acme.id(), List.of(bob.id()), SERVER);
        record(AuditType.PUSH_REPORTED, ada);
        record(AuditType.PAST_SIGN_IN_REPORTED, ada);
        record(AuditType.PUSH_DENIED, ada);
        record(AuditType.REPORT_FAILED, null);
        record(AuditType.DELIVERY_GIVEN_UP, null);
        server.time().pass(Duration.ofDays(4));
        record(AuditType.SIGN_IN_SUCCEEDED, bob);
        record(AuditType.PASSCODE_REFUSED, bob);
        record(AuditType.PASSCODE_REFUSED, bob);

        console.open("/sign-in");
        console.signIn(TestConsole.PASSWORD);
        String body = console.open("").body().replaceAll("\\s+", " ");
        assertThat(body)
                .contains("/users?state=locked", "/sign-ins?kind=alarms", "/problems/overdue", "/problems/undelivered")
                .contains(
                        "/sign-ins?kind=denied",
                        "push request denied",
                        "/reports/kept",
                        "report that could not be made")
                .containsPattern("Signed in</a></th> <td class=\"number\">1</td> <td class=\"number\">1</td>")
                .containsPattern(
                        "Refused or unanswered</a></th> <td class=\"number\">2</td> <td class=\"number\">3</td>")
                .containsPattern("a spent passcode</a></th> <td class=\"number\">0</td> <td class=\"number\">2</td>");
        assertThat(console.open("/problems/overdue").body())
                .contains("/users/" + bob.id(), "bob@example.com", "Send a new link")
                .doesNotContain(stranger.id().toString());
        assertThat(console.open("/problems/undelivered").body()).contains("no such host");
        assertThat(console.open("/users?state=locked").body())
                .contains(">ada</a>")
                .doesNotContain(">bob</a>");
    }

    @Test
    void warnsBeforeTheInventoryIsEmpty() {
        for (int i = 0; i < 92; i++) {
            server.part(Provisioning.class)
                    .provision(
                            acme.id(), List.of(server.newUser(acme, "user-" + i).id()), SERVER);
        }
        assertThat(console.open("").body()).contains("The inventory is low", "Only 8 tokens are free");
    }

    private void record(AuditType type, @Nullable UserAccount user) {
        server.part(TransactionOperations.class)
                .executeWithoutResult(status -> server.part(Audit.class)
                        .append(AuditEvent.of(acme.id(), type, SERVER)
                                .about(user == null ? null : user.id())
                                .with("reason", "no such host")));
    }
}
