package org.countersign.bench;

import java.io.IOException;
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
 * accepted.
 */
final class KillHarness {
    private static final int CONNECTIONS = 16;

    private final ServerProcess.Launch launch;

    KillHarness(ServerProcess.Launch launch) {
        this.launch = launch;
    }

    /** A question that was sent, and whether its acceptance was acknowledged. */
    private record Sent(String body, boolean acknowledged) {}

    /** Kills the server {@code times} times; returns what was seen, or throws when a promise is broken. */
    String run(int times) throws IOException, InterruptedException, ExecutionException {
        ServerProcess server = ServerProcess.start(launch);
        Fleet fleet = new Fleet(server);
        fleet.policy("HOTP", 0, 10);
        fleet.enroll(CONNECTIONS * 4, 4);
        long acknowledged = 0;
        long replayed = 0;
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
                        replayed++;
                    }
                    for (Fleet.Member member : fleet.members()) {
                        Fleet.expect(api.post("/api/v1/authenticate", PasscodeLoad.question(member, false)), 200);
                    }
                }
            }
            return times + " kills, " + acknowledged + " acknowledged successes, none lost; " + replayed
                    + " passcodes sent again, none accepted twice";
        } finally {
            server.close();
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
