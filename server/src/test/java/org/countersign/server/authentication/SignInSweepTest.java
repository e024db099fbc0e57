package org.countersign.server.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sign-ins leave nothing behind but their record. */
class SignInSweepTest {
    private static final RunningServer SERVER = RunningServer.get();

    private final VirtualServer acme = SERVER.newVirtualServer();

    private int rows() {
        return SERVER.part(JdbcClient.class)
                .sql("select count(*) from sign_in where virtual_server_id = ?")
                .param(acme.id().value())
                .query(Integer.class)
                .single();
    }

    private void age(String interval) {
        SERVER.part(JdbcClient.class)
                .sql("update sign_in set created_at = created_at - ?::interval where virtual_server_id = ?")
                .params(interval, acme.id().value())
                .update();
        SERVER.part(SignInSweep.class).forget();
    }

    @Test
    void forgetsASignInAfterADay() {
        SERVER.newUser(acme, "alice");
        Application wiki = SERVER.part(VirtualServers.class).createApplication(acme.id(), "Wiki", new Actor.Server());
        Visitor visitor = new Visitor("203.0.113.9", null, null);
        assertThat(SERVER.part(SignIns.class).begin(wiki, "oidc", visitor, "alice", "correct horse"))
                .isInstanceOf(PasswordStep.SecondFactorNext.class);
        age("23 hours");
        assertThat(rows()).isEqualTo(1);
        age("2 hours");
        assertThat(rows()).isZero();
    }
}
