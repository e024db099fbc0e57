package org.countersign.cli.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.countersign.cli.CountersignCli;
import org.countersign.device.TestClock;
import org.countersign.device.vectors.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("countersign-cli phone")
class PhoneCommandTest {
    private static final String TOTP = "TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=2";
    private static final String HOTP = "HOTP-SHA1-8;PIN=NONE;PUSH=1";
    private static final String SERIAL = "CS00000001";

    private final TestClock clock = new TestClock(Instant.parse("2026-11-22T10:00:05Z"));
    private final List<Duration> pauses = new ArrayList<>();

    @TempDir
    private Path folder = Path.of(".");

    private HttpStandIn site = standIn();

    /** What a run of the program came to. */
    private record Run(int exitCode, String output, String errors) {}

    private HttpStandIn standIn() {
        try {
            return new HttpStandIn(clock);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void startAnew() {
        pauses.clear();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private Run run(String... arguments) {
        return runWithInput("", arguments);
    }

    private Run runWithInput(String input, String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        Surroundings surroundings = new Surroundings(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                Optional::empty,
                clock,
                pause -> {
                    pauses.add(pause);
                    clock.advance(pause);
                },
                new JdkTransport(),
                Map.of("XDG_DATA_HOME", folder.toString()));
        CommandLine program = new CommandLine(new Root()).addSubcommand(PhoneCommand.commandLine(surroundings));
        int exitCode = program.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(Stream.concat(Stream.of("phone"), Stream.of(arguments)).toArray(String[]::new));
        return new Run(exitCode, output.toString().strip(), errors.toString().strip());
    }

    @CommandLine.Command(name = "countersign-cli")
    private static final class Root {}

    @Test
    @DisplayName("a token with a PIN is enrolled, read and refused by its PIN file")
    void keepsATokenUnderItsPin() throws IOException {
        Path pin = Files.writeString(folder.resolve("pin"), "7294\n");
        Path other = Files.writeString(folder.resolve("other"), "7295\n");
        String link = site.server.newActivation("TOTP-SHA256-6-30;PIN=TOKEN:4-8:DIGITS;TRIES=5;PUSH=1", null);
        assertThat(run("enroll", link).errors()).contains("[pin_required]");
        assertThat(run("enroll", link, "--pin-file", pin.toString()).output()).contains("Serial: " + SERIAL);
        long step = clock.instant().getEpochSecond() / 30;
        String right = Reference.hotp("SHA256", site.server.token(SERIAL).seed(), step, 6);
        assertThat(run("code", SERIAL, "--pin-file", pin.toString()).output()).isEqualTo(right);
        assertThat(run("code", SERIAL, "--pin-file", other.toString()).output())
                .hasSize(6)
                .isNotEqualTo(right);
        assertThat(run("code", SERIAL).errors()).contains("[pin_required]");
        assertThat(run("code", SERIAL, "--pin-file", folder.resolve("none").toString())
                        .errors())
                .contains("[file_unusable]");
    }

    private void enroll(String policy) {
        Run run = run("enroll", site.server.newActivation(policy, null), "--name", "My phone");
        assertThat(run.errors()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.output())
                .contains("Account: alice")
                .containsPattern("Code: [0-9]{6} ")
                .contains("Serial: CS");
    }

    @Test
    void walksTheWholeStory() {
        enroll(TOTP);
        assertThat(run("list").output()).startsWith(SERIAL + "\tMy phone\tAcme\talice\tactive\tautosend on\t" + TOTP);
        assertThat(run("code", SERIAL).output()).matches("[0-9]{6}");
        assertThat(run("requests").output()).isEqualTo("No open requests.");
        site.server.newRequest(SERIAL, 2, false, "42");
        Run requests = run("requests");
        assertThat(requests.output())
                .contains("Acme Wiki (oidc)", "alice at Acme", "Location unknown", "198.51.100.7", "Firefox, Linux")
                .contains("Time left:   60 s", "number of 2 digits");
        String id = requests.output().substring(0, 36);
        Run without = run("approve", id);
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.errors()).isEqualTo("Type the 2 digits that the sign-in page shows. [number_required]");
        Run approved = run("approve", id.substring(0, 8), "--number", "42");
        assertThat(approved.output()).isEqualTo("APPROVED");
        assertThat(approved.exitCode()).isZero();
        assertThat(site.server.token(SERIAL).stateOf(id)).isEqualTo("APPROVED");
        assertThat(run("approve", id, "--number", "42").errors()).endsWith("[request_unknown]");
    }

    @Test
    void deniesAndReports() {
        enroll(TOTP);
        site.server.newRequest(SERIAL, 0, false, null);
        String id = run("requests").output().substring(0, 36);
        assertThat(run("deny", id, "--not-me").output()).isEqualTo("REPORTED");
        site.server.newRequest(SERIAL, 0, false, null);
        assertThat(run("deny", run("requests").output().substring(0, 36)).output())
                .isEqualTo("DENIED");
    }

    @Test
    void saysThatACodeWasSentAndWaitsForTheNext() {
        enroll(TOTP);
        String before = run("code", SERIAL).output();
        site.server.newRequest(SERIAL, 0, false, null);
        run("approve", run("requests").output().substring(0, 36));
        assertThat(run("code", SERIAL).errors()).endsWith("[passcode_spent]");
        Run waited = run("code", SERIAL, "--wait");
        assertThat(waited.output()).matches("[0-9]{6}").isNotEqualTo(before);
        assertThat(pauses).containsExactly(Duration.ofSeconds(25));
    }

    @Test
    void answersChallenges() {
        enroll("OCRA-SHA256-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-6:QN08");
        Run answered = run("code", SERIAL, "--challenge", "12345678");
        assertThat(answered.output()).matches("[0-9]{6}");
        assertThat(run("code", SERIAL, "--challenge", "1234 5678").output()).isEqualTo(answered.output());
        assertThat(run("code", SERIAL, "--challenge", "1234567").errors())
                .isEqualTo("A challenge for this token has 8 digits. Type it as it is shown. [challenge_malformed]");
        assertThat(run("code", SERIAL).errors())
                .isEqualTo("This token answers challenges. Give the challenge that you see with --challenge."
                        + " [policy_unsupported]");
    }

    @Test
    void listensAndAnswersByItself() throws IOException {
        enroll(TOTP);
        site.server.newRequest(SERIAL, 2, false, "42");
        Path number = Files.writeString(folder.resolve("number"), "42\n");
        Run run = run("listen", "--auto", "approve", "--number-from", number.toString(), "--count", "1");
        assertThat(run.errors()).isEmpty();
        assertThat(run.output()).contains("Acme Wiki").endsWith("APPROVED");
    }

    @Test
    void connectsAgainAfterEachEndOfTheStream() {
        enroll(TOTP);
        site.server.newRequest(SERIAL, 2, false, "42");
        // Nobody answers, so the request comes again with each new connection.
        Run run = run("listen", "--count", "3");
        assertThat(run.output().split("Acme Wiki", -1)).hasSize(4);
        assertThat(pauses).hasSize(2).allMatch(pause -> pause.toMillis() >= 1000 && pause.toMillis() <= 30_000);
    }

    @Test
    void waitsLongerAfterEachFailureButNeverMoreThanHalfAMinute() {
        for (int failures = 0; failures < 40; failures++) {
            assertThat(ListenAction.delay(failures)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
        }
    }

    @Test
    void takesThePasswordFromAFileOrTheStandardInput() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "correct horse\n");
        String link = site.server.newActivation(TOTP, "correct horse");
        assertThat(run("enroll", link).errors()).endsWith("[password_required]");
        assertThat(runWithInput("wrong\n", "enroll", link, "--password-file", "-")
                        .errors())
                .endsWith("[password_refused]");
        assertThat(run("enroll", link, "--password-file", password.toString()).output())
                .contains("Serial: CS");
        String other = site.server.newActivation(TOTP, "x\u00e4");
        assertThat(runWithInput(other + "\nx\u00e4\n", "enroll", "-", "--password-file", "-")
                        .exitCode())
                .isZero();
    }

    @Test
    void changesSettingsAndRemoves() {
        enroll(TOTP);
        assertThat(run("settings", SERIAL, "--autosend", "off", "--name", "Work")
                        .output())
                .isEqualTo("Work: autosend off");
        assertThat(run("list").output()).contains("Work").contains("autosend off");
        assertThat(run("remove", SERIAL).exitCode()).isZero();
        assertThat(run("list").output()).isEmpty();
        assertThat(run("code", SERIAL).errors()).endsWith("[token_unknown]");
    }

    @Test
    void keepsItsFilesToItselfAndNoSeedInThem() throws IOException {
        enroll(TOTP);
        Path vault = folder.resolve("countersign").resolve("phone.vault");
        for (String name : List.of("phone.vault", "phone.vault.key", "phone.vault.lock")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(vault.resolveSibling(name))))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("countersign"))))
                .isEqualTo("rwx------");
        assertThat(Files.exists(vault.resolveSibling("phone.vault.new"))).isFalse();
        Files.setPosixFilePermissions(
                vault.resolveSibling("phone.vault.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run("list").errors()).endsWith("[vault_exposed]");
    }

    @Test
    void saysThatAVaultIsDamagedOrWithoutItsKey() throws IOException {
        enroll(TOTP);
        Path vault = folder.resolve("countersign").resolve("phone.vault");
        Files.delete(vault.resolveSibling("phone.vault.key"));
        assertThat(run("list").errors()).endsWith("[vault_damaged]");
        Path other = folder.resolve("other.vault");
        Files.writeString(other, "{\"v\":1,\"records\":");
        assertThat(run("list", "--vault", other.toString()).errors()).endsWith("[vault_damaged]");
    }

    @Test
    void tellsRefusalsFromWrongUsage() {
        assertThat(run("enroll").exitCode()).isEqualTo(2);
        assertThat(run("settings", "x", "--autosend", "maybe").exitCode()).isEqualTo(2);
        Run run = run("enroll", "rubbish");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).endsWith("[activation_malformed]").doesNotContain("rubbish");
        String link = site.server.newActivation(TOTP, null).replace("127.0.0.1", "app.example.org");
        assertThat(run("enroll", link).errors()).endsWith("[activation_malformed]");
        String bare = link.substring(link.indexOf('#'));
        assertThat(run("enroll", bare, "--server", "http://app.example.org").errors())
                .endsWith("[plain_http_refused]");
        assertThat(run("enroll", bare, "--server", site.origin()).exitCode()).isZero();
    }

    @Test
    void saysThatTheServerDoesNotAnswer() {
        enroll(TOTP);
        site.close();
        Run run = run("requests");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).endsWith("[server_unreachable]");
    }

    @Test
    void severalProcessesAtOnceNeverGetTheSameEventPasscode() throws Exception {
        enroll(HOTP);
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    CountersignCli.class.getName(),
                    "phone",
                    "code",
                    SERIAL);
            builder.environment().put("XDG_DATA_HOME", folder.toString());
            processes.add(builder.redirectErrorStream(true).start());
        }
        List<String> passcodes = new ArrayList<>();
        for (Process process : processes) {
            passcodes.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
            assertThat(process.waitFor()).isZero();
        }
        assertThat(passcodes).doesNotHaveDuplicates().allMatch(passcode -> passcode.matches("[0-9]{8}"));
    }

    @Test
    void makesHostileTextHarmless() {
        assertThat(Plain.text("a\u001b[2Jb\u202ec\r\nd\u2028e\u00e4\ud83d\ude00"))
                .isEqualTo("a\ufffd[2Jb\ufffdc\ufffd\ufffdd\ufffde\u00e4\ud83d\ude00");
    }
}
