package org.countersign.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.UserId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestOverseers;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Operators who are told of a person (S15): those whose role shows people, and who see this one")
class OverseersTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final TestOverseers household = new TestOverseers(server, acme);

    private List<String> of(UserId person) {
        return server.part(Overseers.class).of(acme.id(), person).stream()
                .map(Operator::userName)
                .toList();
    }

    @Test
    void areThoseWhoMaySeeThem() {
        assertThat(of(household.nora.id())).containsExactly("every", "north");
        assertThat(of(household.sam.id())).containsExactly("every");
    }

    @Test
    void areTheUnlimitedForWhoeverIsGone() {
        server.part(UserStates.class).delete(acme.id(), household.nora.id(), new Actor.Server());
        assertThat(of(household.nora.id())).containsExactly("every");
    }

    @Test
    void areNobodyWhoDoesNotWork() {
        server.part(Operators.class).suspend(acme.id(), household.every.id(), Acting.server());
        assertThat(of(household.nora.id())).containsExactly("north");
    }
}
