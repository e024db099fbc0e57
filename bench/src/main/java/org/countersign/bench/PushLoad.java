package org.countersign.bench;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.countersign.device.LiveEvent;
import org.countersign.testkit.ServerProcess;

/** Push requests to phones on live connections that approve at once: from the start of the request to its use. */
final class PushLoad {
    private final ServerProcess server;
    private final List<Fleet.Member> members;

    PushLoad(ServerProcess server, List<Fleet.Member> members) {
        this.server = server;
        this.members = members;
    }

    /** Runs {@code rounds} push requests for each of {@code inFlight} users at the same time. */
    String run(int inFlight, int rounds) throws InterruptedException, ExecutionException {
        List<Fleet.Member> chosen = members.subList(0, inFlight);
        CountDownLatch live = new CountDownLatch(inFlight);
        Latencies all = new Latencies();
        long started;
        try (ExecutorService phones = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService people = Executors.newFixedThreadPool(inFlight)) {
            chosen.forEach(member -> phones.execute(() -> approveAll(member, live)));
            if (!live.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not all phones are live");
            }
            started = System.nanoTime();
            List<Future<Latencies>> parts = people.invokeAll(IntStream.range(0, inFlight)
                    .<Callable<Latencies>>mapToObj(i -> () -> signIn(chosen.get(i), rounds))
                    .toList());
            for (Future<Latencies> part : parts) {
                all.addAll(part.get());
            }
            phones.shutdownNow();
        }
        double perSecond = all.count() / ((System.nanoTime() - started) / 1e9);
        return String.format(Locale.ROOT, "p50 %s, p99 %s, %,.0f/s", all.percentile(50), all.percentile(99), perSecond);
    }

    private void approveAll(Fleet.Member member, CountDownLatch live) {
        try {
            live.countDown();
            member.phone().follow(server.app().toString(), event -> {
                if (event instanceof LiveEvent.Requested requested) {
                    approve(member, requested);
                }
                return !Thread.currentThread().isInterrupted();
            });
        } catch (IOException closed) {
            // The run is over, or the login side will see that nobody answers.
        }
    }

    private static void approve(Fleet.Member member, LiveEvent.Requested requested) {
        try {
            member.phone().approve(requested.request(), Optional.empty(), false);
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    private Latencies signIn(Fleet.Member member, int rounds) throws IOException {
        Latencies latencies = new Latencies();
        try (HttpConnection api = new HttpConnection(server.pages(), server.apiKey())) {
            String order = "{\"userName\":\"" + member.userName() + "\",\"ip\":\"192.0.2.1\"}";
            for (int round = 0; round < rounds; round++) {
                long started = System.nanoTime();
                JsonObject progress = Fleet.json(api.post("/api/v1/push-requests", order), 201);
                String path = "/api/v1/push-requests/" + progress.get("id").getAsString();
                while (progress.get("state").getAsString().equals("pending")) {
                    progress = Fleet.json(api.get(path + "?wait=30"), 200);
                }
                latencies.add(System.nanoTime() - started);
                JsonObject used = Fleet.json(api.post(path + "/use", "{}"), 200);
                if (!used.get("result").getAsString().equals("accepted")) {
                    throw new IOException("an approval could not be used: " + progress);
                }
            }
        }
        return latencies;
    }
}
