package org.countersign.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The built server in a process of its own, started as {@code ./countersign start} starts it. */
final class ServerProcess implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final URI pages;
    private final URI app;
    private final Path data;
    private final Duration startUp;

    private ServerProcess(Process process, URI pages, URI app, Path data, Duration startUp) {
        this.process = process;
        this.pages = pages;
        this.app = app;
        this.data = data;
        this.startUp = startUp;
    }

    /** Starts the server on three free ports in a row and waits until it is ready. */
    static ServerProcess start(Path data, List<String> settings) throws IOException, InterruptedException {
        return start(data, freePorts(), settings);
    }

    /** Starts the server on {@code port} and the two after it. */
    static ServerProcess start(Path data, int port, List<String> settings) throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("countersign.root", "."));
        List<String> command = new ArrayList<>(List.of(
                root.resolve("countersign").toString(),
                "start",
                "--port",
                String.valueOf(port),
                "--data",
                data.toString(),
                "--"));
        command.addAll(settings);
        long started = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve("server.log").toFile()))
                .start();
        URI pages = URI.create("http://localhost:" + port);
        awaitReady(process, pages, data);
        return new ServerProcess(
                process,
                pages,
                URI.create("http://localhost:" + (port + 1)),
                data,
                Duration.ofNanos(System.nanoTime() - started));
    }

    URI pages() {
        return pages;
    }

    URI app() {
        return app;
    }

    int port() {
        return pages.getPort();
    }

    /** Returns how long it took from the command to readiness. */
    Duration startUp() {
        return startUp;
    }

    /** Returns the key of the demo's API client. */
    String apiKey() throws IOException {
        return Files.readString(data.resolve("demo-api-key")).strip();
    }

    /** Returns the resident memory of the server's process (not its database) in MiB. */
    long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElse(0)
                / 1024;
    }

    /** Kills the server as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitReady(Process process, URI pages, Path data) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest ready = HttpRequest.newBuilder(pages.resolve("/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            long patienceEnds = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < patienceEnds && process.isAlive()) {
                try {
                    if (client.send(ready, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    // The port is not open yet.
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
        process.destroyForcibly();
        throw new IOException("the server did not become ready; see " + data.resolve("server.log"));
    }

    private static int freePorts() throws IOException {
        for (int tries = 0; tries < 50; tries++) {
            try (ServerSocket first = new ServerSocket(0)) {
                int port = first.getLocalPort();
                if (port < 65_000) {
                    try (ServerSocket second = new ServerSocket(port + 1);
                            ServerSocket third = new ServerSocket(port + 2)) {
                        if (second.isBound() && third.isBound()) {
                            return port;
                        }
                    } catch (IOException taken) {
                        continue;
                    }
                }
            }
        }
        throw new IOException("no three free ports in a row");
    }
}
