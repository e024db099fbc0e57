package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.reports.ReportRules;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Operators;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@DisplayName("S14: the REST API, about schedules of reports,")
class ReportScheduleEndpointsTest {
    private static final String SCHEDULES = "/api/v1/report-schedules";

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final Operator olivia = operator(acme);
    private final TestApi api = TestApi.of(server, acme);

    private Operator operator(VirtualServer virtualServer) {
        return server.part(Operators.class)
                .create(virtualServer.id(), "olivia", null, "battery staple", new Actor.Server());
    }

    private Map<String, Object> weekly() {
        return new HashMap<>(Map.of(
                "name", "Monday's tokens",
                "report", "token-inventory",
                "columns", List.of("serial"),
                "filters", Map.of("token-state", "INVENTORY"),
                "every", "WEEK",
                "weekday", "MONDAY",
                "hour", 6,
                "zone", "Europe/Berlin",
                "recipients", List.of(olivia.id().toString())));
    }

    private Map<String, Object> but(Object... pairs) {
        Map<String, Object> wanted = weekly();
        for (int i = 0; i < pairs.length; i += 2) {
            wanted.put(pairs[i].toString(), pairs[i + 1]);
        }
        return wanted;
    }

    private Map<String, Object> without(String... fields) {
        Map<String, Object> wanted = weekly();
        wanted.keySet().removeAll(Arrays.asList(fields));
        return wanted;
    }

