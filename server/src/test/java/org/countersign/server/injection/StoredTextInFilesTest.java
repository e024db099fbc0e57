package org.countersign.server.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.CarelessCsv;
import org.countersign.server.protocol.rest.ApiClients;
import org.countersign.server.protocol.rest.ApiScope;
import org.countersign.server.reports.ReportKind;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("Text that people wrote is text in every file: no formula, no field of its own")
class StoredTextInFilesTest {
    private static final String MARK = "zebra";
    private static final String HOSTILE = "=1+1'\",=" + MARK + "()\r\n@" + MARK + "\t+1;-1|=2\",\"" + MARK + "\":1}]//";
    private static final JsonMapper JSON = new JsonMapper();

    /** A server full of hostile texts, and somebody who may have all of its files. */
    private record Files(RunningServer server, Walk walk, String key) {
        static Files of(RunningServer server) {
            Stored stored = new Stored(server);
            Walk walk = new Walk(server, stored.virtualServer());
            Application application = server.part(VirtualServers.class)
                    .createApplication(stored.virtualServer().id(), "Files", new Actor.Server());
            String key = server.part(ApiClients.class)
                    .create(application, "files", Set.copyOf(Arrays.asList(ApiScope.values())), new Actor.Server());
            stored.poison(HOSTILE, Set.of());
            stored.disarm();
            return new Files(server, walk, key);
        }

        String get(String path) {
            try (HttpClient http = HttpClient.newHttpClient()) {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(server.pages().resolve(path))
                                .header("Authorization", "Bearer " + key)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                return answer.body();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }

        /** Returns the formulas in every file for spreadsheets, each after the file that has it. */
        List<String> formulas() {
            List<String> found = new ArrayList<>();
            int hostile = 0;
            for (ReportKind kind : ReportKind.values()) {
                String csv = get("/api/v1/reports/" + kind.slug() + "?format=csv");
                hostile += csv.contains(MARK) ? 1 : 0;
                StoredTextInFilesTest.formulas(csv).forEach(formula -> found.add(kind + ": " + formula));
            }
            assertThat(hostile).as("reports that hold a hostile text").isGreaterThanOrEqualTo(4);
            TestBrowser ofTheConsole = walk.console().open("/audit/download?form=csv");
            assertThat(ofTheConsole.status()).isEqualTo(200);
            for (String csv : List.of(ofTheConsole.body(), get("/api/v1/audit/export?form=csv"))) {
                assertThat(csv).contains(MARK);
                StoredTextInFilesTest.formulas(csv).forEach(formula -> found.add("the record: " + formula));
            }
            return found;
        }
    }

    /** Returns what a spreadsheet could take for a formula, wherever it thinks that a cell begins. */
    private static List<String> formulas(String csv) {
        return Arrays.stream(csv.split("[,;|\t\r\n\"]", -1))
                .map(part -> part.replaceAll("^[\\s\\p{Z}\\p{Cc}\\p{Cf}]+", ""))
                .filter(part -> part.matches("(?s)[=+\\-@].*"))
                .filter(part -> !part.matches("-?[0-9]+"))
                .toList();
    }

    @Test
    void noFileForSpreadsheetsHasAFormulaAndNoneForProgramsAFieldOfItsOwn() {
        Files files = Files.of(RunningServer.get());
        assertThat(files.formulas()).isEmpty();
        for (ReportKind kind : ReportKind.values()) {
            for (JsonNode row : JSON.readTree(files.get("/api/v1/reports/" + kind.slug() + "?format=json"))
                    .path("rows")) {
                assertThat(row.has(MARK)).as("a text that became a field").isFalse();
            }
        }
        TestBrowser lines = files.walk.console().open("/audit/download?form=lines");
        assertThat(lines.body()).contains(MARK);
        assertThat(lines.body().lines())
                .allSatisfy(line -> assertThat(JSON.readTree(line).has(MARK)).isFalse());
    }

    @Test
    void wouldSeeAServerThatLeavesFormulasAsTheyAre() {
        try (RunningServer server = RunningServer.planted(CarelessCsv.Planted.class)) {
            assertThat(Files.of(server).formulas())
                    .anyMatch(formula -> formula.startsWith("USERS_WITH_TOKENS: =1+1"))
                    .anyMatch(formula -> formula.startsWith("the record: "));
        }
    }
}
