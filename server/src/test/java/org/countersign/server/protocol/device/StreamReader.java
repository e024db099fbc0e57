package org.countersign.server.protocol.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.countersign.server.testing.TestPhones;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a live stream on a thread of its own. */
final class StreamReader implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final InputStream body;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    StreamReader(TestPhones phone) {
        body = phone.stream().join().body();
        Thread.ofVirtual().start(this::read);
    }

    /** An event, or a comment (name {@code :}), or the end (name {@code end}). */
    record Event(String name, JsonNode data) {}

    /** Waits for the next event. */
    Event next(Duration patience) {
        try {
            @Nullable Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError("nothing came within " + patience);
            }
            return event;
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(":")) {
                    events.add(new Event(":", JSON.createObjectNode()));
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(name, JSON.readTree(line.substring(6))));
                }
            }
        } catch (IOException closed) {
            // The end below says so.
        }
        events.add(new Event("end", JSON.createObjectNode()));
    }
}
