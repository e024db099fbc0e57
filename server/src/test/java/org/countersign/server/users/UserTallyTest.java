package org.countersign.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The count of people is that of their rows, whatever happens to them. */
class UserTallyTest {
    private final RunningServer server = RunningServer.get();
    private final Users users = server.part(Users.class);
    private final VirtualServer acme = server.newVirtualServer();

    private int rows() {
        return server.part(JdbcClient.class)
                .sql("select count(*) from user_account where virtual_server_id = ? and state <> 'DELETED'")
                .param(acme.id().value())
                .query(Integer.class)
                .single();
    }

    @Test
    void followsEveryChange() {
        UserAccount ada = server.newUser(acme, "ada");
        server.newUser(acme, "ben");
        assertThat(users.count(acme.id())).isEqualTo(2).isEqualTo(rows());
        server.part(UserStates.class).disable(acme.id(), ada.id(), new Actor.Server());
        assertThat(users.count(acme.id())).isEqualTo(2).isEqualTo(rows());
        server.part(UserStates.class).delete(acme.id(), ada.id(), new Actor.Server());
        assertThat(users.count(acme.id())).isEqualTo(1).isEqualTo(rows());
        server.newUser(acme, "ada");
        assertThat(users.count(acme.id())).isEqualTo(2).isEqualTo(rows());
        assertThat(users.count(server.newVirtualServer().id())).isZero();
    }

    @Test
    void isTheSameAfterItWasAddedUp() {
        for (int i = 0; i < 5; i++) {
            server.newUser(acme, "user" + i);
        }
        server.part(UserTallyStore.class).fold(acme.id().value());
        assertThat(users.count(acme.id())).isEqualTo(5);
        assertThat(server.part(UserTallyStore.class).unfolded(4))
                .doesNotContain(acme.id().value());
        server.newUser(acme, "another");
        assertThat(users.count(acme.id())).isEqualTo(6);
    }
}
