package org.countersign.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("S2 containers")
class ContainersTest {
    private static final Actor SERVER = new Actor.Server();

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final VirtualServer other = server.newVirtualServer();
    private final Containers containers = server.part(Containers.class);
    private final UserId ada = server.newUser(acme, "ada").id();
    private final UserId bob = server.newUser(acme, "bob").id();

    @Test
    void holdsNewUsersInTheDefaultOneAndMovesThem() {
        Container north = container("North");
        assertThat(where(ada)).isNull();

        assertThat(containers.move(acme.id(), List.of(ada, bob), north.id(), SERVER))
                .hasValue(2);
        assertThat(containers.move(acme.id(), List.of(ada, bob), north.id(), SERVER))
                .hasValue(0);
        assertThat(where(ada)).isEqualTo(north.id());
        assertThat(containers.count(acme.id(), north.id())).isEqualTo(2);
        assertThat(containers.move(acme.id(), List.of(ada), null, SERVER)).hasValue(1);

        assertThat(where(ada)).isNull();
        assertThat(containers.size(acme.id(), null)).isEqualTo(1);
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.USER_MOVED), ada, 10))
                .extracting(entry -> entry.details().get("container"))
                .containsExactly("default", "North");
    }

    @Test
    void hasEachNameOnceWhateverTheCase() {
        Container north = container("North");
        Container south = container("South");

        assertThat(containers.create(acme.id(), "NORTH", SERVER)).isEmpty();
        assertThat(containers.create(other.id(), "North", SERVER)).isPresent();
        assertThat(containers.rename(acme.id(), south.id(), "north", SERVER)).isEqualTo(Renaming.TAKEN);
        assertThat(containers.rename(acme.id(), north.id(), "NORTH", SERVER)).isEqualTo(Renaming.RENAMED);
        assertThat(containers.of(acme.id())).extracting(Container::name).containsExactly("NORTH", "South");
        assertThatThrownBy(() -> containers.create(acme.id(), "", SERVER)).isInstanceOf(UnacceptableEntry.class);
    }

    @Test
    void goesAndItsPeopleStandInTheDefaultOne() {
        Container north = container("North");
        containers.move(acme.id(), List.of(ada), north.id(), SERVER);

        assertThat(containers.remove(acme.id(), north.id(), SERVER)).hasValue(1);

        assertThat(containers.find(acme.id(), north.id())).isEmpty();
        assertThat(where(ada)).isNull();
        assertThat(containers.remove(acme.id(), north.id(), SERVER)).isEmpty();
        assertThat(containers.move(acme.id(), List.of(ada), north.id(), SERVER)).isEmpty();
    }

    @Test
    void treatsAnotherVirtualServersContainersAndUsersAsUnknown() {
        Container theirs = containers.create(other.id(), "Theirs", SERVER).orElseThrow();
        UserId stranger = server.newUser(other, "stranger").id();
        Container ours = container("Ours");

        assertThat(containers.find(acme.id(), theirs.id())).isEmpty();
        assertThat(containers.rename(acme.id(), theirs.id(), "Mine", SERVER)).isEqualTo(Renaming.UNKNOWN);
        assertThat(containers.remove(acme.id(), theirs.id(), SERVER)).isEmpty();
        assertThat(containers.move(acme.id(), List.of(ada), theirs.id(), SERVER))
                .isEmpty();
        assertThat(containers.move(acme.id(), List.of(stranger), ours.id(), SERVER))
                .hasValue(0);

        assertThat(containers.find(other.id(), theirs.id())).contains(theirs);
        assertThat(where(ada)).isNull();
    }

    @Test
    void isHeldTogetherByTheDatabaseWhateverTheCodeDoes() {
        Container theirs = containers.create(other.id(), "Theirs", SERVER).orElseThrow();

        assertThatThrownBy(() -> server.part(JdbcClient.class)
                        .sql("update user_account set container_id = ? where id = ?")
                        .params(theirs.id().value(), ada.value())
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    private @Nullable ContainerId where(UserId user) {
        return server.part(Users.class)
                .find(acme.id(), user)
                .orElseThrow()
                .placement()
                .container();
    }

    private Container container(String name) {
        return containers.create(acme.id(), name, SERVER).orElseThrow();
    }
}
