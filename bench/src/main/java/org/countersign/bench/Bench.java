package org.countersign.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.countersign.testkit.ServerProcess;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * {@code ./countersign bench [NAME…]}: prints the table of docs/performance.md. Names: match, passcodes, passwords, push,
 * enroll, live, start, offline, report, console, kill, profile; without a name all but the last four.
 */
public final class Bench {
    private static final Set<String> ALL =
            Set.of("match", "passcodes", "passwords", "push", "enroll", "live", "start", "offline");
    private static final int PHONES = 512;
    private static final int LIVE = 10_000;

    /** So long it takes on two processors until the JDK has compiled what a check needs. */
    private static final Duration WARM_UP = Duration.ofSeconds(45);

    private final Table table = new Table(System.out);
    private final Path folder;
    private final Path root =
            Path.of(System.getProperty("countersign.root", ".")).toAbsolutePath();

    private Bench(Path folder) {
        this.folder = folder;
    }

    /** Runs the benchmarks named on the command line. */
    public static void main(String[] names) throws Exception {
        Set<String> chosen = new TreeSet<>(names.length == 0 ? ALL : Arrays.asList(names));
        Path folder = Files.createTempDirectory("countersign-bench");
        Bench bench = new Bench(folder);
        if (chosen.remove("match")) {
            bench.match();
        }
        if (chosen.remove("start")) {
            bench.startUp();
        }
        if (chosen.remove("offline")) {
            bench.table.row(
                    "passcode on the screen after a cold start without a network, 10 starts",
                    new OfflineStart(bench.root, folder.resolve("profile")).run(bench.launch("offline")));
        }
        if (chosen.remove("kill")) {
            bench.kill();
        }
        if (chosen.remove("report")) {
            bench.report();
        }
        if (chosen.remove("console")) {
            bench.console();
        }
        if (!chosen.isEmpty()) {
            bench.load(chosen);
        }
    }

    private ServerProcess.Launch launch(String name) {
        Path server = root.resolve("build/server");
        return new ServerProcess.Launch(
                List.of(root.resolve("countersign").toString(), "run-server"), server, folder.resolve(name), List.of());
    }

    /** A server with a database of its own process; such a server makes no master key by itself. */
    private ServerProcess.Launch launch(String name, BenchDatabase database) throws IOException {
        ServerProcess.Launch launch = launch(name).with("--countersign.database=" + database.url());
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Files.createDirectories(launch.data());
        Files.write(launch.data().resolve("master.key"), key);
        return launch;
    }

