package org.countersign.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.countersign.cli.audit.VerifyAuditCommand;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.audit.ChainCheck;
import org.countersign.server.audit.Checkpoint;
import org.countersign.server.audit.ForgedChain;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import picocli.CommandLine;

@DisplayName("Evidence (S18): an export proves itself without the server, and every change to it is found where it is")
class EvidenceTest {
    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

    private final RunningServer server = RunningServer.get();
    private final Evidence evidence = server.part(Evidence.class);
    private final IntegrityChecks checks = server.part(IntegrityChecks.class);
    private final VirtualServer acme = server.newVirtualServer("Acmé GmbH");

    /** What the offline check answered. */
    private record Answer(int exitCode, String words) {}

    /** In parallel, so that several lanes get some. */
    private void append(int events) {
        try (ExecutorService workers = Executors.newFixedThreadPool(8)) {
            List<Future<?>> written = new ArrayList<>();
            for (int i = 0; i < events; i++) {
                AuditEvent event = AuditEvent.of(acme.id(), AuditType.USER_CHANGED, new Actor.Server())
                        .from("203.0.113.9")
                        .with("number", i)
                        .with("odd", "zero\u0000, lone \ud800, Ünïcode 🖊, \"quoted\"\n");
                written.add(workers.submit(() -> server.part(TransactionOperations.class)
                        .executeWithoutResult(status -> server.part(Audit.class).append(event))));
            }
            for (Future<?> each : written) {
                each.get();
            }
        } catch (InterruptedException | ExecutionException broken) {
            throw new AssertionError(broken);
        }
    }

