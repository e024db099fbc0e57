package org.countersign.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.countersign.server.kernel.Reach;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** How far work from outside reaches in the database, whatever its statements say. */
class IsolationTest {
    private static final RunningServer SERVER = RunningServer.get();

    private final JdbcClient jdbc = SERVER.part(JdbcClient.class);
    private final VirtualServer acme = SERVER.newVirtualServer("Acme");
    private final VirtualServer zebra = SERVER.newVirtualServer("Zebra");

    private int tokens() {
        return jdbc.sql("select count(*) from token where virtual_server_id in (?, ?)")
                .params(acme.id().value(), zebra.id().value())
                .query(Integer.class)
                .single();
    }

    private int tokensReached(Runnable before) {
        AtomicInteger seen = new AtomicInteger();
        Reach.outside(Reach.Extent.SEVERAL, () -> {
            before.run();
            seen.set(tokens());
        });
        return seen.get();
    }

    @Test
    void reachesNothingBeforeItSaysWhatItIsFor() {
        assertThat(tokensReached(() -> {})).isZero();
    }

    @Test
    void reachesWhatItEntered() {
        assertThat(tokensReached(() -> Reach.enter(acme.id()))).isEqualTo(100);
        assertThat(tokensReached(() -> {
                    Reach.enter(acme.id());
                    Reach.enter(zebra.id());
                }))
                .isEqualTo(200);
        assertThat(tokens()).isEqualTo(200);
    }

    @Test
    void writesNothingElsewhere() {
        Reach.outside(Reach.Extent.ONE, () -> {
            Reach.enter(acme.id());
            assertThat(jdbc.sql("update token set name = 'stolen' where virtual_server_id = ?")
                            .param(zebra.id().value())
                            .update())
                    .isZero();
            assertThatThrownBy(() -> SERVER.newUser(zebra, "mallory")).isInstanceOf(DataAccessException.class);
        });
        assertThat(SERVER.part(Users.class).count(zebra.id())).isZero();
    }

    @Test
    void doesNotTurnFromOneToAnother() {
        Reach.outside(Reach.Extent.ONE, () -> {
            Reach.enter(acme.id());
            Reach.enter(acme.id());
            assertThatThrownBy(() -> Reach.enter(zebra.id())).isInstanceOf(IllegalStateException.class);
            assertThat(Reach.<Integer>everywhere(this::tokens)).isEqualTo(200);
            assertThat(tokens()).isEqualTo(100);
        });
    }

    @Test
    void doesNotChangeWithinATransaction() {
        Reach.outside(
                Reach.Extent.SEVERAL,
                () -> SERVER.part(TransactionOperations.class)
                        .executeWithoutResult(status -> assertThatThrownBy(() -> Reach.enter(acme.id()))
                                .isInstanceOf(IllegalStateException.class)));
    }

    @Test
    void holdsEveryTableWithAVirtualServersRows() {
        assertThat(jdbc.sql("""
                        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = 'public' and c.relkind = 'r' and not c.relrowsecurity
                        """).query(String.class).list())
                .containsExactlyInAnyOrder("virtual_server", "server_key", "flyway_schema_history");
    }

    @Test
    void letsNoViewSeeAcrossButThoseThatFindTheWay() {
        assertThat(jdbc.sql("""
                        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = 'public' and c.relkind = 'v'
                          and not coalesce(c.reloptions::text like '%security_invoker=true%', false)
                        """).query(String.class).list())
                .containsExactlyInAnyOrder("token_home", "enrollment_home", "typed_code_home", "api_client_home");
    }

    @Test
    void addsToTheRecordAndChangesNothingOfIt() {
        assertThatThrownBy(() -> jdbc.sql("delete from audit_event where virtual_server_id = ?")
                        .param(acme.id().value())
                        .update())
                .hasRootCauseMessage("ERROR: permission denied for table audit_event");
        assertThatThrownBy(() -> jdbc.sql("update audit_event set actor = '' where virtual_server_id = ?")
                        .param(acme.id().value())
                        .update())
                .hasRootCauseMessage("ERROR: permission denied for table audit_event");
    }
}
