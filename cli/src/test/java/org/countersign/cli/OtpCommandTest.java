package org.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("countersign-cli otp")
class OtpCommandTest {
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final String HEX = "3132333435363738393031323334353637383930";
    private static final Instant NOW = Instant.ofEpochSecond(59);

    /** What a run of the program came to. */
    private record Run(int exitCode, String output, String errors) {}

    private static Run run(String input, String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine program = CountersignCli.commandLine(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), Clock.fixed(NOW, ZoneOffset.UTC));
        int exitCode = program.setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
        return new Run(exitCode, output.toString().strip(), errors.toString());
    }

    static List<JsonObject> ocraVectors() throws Exception {
        Path path =
                Path.of(Objects.requireNonNull(System.getProperty("countersign.root")), "vectors", "ocra-rfc6287.json");
        try (Reader reader = Files.newBufferedReader(path)) {
            return JsonParser.parseReader(reader).getAsJsonObject().getAsJsonArray("vectors").asList().stream()
                    .map(JsonElement::getAsJsonObject)
                    .toList();
        }
    }

    @Test
    @DisplayName("RFC 6238 Appendix B: at 59 seconds, given by the clock or by --at")
    void computesTimeBasedPasscodes() {
        assertThat(run("", "otp", "totp", "--secret", SECRET, "--digits", "8")).isEqualTo(new Run(0, "94287082", ""));
        assertThat(run("", "otp", "totp", "--secret", SECRET, "--digits", "8", "--at", "2005-03-18T01:58:31Z")
                        .output())
                .isEqualTo("14050471");
        assertThat(run("", "otp", "totp", "--secret", SECRET, "--digits", "8", "--at", "1111111109")
                        .output())
                .isEqualTo("07081804");
        assertThat(run("", "otp", "totp", "--hex", HEX + "313233343536373839303132", "--algorithm", "SHA256")
                        .output())
                .isEqualTo("119246");
        assertThat(run("", "otp", "totp", "--secret", SECRET, "--step", "60").output())
                .isEqualTo("755224");
    }

    @Test
    @DisplayName("RFC 4226 Appendix D: counter 0, in every alphabet")
    void computesEventBasedPasscodes() {
        assertThat(run("", "otp", "hotp", "--hex", HEX, "--counter", "0")).isEqualTo(new Run(0, "755224", ""));
        assertThat(run("", "otp", "hotp", "--hex", HEX, "--counter", "0", "--alphabet", "hexadecimal", "--length", "8")
                        .output())
                .isEqualTo("CC93CF18");
        assertThat(run("", "otp", "hotp", "--hex", HEX, "--counter", "0", "--alphabet", "base32", "--length", "8")
                        .output())
                .isEqualTo("ZSJ46GCQ");
        assertThat(run("", "otp", "hotp", "--hex", HEX, "--counter", "0", "--alphabet", "base64", "--length", "8")
                        .output())
                .isEqualTo("zJPPGFCN");
    }

    @ParameterizedTest
    @MethodSource("ocraVectors")
    @DisplayName("RFC 6287 Appendix C")
    void computesResponses(JsonObject vector) {
        List<String> arguments = new ArrayList<>(List.of("otp", "ocra"));
        arguments.addAll(List.of("--hex", vector.get("key").getAsString()));
        for (String member : List.of("suite", "question", "counterpart", "counter", "pin")) {
            if (vector.has(member)) {
                arguments.addAll(List.of("--" + member, vector.get(member).getAsString()));
            }
        }
        if (vector.has("timeStep")) {
            arguments.addAll(
                    List.of("--timestamp", String.valueOf(vector.get("timeStep").getAsLong() * 60)));
        }

        assertThat(run("", arguments.toArray(String[]::new)))
                .isEqualTo(new Run(0, vector.get("response").getAsString(), ""));
    }

    @Test
    void readsTheSecretFromAFileOrTheStandardInput(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), SECRET + "\n");

        assertThat(run("", "otp", "hotp", "--secret-file", file.toString(), "--counter", "0")
                        .output())
                .isEqualTo("755224");
        assertThat(run(SECRET + "\r\n", "otp", "hotp", "--secret-file", "-", "--counter", "0")
                        .output())
                .isEqualTo("755224");
        assertThat(run(SECRET, "otp", "hotp", "--secret", "-", "--counter", "0").output())
                .isEqualTo("755224");
        assertThat(run(HEX, "otp", "hotp", "--hex", "-", "--counter", "0").output())
                .isEqualTo("755224");
    }

    @Test
    void refusesAMissingFileInOneSentence(@TempDir Path folder) {
        Run run = run("", "otp", "totp", "--secret-file", folder.resolve("none").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors()).contains("Cannot read").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "otp totp | --secret-file",
                "otp totp --secret GEZDGNBVGY3TQOJ0GEZDGNBVGY3TQOJQ | Character 16 is not Base32",
                "otp totp --secret GEZDGNBV | 10 to 128 bytes",
                "otp totp --hex 3132333435363738393031323334353637383930zz | not hexadecimal",
                "otp totp --hex 313 | not hexadecimal",
                "otp totp --secret $ --hex 31 | mutually exclusive",
                "otp totp --secret $ --digits 4 | 5 to 9 characters",
                "otp totp --secret $ --digits six | 'six' is not an int",
                "otp totp --secret $ --alphabet base64 --digits 9 | 5 to 8 characters",
                "otp totp --secret $ --alphabet roman | --alphabet",
                "otp totp --secret $ --algorithm MD5 | SHA512",
                "otp totp --secret $ --step 0 | 1 to 86400",
                "otp totp --secret $ --at yesterday | seconds since 1970",
                "otp totp --secret $ --at 1969-12-31T23:59:59Z | begin in 1970",
                "otp hotp --secret $ | --counter",
                "otp hotp --secret $ --counter -1 | not negative",
                "otp ocra --secret $ --question 1 | --suite",
                "otp ocra --secret $ --suite OCRA-1 --question 1 | three parts",
                "otp ocra --secret $ --suite OCRA-1:HOTP-SHA1-6:QN08 --question x | 1 to 8 characters",
                "otp ocra --secret $ --suite OCRA-1:HOTP-SHA1-6:QN08 --question 1 --timestamp 5 | --timestamp",
                "otp ocra --secret $ --suite OCRA-1:HOTP-SHA1-6:C-QN08 --question 1 | asks for a counter",
                "otp ocra --secret $ --suite OCRA-1:HOTP-SHA1-6:QN08-S004 --question 1 --session xy | session information is not",
                "otp nothing | Unmatched argument",
                "otp | Missing required subcommand",
                "\"\" | Missing required subcommand"
            })
    void refusesWrongInputWithExitCode2AndWithoutRepeatingTheSecret(String arguments, String reason) {
        Run run = run(
                "",
                arguments.isEmpty()
                        ? new String[0]
                        : arguments.replace("$", SECRET).split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).isEmpty();
        assertThat(run.errors()).contains(reason).doesNotContain("GEZDGNBV", "31323334", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hotp", "totp", "ocra"})
    void warnsInItsHelpThatOthersSeeTheCommandLine(String command) {
        Run run = run("", "otp", command, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output().replaceAll("\\s+", " "))
                .contains("can be seen by every user of this machine")
                .contains("--secret-file FILE");
    }
}
