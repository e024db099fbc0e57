package org.countersign.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.GroupId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S2 groups")
class GroupsTest {
    private static final Actor SERVER = new Actor.Server();

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final VirtualServer other = server.newVirtualServer();
    private final Groups groups = server.part(Groups.class);
    private final UserId ada = server.newUser(acme, "ada").id();
    private final UserId bob = server.newUser(acme, "bob").id();

    @Test
    void takesEachUserOnceAndRecordsWhoCameAndWent() {
        Group sales = group("Sales");

        assertThat(groups.add(acme.id(), sales.id(), List.of(ada, bob, ada), SERVER))
                .hasValue(2);
        assertThat(groups.add(acme.id(), sales.id(), List.of(ada), SERVER)).hasValue(0);
        assertThat(groups.of(acme.id(), ada)).containsExactly(sales);
        assertThat(groups.takeOut(acme.id(), sales.id(), List.of(ada), SERVER)).hasValue(1);
        assertThat(groups.takeOut(acme.id(), sales.id(), List.of(ada), SERVER)).hasValue(0);

        assertThat(groups.of(acme.id(), ada)).isEmpty();
        assertThat(groups.count(acme.id(), sales.id())).isEqualTo(1);
        assertThat(server.part(Audit.class)
                        .recent(acme.id(), Set.of(AuditType.GROUP_JOINED, AuditType.GROUP_LEFT), ada, 10))
                .extracting(entry -> entry.type() + " " + entry.details().get("group"))
                .containsExactly("GROUP_LEFT Sales", "GROUP_JOINED Sales");
    }

    @Test
    void hasEachNameOnceWhateverTheCase() {
        Group sales = group("Sales");
        Group north = group("North");

        assertThat(groups.create(acme.id(), "SALES", SERVER)).isEmpty();
        assertThat(groups.create(other.id(), "Sales", SERVER)).isPresent();
        assertThat(groups.rename(acme.id(), north.id(), "sales", SERVER)).isEqualTo(Renaming.TAKEN);
        assertThat(groups.rename(acme.id(), sales.id(), "SALES", SERVER)).isEqualTo(Renaming.RENAMED);
        assertThat(groups.of(acme.id())).extracting(Group::name).containsExactly("North", "SALES");
        assertThatThrownBy(() -> groups.create(acme.id(), "  ", SERVER)).isInstanceOf(UnacceptableEntry.class);
    }

    @Test
    void goesAndLeavesItsMembers() {
        Group sales = group("Sales");
        groups.add(acme.id(), sales.id(), List.of(ada, bob), SERVER);

        assertThat(groups.remove(acme.id(), sales.id(), SERVER)).hasValue(2);

        assertThat(groups.find(acme.id(), sales.id())).isEmpty();
        assertThat(groups.of(acme.id(), ada)).isEmpty();
        assertThat(server.part(Users.class).find(acme.id(), ada)).isPresent();
        assertThat(groups.remove(acme.id(), sales.id(), SERVER)).isEmpty();
    }

    @Test
    void treatsAnotherVirtualServersGroupsAndUsersAsUnknown() {
        Group theirs = groups.create(other.id(), "Theirs", SERVER).orElseThrow();
        Group ours = group("Ours");
        UserId stranger = server.newUser(other, "stranger").id();
        groups.add(other.id(), theirs.id(), List.of(stranger), SERVER);

        assertThat(groups.find(acme.id(), theirs.id())).isEmpty();
        assertThat(groups.rename(acme.id(), theirs.id(), "Mine", SERVER)).isEqualTo(Renaming.UNKNOWN);
        assertThat(groups.add(acme.id(), theirs.id(), List.of(ada), SERVER)).isEmpty();
        assertThat(groups.takeOut(acme.id(), theirs.id(), List.of(stranger), SERVER))
                .isEmpty();
        assertThat(groups.remove(acme.id(), theirs.id(), SERVER)).isEmpty();
        assertThat(groups.add(acme.id(), ours.id(), List.of(stranger), SERVER)).hasValue(0);
        assertThat(groups.add(acme.id(), new GroupId(UUID.randomUUID()), List.of(ada), SERVER))
                .isEmpty();

        assertThat(groups.of(other.id(), stranger)).containsExactly(theirs);
        assertThat(groups.of(acme.id(), stranger)).isEmpty();
        assertThat(groups.count(acme.id(), theirs.id())).isZero();
    }

    private Group group(String name) {
        return groups.create(acme.id(), name, SERVER).orElseThrow();
    }
}