    private void match() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(MatchBenchmark.class.getSimpleName())
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.seconds(2))
                        .output(folder.resolve("jmh.txt").toString())
                        .build())
                .run();
        for (RunResult result : results) {
            table.row(
                    "passcode match, " + result.getPrimaryResult().getLabel() + ", one thread",
                    String.format(
                            Locale.ROOT, "%,.0f/s", result.getPrimaryResult().getScore()));
        }
    }

    private void startUp() throws IOException, InterruptedException {
        ServerProcess.Launch launch = launch("start");
        ServerProcess.start(launch).close();
        double[] seconds = new double[5];
        long resident = 0;
        for (int i = 0; i < seconds.length; i++) {
            try (ServerProcess server = ServerProcess.start(launch)) {
                seconds[i] = server.startUp().toMillis() / 1000.0;
                resident = server.residentMebibytes();
            }
        }
        Arrays.sort(seconds);
        table.row(
                "start-up to ready, existing data, median of 5",
                String.format(Locale.ROOT, "%.1f s, resident memory %d MiB (server process)", seconds[2], resident));
    }

    private void kill() throws IOException, InterruptedException, ExecutionException, SQLException {
        try (BenchDatabase database = new BenchDatabase(folder.resolve("kill-database"))) {
            ServerProcess.Launch launch = launch("kill", database);
            table.row("kill -9 under load", new KillHarness(launch, database).run(20));
        }
    }

    private void report() throws IOException, InterruptedException, SQLException {
        try (BenchDatabase database = new BenchDatabase(folder.resolve("report-database"))) {
            ServerProcess.Launch launch = launch("report", database).under(List.of("env", "COUNTERSIGN_HEAP=160m"));
            try (ServerProcess server = ServerProcess.start(launch)) {
                new Population(database).fill();
                ReportLoad load = new ReportLoad(server);
                table.row(
                        "'Users with tokens' as CSV, 1,000,000 users, -Xmx160m",
                        load.run("users-with-tokens?format=csv"));
                table.row("the same as JSON", load.run("users-with-tokens?format=json"));
            }
        }
    }

    private void console() throws IOException, InterruptedException, SQLException {
        try (BenchDatabase database = new BenchDatabase(folder.resolve("console-database"));
                ServerProcess server = ServerProcess.start(launch("console", database))) {
            Population population = new Population(database);
            population.fill();
            population.fillForOperators();
            new ConsoleLoad(database, server).run(table);
        }
    }

    private void load(Set<String> chosen) throws IOException, InterruptedException, ExecutionException, SQLException {
        try (BenchDatabase database = new BenchDatabase(folder.resolve("database"));
                ServerProcess server = ServerProcess.start(launch("server", database))) {
            Fleet fleet = new Fleet(server);
            fleet.policy("HOTP", 0, 10);
            fleet.enroll(64, 8);
            Fleet.Enrollments enrollments = fleet.enroll(PHONES - 64, 8);
            if (chosen.contains("enroll")) {
                table.row(
                        "enrollments, 8 at a time, each from activation string to active token",
                        String.format(
                                Locale.ROOT,
                                "%,.0f/s, p50 %s, p99 %s",
                                enrollments.perSecond(),
                                enrollments.latencies().percentile(50),
                                enrollments.latencies().percentile(99)));
            }
            // Phones with passcodes in hand are ahead of the server; those that approve must not be.
            List<Fleet.Member> typing = fleet.members().subList(0, PHONES / 2);
            List<Fleet.Member> approving = fleet.members().subList(PHONES / 2, PHONES);
            if (chosen.contains("passcodes")) {
                passcodes(database, server, typing);
            }
            if (chosen.contains("profile")) {
                for (int second = 0; second < 120; second += 10) {
                    table.row(
                            "durable passcode checks over REST, 32 connections, from second " + second,
                            new PasscodeLoad(server, typing)
                                    .run(32, Duration.ofSeconds(10), false)
                                    .text());
                }
            }
            if (chosen.contains("passwords")) {
                table.row(
                        "password and passcode, 8 connections",
                        new PasscodeLoad(server, typing)
                                .run(8, Duration.ofSeconds(10), true)
                                .text());
            }
            if (chosen.contains("push")) {
                push(server, approving);
            }
            if (chosen.contains("live")) {
                table.row("live connections", new LiveLoad(server, fleet.members()).run(LIVE));
            }
        }
    }

    private void passcodes(BenchDatabase database, ServerProcess server, List<Fleet.Member> typing)
            throws InterruptedException, ExecutionException, SQLException {
        PasscodeLoad load = new PasscodeLoad(server, typing);
        load.run(32, WARM_UP, false);
        for (int connections : new int[] {1, 8, 32}) {
            table.row(
                    "durable passcode checks over REST, " + connections + " connections",
                    load.run(connections, Duration.ofSeconds(10), false).text());
        }
        BareLoop bare = new BareLoop(database);
        bare.run(16, Duration.ofSeconds(3));
        table.row(
                "the same statements by a bare loop, 16 connections",
                String.format(Locale.ROOT, "%,.0f/s", bare.run(16, Duration.ofSeconds(10))));
    }

    private void push(ServerProcess server, List<Fleet.Member> approving)
            throws InterruptedException, ExecutionException {
        PushLoad load = new PushLoad(server, approving);
        load.run(1, 200);
        table.row("push round trip, 1 in flight", load.run(1, 300));
        load.run(200, 5);
        table.row("push round trip, 200 in flight", load.run(200, 20));
    }
}
