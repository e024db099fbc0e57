package org.countersign.server.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * After a whole journey no seed, passcode, password, enrollment secret, key, session or token of OpenID Connect is in any log
 * line, address, error or row of the database, in whatever spelling; and the search finds one that is planted there.
 */
class CanaryTest {
    private static final RunningServer SERVER = RunningServer.planted(HttpRecorder.Planted.class);
    private static final Canaries CANARIES = new Canaries();
    private static final LogRecorder LOG = new LogRecorder();

    @BeforeAll
    static void walk() throws Exception {
        new Journey(SERVER, CANARIES).walk();
    }

    @AfterAll
    static void stop() {
        LOG.close();
        SERVER.close();
    }

    private static List<String> leaks(List<String> texts) {
        return texts.stream()
                .flatMap(text -> CANARIES.in(text).stream().map(name -> name + " in: " + text))
                .toList();
    }

    /** Returns every row of every table, as the database would print it. */
    private static Map<String, List<String>> rows() {
        JdbcClient jdbc = SERVER.part(JdbcClient.class);
        return jdbc
                .sql("select table_name from information_schema.tables where table_schema = 'public'")
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.toMap(
                        table -> table,
                        table -> jdbc.sql("select t::text from \"" + table + "\" t")
                                .query(String.class)
                                .list(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    @Test
    void noLogLineHoldsASecret() {
        assertThat(LOG.lines()).hasSizeGreaterThan(100);
        assertThat(leaks(LOG.lines())).isEmpty();
    }

    @Test
    void noErrorHoldsASecret() {
        List<String> errors = SERVER.part(HttpRecorder.class).errors();
        assertThat(errors).hasSizeGreaterThan(20).noneMatch(error -> error.startsWith("5"));
        assertThat(leaks(errors)).isEmpty();
    }

    @Test
    void noAddressHoldsASecret() {
        List<String> addresses = SERVER.part(HttpRecorder.class).addresses();
        assertThat(addresses).hasSizeGreaterThan(50);
        assertThat(leaks(addresses)).isEmpty();
    }

    @Test
    void noRowHoldsASecret() {
        Map<String, List<String>> rows = rows();
        assertThat(rows.get("audit_event")).hasSizeGreaterThan(20);
        assertThat(rows.get("token")).isNotEmpty();
        rows.forEach((table, texts) -> assertThat(leaks(texts)).as(table).isEmpty());
    }

    @Test
    void noticesALogLineThatHoldsASecret() {
        Canaries planted = new Canaries();
        planted.text("planted", "a secret that slips out");
        LoggerFactory.getLogger("org.countersign.planted")
                .atDebug()
                .addKeyValue("passcode", "a secret that slips out")
                .log("planted");
        assertThat(LOG.lines()).anyMatch(line -> !planted.in(line).isEmpty());
    }

    @Test
    void noticesAnAuditRowThatHoldsASecret() {
        VirtualServer other = SERVER.newVirtualServer();
        String typed = "a secret typed into the wrong field";
        SERVER.part(TransactionOperations.class)
                .executeWithoutResult(status -> SERVER.part(Audit.class)
                        .append(AuditEvent.of(other.id(), AuditType.PASSWORD_REFUSED, new Actor.Server())
                                .with("userName", typed)));
        Canaries planted = new Canaries();
        planted.text("planted", typed);
        assertThat(rows().get("audit_event")).anyMatch(row -> !planted.in(row).isEmpty());
    }

    @Test
    void noticesEverySpelling() {
        Canaries planted = new Canaries();
        planted.bytes("seed", new byte[] {1, -2, 3, -4, 5, -6, 7, -8, 9, -10});
        for (String text : List.of(
                "\\x01fe03fc05fa07f809f6",
                "01FE03FC05FA07F809F6",
                "Af4D/AX6B/gJ9g",
                "Af4D_AX6B_gJ9g",
                "x: [1, -2, 3, -4, 5, -6, 7, -8, 9, -10]",
                "AH7AH7AF7ID7QCPW")) {
            assertThat(planted.in("before " + text + " after")).as(text).containsExactly("seed");
        }
        assertThat(planted.in("before 01fe03fc05fa07f809 after")).isEmpty();
    }
}
