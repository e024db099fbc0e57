package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("S18 Audit")
@ExtendWith(SharedStage.class)
class S18AuditJourneyTest {
    private static final Path ROOT = Path.of(System.getProperty("countersign.root"));

    private static Path export(Operator operator, String form) throws IOException {
        Page page = operator.page();
        operator.follow("Export …", "Export the record");
        page.locator("#form-" + form).check();
        Download download = page.waitForDownload(() -> press(page, "Download"));
        Path file = Files.createTempFile("countersign-" + form, "." + form);
        download.saveAs(file);
        operator.open("/audit");
        return file;
    }

    @Test
    @DisplayName(
            "S18: what happened is found by user, event and text; each event is shown whole; wrong filters are explained")
    void findsWhatHappened(Journey journey) throws IOException {
        Person person = journey.person("Aud");
        Phone phone = journey.phoneOf(person);
        assertThat(journey.rest().authenticate(person, phone.passcode())).isEqualTo("accepted");
        Operator operator = journey.operator();
        Page page = operator.page();
        operator.go("Audit");
        operator.fill("User", person.userName() + "x");
        press(page, "Find");
        operator.expectText("No user is called “" + person.userName() + "x”.");
        operator.fill("User", person.userName());
        press(page, "Find");
        assertThat(operator.row("User created").innerText()).contains(person.userName(), "API client");
        assertThat(operator.row("Token put to use").innerText()).contains(person.userName());
        page.locator("#type").selectOption(new SelectOption().setLabel("Signed in"));
        operator.fill("Text in the details", "passcode");
        press(page, "Find");
        page.waitForURL(Pattern.compile(".*SIGN_IN_SUCCEEDED.*"));
        operator.row("Signed in").waitFor();
        assertThat(page.locator("tbody tr").count()).isEqualTo(1);
        assertThat(page.url()).contains("user=" + person.userName());
        Look.at(page, "s18-audit");

        operator.follow("Signed in", "Signed in");
        assertThat(operator.fact("About").innerText()).contains(person.displayName());
        assertThat(operator.fact("factor").innerText()).isEqualTo("passcode");
        assertThat(operator.fact("Hash").innerText()).isNotBlank();
    }

    @Test
    @DisplayName("S18: the signed export holds for the verifier without a server, and a tampered one does not")
    void theVerifierAcceptsTheExportAndRejectsATamperedOne(Journey journey) throws Exception {
        Person person = journey.person("Vera");
        Operator operator = journey.operator();
        Page page = operator.page();
        operator.go("Audit");
        operator.fill("User", person.userName());
        press(page, "Find");
        operator.row("User created").waitFor();
        assertThat(Files.readString(export(operator, "csv"))).contains("USER_CREATED", person.userName());
        Path evidence = export(operator, "evidence");

        operator.follow("Integrity", "Integrity");
        String fingerprint = page.locator("code.fingerprint").first().innerText();
        Verified honest = verify(evidence, fingerprint);
        assertThat(honest.text()).contains("Record of Acme", "Intact: nothing was changed");
        assertThat(honest.exit()).isZero();

        List<String> lines = Files.readAllLines(evidence);
        int event = line(lines, person.userName());
        List<String> changed = new ArrayList<>(lines);
        changed.set(event, lines.get(event).replace(person.userName(), "somebody-else"));
        List<String> shorter = new ArrayList<>(lines);
        shorter.remove(event);
        for (List<String> tampered : List.of(changed, shorter)) {
            Verified found = verify(written(tampered), fingerprint);
            assertThat(found.text()).contains("NOT INTACT");
            assertThat(found.exit()).isEqualTo(1);
        }
        assertThat(verify(evidence, "0".repeat(64)).exit())
                .as("signed by another key than the server's")
                .isEqualTo(1);
        operator.open("/audit?type=AUDIT_EXPORTED");
        assertThat(operator.row("Record exported").first().innerText()).contains("operator");
    }

    @Test
    @DisplayName("S18: the console checks the whole record, and says that it holds")
    void checksTheWholeRecord(Journey journey) throws IOException {
        Operator operator = journey.operator();
        Page page = operator.page();
        operator.go("Audit");
        operator.follow("Integrity", "Integrity");
        operator.press("Sign a checkpoint now", "Checkpoint signed");
        press(page, "Check the whole record now");
        expectHeading(page, "Integrity");
        Locator intact = page.getByText("The record is intact").first();
        page.waitForCondition(() -> {
            if (!intact.isVisible()) {
                page.reload();
            }
            return intact.isVisible();
        });
        Look.at(page, "s18-integrity");
    }

    private static int line(List<String> lines, String words) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("\"type\":\"USER_CREATED\"")
                    && lines.get(i).contains(words)) {
                return i;
            }
        }
        throw new IllegalStateException("no event about " + words + " in the export");
    }

    private static Path written(List<String> lines) throws IOException {
        Path file = Files.createTempFile("countersign-tampered", ".jsonl");
        Files.writeString(file, String.join("\n", lines) + "\n");
        return file;
    }

    /** How the check ended, and what it said. */
    private record Verified(int exit, String text) {}

    private static Verified verify(Path file, String fingerprint) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ROOT.resolve("countersign").toString(), "verify-audit", file.toString(), "--key", fingerprint)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Verified(process.exitValue(), text);
    }
}