    @Test
    void addsShowsChangesAndRemovesOne() throws Exception {
        JsonNode added = api.post(201, SCHEDULES, weekly());
        String path = SCHEDULES + "/" + added.path("id").asString();
        assertThat(added.path("weekday").asString()).isEqualTo("MONDAY");
        assertThat(added.path("dayOfMonth").isNull()).isTrue();
        assertThat(added.path("keepDays").asInt()).isEqualTo(90);
        assertThat(added.path("filters").toString()).isEqualTo("{\"token-state\":\"INVENTORY\"}");
        assertThat(added.path("recipients").toString()).isEqualTo("[\"" + olivia.id() + "\"]");
        assertThat(added.path("nextAt").asString())
                .isEqualTo(server.part(ReportRules.class)
                        .of(acme.id())
                        .getFirst()
                        .nextAt()
                        .toString());
        assertThat(api.get(200, path)).isEqualTo(added);
        assertThat(api.get(200, SCHEDULES)).singleElement().isEqualTo(added);

        JsonNode changed = api.put(
                200,
                path,
                Map.of("name", " Last of the month ", "every", "MONTH", "dayOfMonth", 31, "hour", 23, "keepDays", 7));
        assertThat(changed.path("name").asString()).isEqualTo("Last of the month");
        assertThat(changed.path("report").asString()).isEqualTo("token-inventory");
        assertThat(changed.path("dayOfMonth").asInt()).isEqualTo(31);
        assertThat(changed.path("weekday").isNull()).isTrue();
        assertThat(changed.path("zone").asString()).isEqualTo("UTC");
        assertThat(changed.path("filters")).isEmpty();
        assertThat(changed.path("recipients")).isEmpty();
        assertThat(changed.path("nextAt").asString()).contains("T23:00:00Z");
        assertThat(api.get(200, path)).isEqualTo(changed);

        api.delete(204, path);
        api.get(404, path);
        api.delete(404, path);
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.REPORT_RULE_CHANGED), null, 5))
                .extracting(entry -> entry.details().get("what"))
                .containsExactly("removed", "changed", "added");
    }

    @Test
    void refusesWhatItDoesNotUnderstandAndChangesNothing() throws Exception {
        String path =
                SCHEDULES + "/" + api.post(201, SCHEDULES, weekly()).path("id").asString();
        JsonNode before = api.get(200, path);
        String stranger = operator(server.newVirtualServer()).id().toString();
        Map<Map<String, Object>, String> wrong = new HashMap<>();
        wrong.put(but("name", " "), "schedule_invalid 'name'");
        wrong.put(but("name", "x".repeat(81)), "schedule_invalid 'name'");
        wrong.put(but("name", "a\u0000b"), "schedule_invalid 'name'");
        wrong.put(but("name", "a\nBcc: b"), "schedule_invalid 'name'");
        wrong.put(without("every"), "schedule_invalid 'every' is one of DAY, WEEK, MONTH");
        wrong.put(but("every", "HOUR"), "schedule_invalid 'every'");
        wrong.put(without("weekday"), "schedule_invalid 'weekday' is one of MONDAY,");
        wrong.put(but("every", "MONTH"), "schedule_invalid 'dayOfMonth'");
        wrong.put(but("every", "MONTH", "dayOfMonth", 32), "schedule_invalid 'dayOfMonth'");
        wrong.put(without("hour"), "schedule_invalid 'hour' is a whole number from 0 to 23");
        wrong.put(but("hour", 24), "schedule_invalid 'hour'");
        wrong.put(but("hour", -1), "schedule_invalid 'hour'");
        wrong.put(but("zone", "Mars/Olympus"), "schedule_invalid 'zone'");
        wrong.put(but("zone", "x".repeat(100)), "schedule_invalid 'zone'");
        wrong.put(but("keepDays", 0), "schedule_invalid 'keepDays'");
        wrong.put(but("keepDays", 3651), "schedule_invalid 'keepDays'");
        wrong.put(but("columns", List.of("seed")), "column_unknown serial");
        wrong.put(but("filters", Map.of("outcome", "REFUSED")), "filter_unknown token-state");
        wrong.put(but("filters", Map.of("token-state", "LENT")), "filter_invalid 'token-state'");
        wrong.put(but("recipients", List.of(stranger)), "recipient_unknown 'recipients'");
        wrong.put(but("recipients", List.of("ada@example.com")), "recipient_unknown 'recipients'");
        for (Map.Entry<Map<String, Object>, String> each : wrong.entrySet()) {
            String[] said = each.getValue().split(" ", 2);
            TestApi.isRefused(api.post(422, SCHEDULES, each.getKey()), said[0], said[1]);
            TestApi.isRefused(api.put(422, path, each.getKey()), said[0], said[1]);
        }
        TestApi.isRefused(api.post(422, SCHEDULES, but("report", "everything")), "report_unknown");
        TestApi.isRefused(api.put(422, path, but("report", "users-with-tokens")), "report_fixed", "token-inventory");
        TestApi.isRefused(api.post(400, SCHEDULES, without("report")), "request_malformed", "'report'");
        TestApi.isRefused(api.post(400, SCHEDULES, but("hour", "six")), "request_malformed");
        assertThat(api.get(200, SCHEDULES)).singleElement().isEqualTo(before);
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.REPORT_RULE_CHANGED), null, 5))
                .hasSize(1);
    }

    @Test
    void asksForTheConsolesPermissions() throws Exception {
        String path =
                SCHEDULES + "/" + api.post(201, SCHEDULES, weekly()).path("id").asString();
        TestApi reader = TestApi.with(server, acme, "REPORTS.VIEW");
        reader.get(200, SCHEDULES);
        reader.get(200, path);
        TestApi.lacks(reader.post(403, SCHEDULES, weekly()), "REPORTS.ADD");
        TestApi.lacks(reader.put(403, path, but("name", "Mine")), "REPORTS.CHANGE");
        TestApi.lacks(reader.delete(403, path), "REPORTS.REMOVE");
        TestApi none = TestApi.with(server, acme, "USERS.REMOVE");
        TestApi.lacks(none.get(403, SCHEDULES), "REPORTS.VIEW");
        TestApi.lacks(none.get(403, path), "REPORTS.VIEW");
        TestApi.isRefused(TestApi.agent(server, acme).get(403, SCHEDULES), "scope_missing");
        assertThat(api.get(200, path).path("name").asString()).isEqualTo("Monday's tokens");
        assertThat(api.get(200, SCHEDULES)).hasSize(1);
    }

    @Test
    void findsNothingOfAnotherVirtualServer() throws Exception {
        String id = api.post(201, SCHEDULES, weekly()).path("id").asString();
        TestApi other = TestApi.of(server, server.newVirtualServer());
        assertThat(other.get(200, SCHEDULES)).isEmpty();
        for (String theirs : List.of(id, UUID.randomUUID().toString(), "no-id")) {
            TestApi.isRefused(other.get(404, SCHEDULES + "/" + theirs), "not_found");
            TestApi.isRefused(other.put(404, SCHEDULES + "/" + theirs, without("recipients")), "not_found");
            TestApi.isRefused(other.delete(404, SCHEDULES + "/" + theirs), "not_found");
        }
        assertThat(api.get(200, SCHEDULES + "/" + id).path("name").asString()).isEqualTo("Monday's tokens");
    }
}
