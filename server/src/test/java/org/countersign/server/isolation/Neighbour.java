package org.countersign.server.isolation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.push.PushOrder;
import org.countersign.server.push.PushRequests;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Reported;
import org.countersign.server.selfservice.MailCodes;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestPhones;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A virtual server with something of everything in it, and what shows that somebody saw or changed any of it. */
public final class Neighbour {
    /** Is in everything of the neighbour's that has a text. */
    private static final String MARK = "zebra";

    /** Longer than the pauses of everything that the server does by itself for what the neighbour has. */
    private static final int QUIET_SECONDS = 4;

    /** Things that live behind a session or a mailed code, or that the server keeps for itself: no address takes their ids. */
    private static final Set<String> UNNAMED = Set.of(
            "alert_log",
            "audit_check",
            "audit_checkpoint",
            "challenge",
            "report_chunk",
            "self_enrollment",
            "sign_in",
            "standard_enrollment",
            "temporary_passcode");

    /** How far the server has looked, and what it has signed: it goes on by itself. */
    private static final Set<String> RESTLESS = Set.of("alert_position", "audit_checkpoint");

    private final JdbcClient jdbc;
    private final VirtualServer virtualServer;
    private final List<String> tables;
    private final String digests;

    /** Makes it. */
    public Neighbour(RunningServer server) {
        jdbc = server.part(JdbcClient.class);
        tables = tables();
        digests = digests();
        virtualServer = server.newVirtualServer("Zebra");
        UserAccount user = server.newUser(virtualServer, MARK + "-zoe");
        TestPhones.of(server, user);
        server.part(PushRequests.class)
                .start(new PushOrder(
                        virtualServer.id(), user.id(), MARK, "rest", MARK, Visitor.of("192.0.2.7", "Zebra/1.0")));
        TestToken.ocra(server, user, "OCRA-1:HOTP-SHA1-6:QN08");
        TestPhone.offer(server, server.newUser(virtualServer, MARK + "-una"));
        server.part(Provisioning.class)
                .provision(
                        virtualServer.id(),
                        List.of(server.newUser(virtualServer, MARK + "-ida").id()),
                        new Actor.Server());
        server.part(Operators.class)
                .create(virtualServer.id(), MARK + "-operator", null, "battery staple", new Actor.Server());
        server.part(Reactions.class)
                .report(new Reported(
                        virtualServer.id(),
                        user.id(),
                        MARK,
                        MARK,
                        "192.0.2.7",
                        MARK,
                        MARK,
                        "CS10000042",
                        server.time().instant(),
                        null,
                        false));
        server.part(MailCodes.class).send(virtualServer.id(), user.userName(), MailCodes.Purpose.ENROLL, "192.0.2.7");
        new NeighboursHousehold(server, virtualServer, MARK).fill(user);
        // The request to the phone is over, and what goes on by itself comes to its end.
        server.time().pass(Duration.ofMinutes(3));
        settle();
    }

    private void settle() {
        Map<String, String> before = state();
        for (int quiet = 0; quiet < QUIET_SECONDS; ) {
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            Map<String, String> now = state();
            quiet = now.equals(before) ? quiet + 1 : 0;
            before = now;
        }
    }

    /** Returns it. */
    public VirtualServer virtualServer() {
        return virtualServer;
    }

    /** Returns an identifier of every kind there is, by what it names. */
    public Map<String, String> identifiers() {
        return identifiers(virtualServer);
    }

    /** Returns an identifier of every kind of thing that is in {@code owner}, by what it names. */
    Map<String, String> identifiers(VirtualServer owner) {
        Map<String, String> found = new TreeMap<>();
        for (String table : tables) {
            if (UNNAMED.contains(table)) {
                continue;
            }
            for (String column : columns(table)) {
                jdbc.sql("select " + column + "::text from " + table + " where virtual_server_id = ? and " + column
                                + " is not null order by 1 desc limit 1")
                        .param(owner.id().value())
                        .query(String.class)
                        .optional()
                        .ifPresent(id -> found.put(table + "." + column, id));
            }
        }
        return found;
    }

    /** Returns the tables with things that have an identifier, but hold none of the neighbour's. */
    List<String> kindsWithout() {
        Map<String, String> found = identifiers();
        return tables.stream()
                .filter(table -> !UNNAMED.contains(table) && !columns(table).isEmpty())
                .filter(table -> columns(table).stream().noneMatch(column -> found.containsKey(table + "." + column)))
                .toList();
    }

    /** Returns texts that no answer to a stranger may hold. */
    Set<String> marks() {
        Set<String> marks = new TreeSet<>(Set.of(MARK));
        marks.addAll(jdbc.sql("select serial from token where virtual_server_id = ?")
                .param(virtualServer.id().value())
                .query(String.class)
                .list());
        return marks;
    }

    /** Returns what every table holds of the neighbour, as a digest by table. */
    public Map<String, String> state() {
        Map<String, String> state = new TreeMap<>();
        jdbc.sql(digests).param("id", virtualServer.id().value()).query(row -> {
            state.put(row.getString("name"), row.getString("digest"));
        });
        return state;
    }

    private String digests() {
        return tables.stream()
                .filter(table -> !RESTLESS.contains(table))
                .map(table -> "select '" + table
                        + "' as name, coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from "
                        + table + " t where virtual_server_id = :id")
                .collect(Collectors.joining(" union all "));
    }

    private List<String> tables() {
        return new ArrayList<>(jdbc.sql("""
                select c.table_name from information_schema.columns c
                join information_schema.tables t on t.table_name = c.table_name and t.table_schema = c.table_schema
                where c.table_schema = 'public' and c.column_name = 'virtual_server_id' and t.table_type = 'BASE TABLE'
                order by 1
                """).query(String.class).list());
    }

    private List<String> columns(String table) {
        return jdbc.sql("""
                        select column_name from information_schema.columns
                        where table_schema = 'public' and table_name = ?
                          and column_name in ('id', 'serial', 'number')
                        """).param(table).query(String.class).list();
    }
}
