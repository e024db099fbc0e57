package org.countersign.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.countersign.testkit.ServerProcess;

/**
 * Kills the server under load, starts it again, and checks that no acknowledged success is lost and no passcode is
 * accepted twice: every passcode that was ever sent is sent again after the restart and must be refused if it had been
 * accepted. In the end every acceptance that anybody saw is on record, no more are than passcodes were sent, and no link of
 * the record is missing.
 */
final class KillHarness {
    private static final int CONNECTIONS = 16;

    private final ServerProcess.Launch launch;
    private final BenchDatabase database;

    KillHarness(ServerProcess.Launch launch, BenchDatabase database) {
        this.launch = launch;
        this.database = database;
    }

    /** A question that was sent, and whether its acceptance was acknowledged. */
    private record Sent(String body, boolean acknowledged) {}

    /** Kills the server {@code times} times; returns what was seen, or throws when a promise is broken. */
    String run(int times) throws IOException, InterruptedException, ExecutionException, SQLException {
        ServerProcess server = ServerProcess.start(launch);
        Fleet fleet = new Fleet(server);
        fleet.policy("HOTP", 0, 10);
        fleet.enroll(CONNECTIONS * 4, 4);
        long acknowledged = 0;
        long replayed = 0;
        long seenAccepted = 0;
        long everSent = 0;
        try {
            for (int round = 0; round < times; round++) {
                Queue<Sent> sent = loadUntilKilled(server, fleet, Duration.ofMillis(400L + 37L * round));
                server = ServerProcess.start(launch, server.port());
                try (HttpConnection api = new HttpConnection(server.pages(), server.apiKey())) {
                    for (Sent each : sent) {
                        boolean again = api.post("/api/v1/authenticate", each.body())
                                .body()
                                .contains("\"accepted\"");
                        if (each.acknowledged() && again) {
                            throw new IllegalStateException("a passcode was accepted twice, across a kill");
                        }
                        acknowledged += each.acknowledged() ? 1 : 0;
                        seenAccepted += each.acknowledged() || again ? 1 : 0;
                        replayed++;
                    }
                    for (Fleet.Member member : fleet.members()) {
                        seenAccepted += api.post("/api/v1/authenticate", PasscodeLoad.question(member, false))
                                        .body()
                                        .contains("\"accepted\"")
                                ? 1
                                : 0;
                    }
                    everSent += sent.size() + fleet.members().size();
                }
            }
            long recorded = checkRecord(seenAccepted, everSent);
            return times + " kills, " + acknowledged + " acknowledged successes, none lost; " + replayed
                    + " passcodes sent again, none accepted twice; " + recorded + " successes on record for "
                    + seenAccepted
                    + " seen, every link there";
        } finally {
            server.close();
        }
    }

    /** Returns how many successes are on record: those that were seen, and some whose answer the kill swallowed. */
    private long checkRecord(long seenAccepted, long everSent) throws SQLException {
        long recorded = number("select count(*) from audit_event where type = 'SIGN_IN_SUCCEEDED'");
        if (recorded < seenAccepted || recorded > everSent) {
            throw new IllegalStateException(
                    recorded + " successes on record, " + seenAccepted + " seen, " + everSent + " passcodes sent");
        }
        long broken = number("""
                select count(*) from audit_chain as chain
                where sequence <> (select count(*) from audit_event as event
                                   where event.virtual_server_id = chain.virtual_server_id and event.lane = chain.lane)
                """);
        if (broken > 0) {
            throw new IllegalStateException(broken + " lanes of the record have lost an entry");
        }
        return recorded;
    }

    private long number(String query) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Queue<Sent> loadUntilKilled(ServerProcess server, Fleet fleet, Duration load)
            throws InterruptedException, IOException {
        Queue<Sent> sent = new ConcurrentLinkedQueue<>();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong accepted = new AtomicLong();
        CountDownLatch warm = new CountDownLatch(CONNECTIONS);
        String key = server.apiKey();
        Thread[] people = new Thread[CONNECTIONS];
        for (int i = 0; i < CONNECTIONS; i++) {
            List<Fleet.Member> share = fleet.members().subList(i * 4, i * 4 + 4);
            people[i] = Thread.ofPlatform().start(() -> use(server, key, share, sent, stop, accepted, warm));
        }
        warm.await(30, TimeUnit.SECONDS);
        TimeUnit.MILLISECONDS.sleep(load.toMillis());
        server.kill();
        stop.set(true);
        for (Thread person : people) {
            person.join();
        }
        if (accepted.get() == 0) {
            throw new IllegalStateException("nothing was accepted before the kill: the round shows nothing");
        }
        return sent;
    }

    private static void use(
            ServerProcess server,
            String key,
            List<Fleet.Member> members,
            Queue<Sent> sent,
            AtomicBoolean stop,
            AtomicLong accepted,
            CountDownLatch warm) {
        String body = "";
        try (HttpConnection api = new HttpConnection(server.pages(), key)) {
            for (int i = 0; !stop.get(); i++) {
                body = PasscodeLoad.question(members.get(i % members.size()), false);
                boolean success = api.post("/api/v1/authenticate", body).body().contains("\"accepted\"");
                sent.add(new Sent(body, success));
                accepted.addAndGet(success ? 1 : 0);
                if (i == 3) {
                    warm.countDown();
                }
            }
        } catch (IOException killed) {
            sent.add(new Sent(body, false));
        }
    }
}
