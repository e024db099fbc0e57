package org.countersign.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.countersign.testkit.ServerProcess;

/** Fresh event-based passcodes over REST, each of which must be accepted, as fast as so many connections can. */
final class PasscodeLoad {
    private static final int MOST_PER_SECOND = 4000;

    private final ServerProcess server;
    private final List<Fleet.Member> users;

    PasscodeLoad(ServerProcess server, List<Fleet.Member> users) {
        this.server = server;
        this.users = users;
    }

    /** What a run came to. */
    record Result(double perSecond, Latencies latencies) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%,.0f/s, p50 %s, p99 %s",
                    perSecond,
                    latencies.percentile(50),
                    latencies.percentile(99));
        }
    }

    /** Runs for {@code duration} with so many connections; each has users of its own. */
    Result run(int connections, Duration duration, boolean withPassword)
            throws InterruptedException, ExecutionException {
        int each = (int) (MOST_PER_SECOND * duration.toSeconds() / users.size());
        users.forEach(user -> user.prepare(each));
        Latencies all = new Latencies();
        long started = System.nanoTime();
        long end = started + duration.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Latencies>> parts = threads.invokeAll(IntStream.range(0, connections)
                    .<Callable<Latencies>>mapToObj(part -> () -> run(share(part, connections), end, withPassword))
                    .toList());
            for (Future<Latencies> part : parts) {
                all.addAll(part.get());
            }
        }
        return new Result(all.count() / ((System.nanoTime() - started) / 1e9), all);
    }

    private List<Fleet.Member> share(int part, int parts) {
        return IntStream.range(0, users.size())
                .filter(i -> i % parts == part)
                .mapToObj(users::get)
                .toList();
    }

    private Latencies run(List<Fleet.Member> members, long end, boolean withPassword) throws IOException {
        Latencies latencies = new Latencies();
        try (HttpConnection api = new HttpConnection(server.pages(), server.apiKey())) {
            for (int i = 0; System.nanoTime() < end; i++) {
                Fleet.Member member = members.get(i % members.size());
                String body = question(member, withPassword);
                long started = System.nanoTime();
                HttpConnection.Answer answer = api.post("/api/v1/authenticate", body);
                latencies.add(System.nanoTime() - started);
                if (answer.status() != 200 || !answer.body().contains("\"accepted\"")) {
                    throw new IOException("a fresh passcode was not accepted: " + answer);
                }
            }
        }
        return latencies;
    }

    static String question(Fleet.Member member, boolean withPassword) {
        return "{\"userName\":\"" + member.userName() + "\",\"passcode\":\"" + member.passcode() + "\""
                + (withPassword ? ",\"password\":\"" + member.password() + "\"" : "") + "}";
    }
}
