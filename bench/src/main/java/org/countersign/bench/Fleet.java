package org.countersign.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.countersign.device.MemoryRecordStore;
import org.countersign.device.Phone;
import org.countersign.device.Platform;
import org.countersign.device.SoftwareKeyStore;
import org.countersign.device.wire.DeviceDescription;
import org.countersign.testkit.ServerProcess;

/** Users with a phone each, enrolled over the public API as anybody's would be. */
final class Fleet {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String PASSWORD = "correct horse battery";

    private final ServerProcess server;
    private final PhoneTransport transport = new PhoneTransport();
    private final SecureRandom random = new SecureRandom();
    private final List<Member> members = new ArrayList<>();

    Fleet(ServerProcess server) {
        this.server = server;
    }

    /**
     * A user and the phone that holds the user's token.
     *
     * @param prepared event-based passcodes that the phone has shown and nobody has used
     */
    record Member(String userName, String userId, Phone phone, String serial, Queue<String> prepared) {
        String password() {
            return PASSWORD;
        }

        /** Returns the next event-based passcode. */
        String passcode() {
            String ready = prepared.poll();
            return ready == null ? phone.passcode(serial).exposed() : ready;
        }

        /** Lets the phone show passcodes until so many are in hand: that work is not what a load measures. */
        void prepare(int passcodes) {
            String before = "";
            while (prepared.size() < passcodes) {
                String next = phone.passcode(serial).exposed();
                // Once in a million, a passcode looks like the one before it; the server takes it for a replay.
                if (!next.equals(before)) {
                    prepared.add(next);
                }
                before = next;
            }
        }
    }

    List<Member> members() {
        return members;
    }

    /** Sets how new tokens make passcodes, and how many digits a push request asks for. */
    void policy(String mode, int numberDigits, int unansweredLimit) throws IOException {
        try (HttpConnection api = new HttpConnection(server.pages(), server.apiKey())) {
            JsonObject policy = json(api.get("/api/v1/policy"), 200);
            policy.getAsJsonObject("tokens").addProperty("mode", mode);
            JsonObject push = policy.getAsJsonObject("push");
            push.addProperty("numberDigits", numberDigits);
            push.addProperty("unansweredLimit", unansweredLimit);
            json(api.put("/api/v1/policy", policy.toString()), 200);
        }
    }

    /** How long enrollments took, one by one and all together. */
    record Enrollments(Latencies latencies, double perSecond) {}

    /** Enrolls {@code count} new users, {@code parallel} at a time; the users are made before the clock runs. */
    Enrollments enroll(int count, int parallel) throws IOException, InterruptedException, ExecutionException {
        try (HttpConnection api = new HttpConnection(server.pages(), server.apiKey())) {
            expect(api.post("/api/v1/tokens/allocate", "{\"count\":" + count + "}"), 204);
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
            List<List<Invited>> invited = all(threads, parallel, () -> invite(count / parallel));
            Iterator<List<Invited>> shares = invited.iterator();
            long started = System.nanoTime();
            List<Latencies> parts = all(threads, parallel, () -> enroll(next(shares)));
            double seconds = (System.nanoTime() - started) / 1e9;
            Latencies latencies = new Latencies();
            parts.forEach(latencies::addAll);
            return new Enrollments(latencies, latencies.count() / seconds);
        }
    }

    /** A user who may enroll. */
    private record Invited(String userName, String userId, String activation) {}

    private static <T> List<T> all(ExecutorService threads, int parallel, Callable<T> work)
            throws InterruptedException, ExecutionException {
        List<T> results = new ArrayList<>();
        for (Future<T> result : threads.invokeAll(Collections.nCopies(parallel, work))) {
            results.add(result.get());
        }
        return results;
    }

    private static synchronized List<Invited> next(Iterator<List<Invited>> shares) {
        return shares.next();
    }

    private List<Invited> invite(int count) throws IOException {
        List<Invited> invited = new ArrayList<>();
        try (HttpConnection api = new HttpConnection(server.pages(), server.apiKey())) {
            for (int i = 0; i < count; i++) {
                String userName = "bench-" + NUMBER.incrementAndGet();
                JsonObject user = json(
                        api.post(
                                "/api/v1/users",
                                "{\"userName\":\"" + userName + "\",\"password\":\"" + PASSWORD + "\"}"),
                        201);
                String userId = user.get("id").getAsString();
                String activation = json(api.post("/api/v1/users/" + userId + "/enrollments", "{}"), 201)
                        .get("activation")
                        .getAsString();
                invited.add(new Invited(userName, userId, activation));
            }
        }
        return invited;
    }

    private Latencies enroll(List<Invited> invited) throws IOException {
        Latencies latencies = new Latencies();
        for (Invited user : invited) {
            long started = System.nanoTime();
            Phone phone = newPhone();
            var enrollment = phone.enroll(user.activation(), Optional.empty());
            enrollment.finish(user.userName(), Optional.empty(), true);
            String serial = enrollment.activate(Optional.empty()).serial();
            latencies.add(System.nanoTime() - started);
            synchronized (members) {
                members.add(new Member(user.userName(), user.userId(), phone, serial, new ConcurrentLinkedQueue<>()));
            }
        }
        return latencies;
    }

    private Phone newPhone() {
        MemoryRecordStore records = new MemoryRecordStore();
        byte[] key = new byte[SoftwareKeyStore.KEY_LENGTH];
        random.nextBytes(key);
        return new Phone(new Platform(
                transport,
                new SoftwareKeyStore(key, records, random),
                records,
                Clock.systemUTC(),
                random,
                new DeviceDescription("linux", "other", "Linux", "Countersign Bench", true)));
    }

    static JsonObject json(HttpConnection.Answer answer, int status) throws IOException {
        expect(answer, status);
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    static void expect(HttpConnection.Answer answer, int status) throws IOException {
        if (answer.status() != status) {
            throw new IOException("expected " + status + ", got " + answer.status() + ": " + answer.body());
        }
    }
}
