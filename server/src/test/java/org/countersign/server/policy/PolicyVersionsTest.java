package org.countersign.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S8: every version of the rules stays, and nobody overwrites another's")
class PolicyVersionsTest {
    private static final Actor SERVER = new Actor.Server();

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final Policies policies = server.part(Policies.class);

    @Test
    void refusesWhoeverSawAnotherVersion() {
        PolicySettings six = PolicySettings.DEFAULT.with(PushRules.DEFAULT.withNumberDigits(6));
        PolicySettings none = PolicySettings.DEFAULT.with(PushRules.DEFAULT.withNumberDigits(0));
        assertThat(policies.replace(acme.id(), 0, six, SERVER)).isEqualTo(new PolicyOutcome.Changed(1));
        assertThat(policies.replace(acme.id(), 0, none, SERVER)).isInstanceOf(PolicyOutcome.Overtaken.class);
        assertThat(policies.replace(acme.id(), 7, none, SERVER)).isInstanceOf(PolicyOutcome.Overtaken.class);
        assertThat(policies.replace(acme.id(), 1, six, SERVER)).isEqualTo(new PolicyOutcome.Unchanged(1));
        assertThat(policies.current(acme.id())).isEqualTo(six);
        assertThat(policies.history(acme.id(), Integer.MAX_VALUE, 10))
                .extracting(PolicyVersion::number)
                .containsExactly(1, 0);
        assertThat(policies.version(server.newVirtualServer().id(), 1)).isEmpty();
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.POLICY_CHANGED), null, 5))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details())
                        .containsEntry("before", "push.numberDigits=2")
                        .containsEntry("after", "push.numberDigits=6")
                        .containsEntry("version", "1"));
    }

    @Test
    void letsOneOfManyAtOnceChangeAVersion() throws Exception {
        List<Callable<PolicyOutcome>> changes = List.of(0, 6, 0, 6, 0, 6).stream()
                .<Callable<PolicyOutcome>>map(digits -> () -> policies.replace(
                        acme.id(), 0, PolicySettings.DEFAULT.with(PushRules.DEFAULT.withNumberDigits(digits)), SERVER))
                .toList();
        int changed = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<PolicyOutcome> outcome : threads.invokeAll(changes)) {
                changed += outcome.get() instanceof PolicyOutcome.Changed ? 1 : 0;
            }
        }
        assertThat(changed).isEqualTo(1);
        assertThat(policies.latest(acme.id()).number()).isEqualTo(1);
    }
}
