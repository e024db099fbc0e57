package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.reports.ReportRuns;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.web.shell.Downloads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;

@DisplayName("S14: the REST API, about reports that are kept,")
class KeptReportEndpointsTest {
    private static final String KEPT = "/api/v1/kept-reports";
    private static final Map<String, Object> SERIALS = Map.of(
            "report", "token-inventory",
            "columns", List.of("serial"),
            "filters", Map.of("token-state", "INVENTORY"));

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final TestApi api = TestApi.of(server, acme);
    private final TestApi reader = TestApi.with(server, acme, "REPORTS.VIEW");

    private JsonNode made(String id) {
        return await("the report")
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> api.get(200, KEPT + "/" + id),
                        now -> !now.path("state").asString().equals("WAITING"));
    }

    private String keep() throws Exception {
        return api.post(202, KEPT, SERIALS).path("id").asString();
    }

    private void setState(String id, String state) {
        server.part(JdbcClient.class)
                .sql("update report_run set state = ?, free_at = 'infinity' where virtual_server_id = ? and id = ?")
                .params(state, acme.id().value(), UUID.fromString(id))
                .update();
    }

    private Map<String, Object> but(String field, Object value) {
        Map<String, Object> wanted = new HashMap<>(SERIALS);
        wanted.put(field, value);
        return wanted;
    }

    @Test
    void makesOneShowsItSendsItInEveryFormAndDeletesIt() throws Exception {
        JsonNode asked = api.post(202, KEPT, SERIALS);
        String id = asked.path("id").asString();
        assertThat(asked.path("report").asString()).isEqualTo("token-inventory");
        assertThat(asked.path("columns").toString()).isEqualTo("[\"serial\"]");
        assertThat(asked.path("filters").toString()).isEqualTo("{\"token-state\":\"INVENTORY\"}");
        assertThat(asked.path("askedBy").asString()).startsWith("api:");
        assertThat(asked.path("rows").isNull()).isTrue();

        JsonNode done = made(id);
        assertThat(done.path("state").asString()).isEqualTo("DONE");
        assertThat(done.path("rows").asInt()).isEqualTo(100);
        assertThat(reader.get(200, KEPT)).singleElement().isEqualTo(done);
        assertThat(reader.get(200, KEPT + "?before=" + done.path("askedAt").asString()))
                .isEmpty();

        JsonNode rows = reader.get(200, KEPT + "/" + id + "/file").path("rows");
        assertThat(rows).hasSize(100);
        assertThat(rows.get(0).propertyNames()).containsExactly("serial");
        assertThat(reader.send("GET", KEPT + "/" + id + "/file?format=csv", "").body())
                .contains(rows.get(0).path("serial").asString());
        assertThat(reader.send("GET", KEPT + "/" + id + "/file?format=pdf", "").body())
                .startsWith("%PDF");
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.REPORT_DOWNLOADED), null, 5))
                .hasSize(3)
                .allSatisfy(entry -> assertThat(entry.actor()).startsWith("api:"));

        api.delete(204, KEPT + "/" + id);
        api.get(404, KEPT + "/" + id);
        api.delete(404, KEPT + "/" + id);
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.REPORT_DELETED), null, 5))
                .hasSize(1);
    }

    @Test
    void refusesWhatItDoesNotUnderstandAndMakesNothing() throws Exception {
        TestApi.isRefused(api.post(422, KEPT, but("report", "everything")), "report_unknown", "/api/v1/reports");
        TestApi.isRefused(api.post(422, KEPT, but("columns", List.of("serial", "seed"))), "column_unknown", "serial");
        TestApi.isRefused(
                api.post(422, KEPT, but("filters", Map.of("outcome", "REFUSED"))), "filter_unknown", "token-state");
        TestApi.isRefused(
                api.post(422, KEPT, but("filters", Map.of("token-state", "LENT"))), "filter_invalid", "'token-state'");
        TestApi.isRefused(
                api.post(422, KEPT, but("filters", Map.of("token-state", ""))), "filter_invalid", "INVENTORY");
        for (String text : List.of("a\\u0000b", "a\\ud800b", "x".repeat(129))) {
            String body = "{\"report\": \"users-with-tokens\", \"filters\": {\"text\": \"" + text + "\"}}";
            TestApi.isRefused(api.call(422, "POST", KEPT, body), "filter_invalid", "'text'");
        }
        TestApi.isRefused(api.call(422, "POST", KEPT, """
                        {"report": "token-inventory", "columns": [null]}"""), "column_unknown");
        TestApi.isRefused(api.call(422, "POST", KEPT, """
                        {"report": "token-inventory", "filters": {"token-state": null}}"""), "filter_invalid");
        TestApi.isRefused(api.post(400, KEPT, Map.of("columns", List.of("serial"))), "request_malformed", "'report'");
        TestApi.isRefused(api.post(400, KEPT, but("keepDays", 3650)), "request_malformed");
        TestApi.isRefused(api.get(400, KEPT + "?before=soon"), "request_malformed", "'before'");
        assertThat(server.part(ReportRuns.class).page(acme.id(), null, 5)).isEmpty();
    }

    @Test
    void sendsNoFileThatIsNotThere() throws Exception {
        String id = keep();
        made(id);
        TestApi.isRefused(api.get(400, KEPT + "/" + id + "/file?format=exe"), "request_malformed", "csv");
        setState(id, "WAITING");
        TestApi.isRefused(api.get(409, KEPT + "/" + id + "/file"), "report_not_made");
        setState(id, "FAILED");
        TestApi.isRefused(api.get(409, KEPT + "/" + id + "/file"), "report_failed");
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.REPORT_DOWNLOADED), null, 5))
                .isEmpty();
    }

    @Test
    void saysWhenTooManyFilesAreBeingSent() throws Exception {
        String id = keep();
        made(id);
        CountDownLatch begun = new CountDownLatch(4);
        CountDownLatch over = new CountDownLatch(1);
        try (ExecutorService others = Executors.newFixedThreadPool(4)) {
            try {
                for (int i = 0; i < 4; i++) {
                    others.execute(() -> holdADownload(begun, over));
                }
                assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
                HttpResponse<String> answer = api.send("GET", KEPT + "/" + id + "/file", "");
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).contains("30");
                assertThat(answer.body()).contains("\"code\":\"unavailable\"");
            } finally {
                over.countDown();
            }
        }
        api.get(200, KEPT + "/" + id + "/file");
    }

    private void holdADownload(CountDownLatch begun, CountDownLatch over) {
        try {
            server.part(Downloads.class).bytes(new MockHttpServletResponse(), "a", "text/plain", out -> {
                begun.countDown();
                try {
                    over.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void asksForTheConsolesPermissions() throws Exception {
        String id = keep();
        TestApi.lacks(reader.post(403, KEPT, SERIALS), "REPORTS.ADD");
        TestApi.lacks(reader.delete(403, KEPT + "/" + id), "REPORTS.REMOVE");
        TestApi none = TestApi.with(server, acme, "TOKENS.VIEW");
        for (String path : List.of(KEPT, KEPT + "/" + id, KEPT + "/" + id + "/file")) {
            TestApi.lacks(none.get(403, path), "REPORTS.VIEW");
            TestApi.isRefused(TestApi.agent(server, acme).get(403, path), "scope_missing");
        }
        assertThat(server.part(ReportRuns.class).page(acme.id(), null, 5)).hasSize(1);
    }

    @Test
    void findsNothingOfAnotherVirtualServer() throws Exception {
        String id = keep();
        made(id);
        TestApi other = TestApi.of(server, server.newVirtualServer());
        assertThat(other.get(200, KEPT)).isEmpty();
        for (String theirs : List.of(id, UUID.randomUUID().toString(), "no-id")) {
            TestApi.isRefused(other.get(404, KEPT + "/" + theirs), "not_found");
            TestApi.isRefused(other.get(404, KEPT + "/" + theirs + "/file"), "not_found");
            TestApi.isRefused(other.delete(404, KEPT + "/" + theirs), "not_found");
        }
        assertThat(server.part(ReportRuns.class).find(acme.id(), UUID.fromString(id)))
                .isPresent();
        assertThat(server.part(Audit.class)
                        .recent(acme.id(), Set.of(AuditType.REPORT_DOWNLOADED, AuditType.REPORT_DELETED), null, 5))
                .isEmpty();
    }
}
