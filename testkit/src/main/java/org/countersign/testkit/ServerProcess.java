package org.countersign.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The built server in demo mode, in a process of its own: pages on a port, the app on the next one, Acme Wiki on the one
 * after.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Launch launch;
    private final int port;
    private final Duration startUp;

    private ServerProcess(Process process, Launch launch, int port, Duration startUp) {
        this.process = process;
        this.launch = launch;
        this.port = port;
        this.startUp = startUp;
    }

    /**
     * How to start a server.
     *
     * @param java command up to and with {@code -jar FILE}
     * @param folder working directory
     * @param data folder for its data; its output goes to {@code server.log} there
     * @param settings further settings, {@code --name=value}
     */
    public record Launch(List<String> java, Path folder, Path data, List<String> settings) {

        /** The jar as the build made it, for tests. */
        public static Launch ofJar(Path root, Path data) {
            return new Launch(
                    List.of(
                            javaProgram(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-jar",
                            root.resolve("server/target/countersign-server.jar").toString()),
                    root,
                    data,
                    List.of());
        }

        /** Returns this launch with one more setting. */
        public Launch with(String setting) {
            List<String> more = new ArrayList<>(settings);
            more.add(setting);
            return new Launch(java, folder, data, List.copyOf(more));
        }

        /** Returns this launch with something before its command, such as {@code env NAME=value}. */
        public Launch under(List<String> before) {
            List<String> command = new ArrayList<>(before);
            command.addAll(java);
            return new Launch(List.copyOf(command), folder, data, settings);
        }

        private static String javaProgram() {
            return Path.of(System.getProperty("java.home"), "bin", "java").toString();
        }
    }

    /** Starts a server on free ports and waits until it is ready. */
    public static ServerProcess start(Launch launch) throws IOException, InterruptedException {
        return start(launch, freePorts());
    }

    /** Starts a server on {@code port} and the two after it, and waits until it is ready. */
    public static ServerProcess start(Launch launch, int port) throws IOException, InterruptedException {
        Files.createDirectories(launch.data());
        List<String> command = new ArrayList<>(launch.java());
        command.add("--server.port=" + port);
        command.add("--countersign.data=" + launch.data());
        command.add("--countersign.pages-origin=http://localhost:" + port);
        command.add("--countersign.app-origin=http://localhost:" + (port + 1));
        command.add("--countersign.wiki-origin=http://127.0.0.1:" + (port + 2));
        command.addAll(launch.settings());
        long started = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .directory(launch.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(launch).toFile()))
                .start();
        awaitReady(process, port, log(launch));
        return new ServerProcess(process, launch, port, Duration.ofNanos(System.nanoTime() - started));
    }

    /** Returns the origin of pages and REST API. */
    public URI pages() {
        return URI.create("http://localhost:" + port);
    }

    /** Returns the origin of the app and the device API. */
    public URI app() {
        return URI.create("http://localhost:" + (port + 1));
    }

    /** Returns the origin of Acme Wiki. */
    public URI wiki() {
        return URI.create("http://127.0.0.1:" + (port + 2));
    }

    /** Returns the port of the pages. */
    public int port() {
        return port;
    }

    /** Returns how long it took from the command to readiness. */
    public Duration startUp() {
        return startUp;
    }

    /** Returns the key of the demo's API client. */
    public String apiKey() throws IOException {
        return Files.readString(launch.data().resolve("demo-api-key")).strip();
    }

    /** Returns everything that the server has printed. */
    public String output() throws IOException {
        return Files.readString(log(launch), StandardCharsets.UTF_8);
    }

    /** Returns the resident memory of the server's process, without its database, in MiB (Linux only). */
    public long residentMebibytes() throws IOException {
        return mebibytes("VmRSS:");
    }

    /** Returns the most that it ever was. */
    public long peakMebibytes() throws IOException {
        return mebibytes("VmHWM:");
    }

    private long mebibytes(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                        .filter(line -> line.startsWith(name))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElse(0)
                / 1024;
    }

    /** Kills the server as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server survived being killed");
        }
    }

    /** Stops the server as an operator would. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Path log(Launch launch) {
        return launch.data().resolve("server.log");
    }

    private static void awaitReady(Process process, int port, Path log) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest ready = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + port + "/actuator/health/readiness"))
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
        throw new IOException("the server did not become ready:\n" + Files.readString(log));
    }

    /** Below the range from which systems take the ports of outgoing connections, so that none takes it in between. */
    private static int freePorts() throws IOException {
        for (int tries = 0; tries < 50; tries++) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 30_000);
            if (isFree(port) && isFree(port + 1) && isFree(port + 2)) {
                return port;
            }
        }
        throw new IOException("no three free ports in a row");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
