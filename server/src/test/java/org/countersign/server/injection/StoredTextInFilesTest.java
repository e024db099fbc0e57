package org.countersign.server.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("Text that people wrote is text in every file: no formula, no field of its own")
class StoredTextInFilesTest {
    private static final String MARK = "zebra";
    private static final String HOSTILE = "=1+1'\",=" + MARK + "()\r\n@" + MARK + "\t+1;-1|=2\",\"" + MARK + "\":1}]//";
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningServer server = RunningServer.get();
    private final Stored stored = new Stored(server);
    private final Walk walk = new Walk(server, stored.virtualServer());
    private String key = "";

    @BeforeEach
    void poison() {
        Application application = server.part(VirtualServers.class)
                .createApplication(stored.virtualServer().id(), "Files", new Actor.Server());
        key = server.part(ApiClients.class)
                .create(application, "files", Set.copyOf(Arrays.asList(ApiScope.values())), new Actor.Server());
        stored.poison(HOSTILE, Set.of());
        stored.disarm();
    }

    private String get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(server.pages().resolve(path))
                            .header("Authorization", "Bearer " + key)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            return answer.body();
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

    private static List<JsonNode> rows(JsonNode json) {
        List<JsonNode> rows = new ArrayList<>();
        json.path("rows").forEach(rows::add);
        return rows;
    }

    @Test
    void noReportHasAFormula() throws IOException, InterruptedException {
        int hostile = 0;
        for (ReportKind kind : ReportKind.values()) {
            String csv = get("/api/v1/reports/" + kind.slug() + "?format=csv");
            assertThat(formulas(csv)).as("%s", kind).isEmpty();
            hostile += csv.contains(MARK) ? 1 : 0;

            List<JsonNode> rows = rows(JSON.readTree(get("/api/v1/reports/" + kind.slug() + "?format=json")));
            StringBuilder careless = new StringBuilder();
            for (JsonNode row : rows) {
                assertThat(row.has(MARK)).as("a text that became a field").isFalse();
                List<String> cells = new ArrayList<>();
                row.forEach(cell -> cells.add(cell.isNull() ? "" : cell.asString()));
                careless.append(CarelessCsv.line(cells));
            }
            assertThat(careless.toString().contains(MARK)
                            && formulas(careless.toString()).isEmpty())
                    .as("a careless writer of %s is noticed", kind)
                    .isFalse();
        }
        assertThat(hostile).as("reports that hold a hostile text").isGreaterThanOrEqualTo(4);
    }

    @Test
    void noFileOfTheRecordHasAFormula() {
        TestBrowser csv = walk.console().open("/audit/download?form=csv");
        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.body()).contains(MARK);
        assertThat(formulas(csv.body())).isEmpty();
        TestBrowser lines = walk.console().open("/audit/download?form=lines");
        assertThat(lines.body()).contains(MARK);
        assertThat(lines.body().lines()).allSatisfy(line -> {
            JsonNode event = JSON.readTree(line);
            assertThat(event.has(MARK)).isFalse();
        });
    }
}