    private List<String> export(Instant from, Instant to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            evidence.export(acme.id(), from, to, new Actor.Server(), out);
        } catch (IOException never) {
            throw new AssertionError(never);
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<String> exportOfAll() {
        return export(LONG_AGO, server.time().instant());
    }

    private static Answer verify(List<String> lines, String... options) {
        StringWriter words = new StringWriter();
        CommandLine command = VerifyAuditCommand.commandLine(
                        new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)))
                .setOut(new PrintWriter(words, true))
                .setErr(new PrintWriter(words, true))
                .setExecutionExceptionHandler((fault, line, parsed) -> {
                    words.append(fault.getMessage());
                    return CommandLine.ExitCode.USAGE;
                });
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add("-");
        return new Answer(command.execute(arguments.toArray(String[]::new)), words.toString());
    }

    private static int lineOf(List<String> lines, String part) {
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).contains(part))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> changed(List<String> lines, int at, UnaryOperator<String> change) {
        List<String> copy = new ArrayList<>(lines);
        copy.set(at, change.apply(copy.get(at)));
        return copy;
    }

    private static List<String> without(List<String> lines, int... at) {
        List<String> copy = new ArrayList<>(lines);
        for (int i = at.length - 1; i >= 0; i--) {
            copy.remove(at[i]);
        }
        return copy;
    }

    private static long count(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("{\"lane\"")).count();
    }

    @Test
    void isIntactAsExported() {
        append(40);
        evidence.checkpoint(acme.id());
        append(40);
        List<String> lines = exportOfAll();
        assertThat(count(lines)).isGreaterThanOrEqualTo(82);
        Answer answer = verify(lines, "--key", evidence.fingerprint(acme.id()));
        assertThat(answer.words()).contains("Intact").contains("Acmé GmbH").doesNotContain("Compare the fingerprint");
        assertThat(answer.exitCode()).isZero();
        assertThat(verify(lines).words()).contains("Compare the fingerprint");
    }

    @Test
    void aPartOfTheTimeBeginsAndEndsAtCheckpoints() {
        append(20);
        evidence.checkpoint(acme.id());
        server.time().pass(Duration.ofHours(2));
        Instant from = server.time().instant();
        append(30);
        server.time().pass(Duration.ofHours(2));
        Instant to = server.time().instant();
        server.time().pass(Duration.ofHours(1));
        evidence.checkpoint(acme.id());
        append(20);
        List<String> lines = export(from, to);
        assertThat(count(lines)).isEqualTo(30);
        assertThat(verify(lines).exitCode()).isZero();
        assertThat(verify(lines).words()).contains("from checkpoint 1 to checkpoint 2");
    }

    @Test
    void findsAnEdit() {
        append(30);
        List<String> lines = exportOfAll();
        int at = lineOf(lines, "\"number\":\"17\"");
        for (UnaryOperator<String> edit : List.<UnaryOperator<String>>of(
                line -> line.replace("\"number\":\"17\"", "\"number\":\"71\""),
                line -> line.replace("USER_CHANGED", "USER_CREATED"),
                line -> line.replace("203.0.113.9", "203.0.113.8"),
                line -> line.replace("\"actor\":\"server\"", "\"actor\":\"unknown\""),
                line -> line.replace("\"user\":null", "\"user\":\"" + acme.id() + "\""),
                line -> line.replaceFirst("\"at\":\"20", "\"at\":\"19"))) {
            Answer answer = verify(changed(lines, at, edit));
            assertThat(answer.exitCode()).as(answer.words()).isEqualTo(1);
            assertThat(answer.words()).contains("line " + (at + 1) + ": event ").contains("was changed");
        }
    }

    @Test
    void findsAFieldThatIsNotUnderTheHashAndANameTwice() {
        append(5);
        List<String> lines = exportOfAll();
        int at = lineOf(lines, "\"number\":\"3\"");
        assertThat(verify(changed(lines, at, line -> line.replace("\"ip\":", "\"note\":\"innocent\",\"ip\":")))
                        .words())
                .contains("line " + (at + 1) + ": it cannot be read")
                .contains("note");
        assertThat(verify(changed(lines, at, line -> line.replace("\"ip\":", "\"ip\":\"192.0.2.1\",\"ip\":")))
                        .words())
                .contains("twice");
    }

    @Test
    void findsADeletionInTheMiddleOfALane() {
        append(60);
        List<String> lines = exportOfAll();
        int at = lineOf(lines, "\"sequence\":2,");
        Answer answer = verify(without(lines, at));
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.words()).containsPattern("event 2 of lane \\d+ is missing");
    }

    @Test
    void findsAReordering() {
        append(60);
        List<String> lines = new ArrayList<>(exportOfAll());
        int at = lineOf(lines, "\"sequence\":2,");
        Collections.swap(lines, at, at - 1);
        Answer answer = verify(lines);
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.words())
                .contains("line " + (at + 1) + ": event 1 of lane")
                .contains("in the wrong place");
    }

    @Test
    void findsACutEnd() {
        append(20);
        List<String> lines = exportOfAll();
        Answer noEnd = verify(lines.subList(0, lines.size() - 1));
        assertThat(noEnd.exitCode()).isEqualTo(1);
        assertThat(noEnd.words()).contains("the file ends before its end");
        List<String> lastEventGone = without(lines, lines.size() - 2);
        lastEventGone.set(lastEventGone.size() - 1, "{\"end\":" + count(lastEventGone) + "}");
        Answer shorter = verify(lastEventGone);
        assertThat(shorter.exitCode()).isEqualTo(1);
        assertThat(shorter.words()).contains("at the end: it was cut off").contains("but has");
        Answer middleOfALine = verify(changed(lines.subList(0, 12), 11, line -> line.substring(0, line.length() / 2)));
        assertThat(middleOfALine.exitCode()).isEqualTo(1);
        assertThat(middleOfALine.words()).contains("line 12: it cannot be read");
    }

    @Test
    void findsAChangedOrMissingCheckpointAndManifest() {
        append(5);
        evidence.checkpoint(acme.id());
        append(5);
        evidence.checkpoint(acme.id());
        append(5);
        List<String> lines = exportOfAll();
        int first = lineOf(lines, "{\"checkpoint\":");
        assertThat(verify(without(lines, first + 1)).words()).contains("checkpoint 2 should stand here, not 3");
        assertThat(verify(without(lines, first + 2)).words()).contains("at which the export ends is missing");
        UnaryOperator<String> forged = line -> line.substring(0, line.length() - 12) + "AAAAAAAAAA\"}";
        assertThat(verify(changed(lines, first + 1, forged)).words())
                .contains("line 3: checkpoint 2 is not signed by its key");
        assertThat(verify(changed(
                                lines,
                                0,
                                line -> line.replaceFirst(
                                        "\"manifest\":\"([^.]+)\\.([^.]+)\\.....", "\"manifest\":\"$1.$2.AAAA")))
                        .words())
                .contains("line 1: what the export says about itself is not signed");
    }

    @Test
    void findsAnotherKeyAndNoExportAtAll() {
        append(3);
        VirtualServer other = server.newVirtualServer();
        Answer answer = verify(exportOfAll(), "--key", evidence.fingerprint(other.id()));
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.words()).contains("another key than yours: " + evidence.fingerprint(acme.id()));
        assertThat(verify(List.of("Time,Type")).exitCode()).isEqualTo(2);
        assertThat(verify(exportOfAll(), "--key", "abc").exitCode()).isEqualTo(2);
    }

    /** Somebody who may write to the database changes an event and computes all hashes behind it anew. */
    @Test
    void findsAChainThatWasComputedAnewBehindACheckpoint() {
        append(30);
        evidence.checkpoint(acme.id());
        assertThat(checks.check(acme.id())).isInstanceOf(ChainCheck.Intact.class);
        int lane = server.part(JdbcClient.class)
                .sql("select lane from audit_event where virtual_server_id = ? and details ->> 'number' = '4'")
                .param(acme.id().value())
                .query(Integer.class)
                .single();
        ForgedChain.rewrite(
                server,
                acme.id().value(),
                lane,
                "update audit_event set ip = '192.0.2.66' where details ->> 'number' = '4'");
        assertThat(server.part(Audit.class).verify(acme.id()))
                .as("the hashes alone look right")
                .isInstanceOf(ChainCheck.Intact.class);
        assertThat(checks.check(acme.id()))
                .isInstanceOfSatisfying(
                        ChainCheck.Broken.class,
                        broken -> assertThat(broken.what()).contains("signed checkpoint"));
        assertThat(verify(exportOfAll()).words()).contains("computed anew after a change");
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.AUDIT_CHAIN_BROKEN), null, 5))
                .as("the finding is on record")
                .hasSize(1);
    }

    @Test
    void writesNoCheckpointWhenNothingIsNewAndChainsThoseItWrites() {
        Checkpoint first = evidence.checkpoint(acme.id());
        assertThat(evidence.checkpoint(acme.id())).isEqualTo(first);
        append(1);
        Checkpoint second = evidence.checkpoint(acme.id());
        assertThat(second.number()).isEqualTo(first.number() + 1);
        assertThat(second.ends().events()).isEqualTo(first.ends().events() + 1);
    }

    @Test
    void staysIntactWhileOthersGoOnWriting() throws Exception {
        try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
            Future<?> writing = worker.submit(() -> append(200));
            for (int i = 0; i < 5; i++) {
                assertThat(verify(exportOfAll()).words()).contains("Intact");
                assertThat(checks.check(acme.id())).isInstanceOf(ChainCheck.Intact.class);
            }
            writing.get();
        }
    }
}
