package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.countersign.server.alerts.Alerts;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.Role;
import org.countersign.server.users.Roles;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@DisplayName("S16: the REST API, about alerts,")
class AlertEndpointsTest {
    private static final String RECIPIENTS = "/api/v1/alerts/recipients";
    private static final List<String> EVENTS = List.of("DENIED_PUSH", "REPORT_FAILED");

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final TestApi api = TestApi.of(server, acme);

    private static Map<String, Object> role(Role role) {
        return Map.of("kind", "ROLE", "roleId", role.id().toString(), "events", EVENTS);
    }

    @Test
    void tellsWhoeverHasARole() throws Exception {
        Role administrators = server.part(Roles.class).administrator(acme.id());
        api.post(201, RECIPIENTS, role(administrators));
        JsonNode told = api.get(200, RECIPIENTS)
                .valueStream()
                .filter(recipient -> recipient.path("kind").asString().equals("ROLE"))
                .findFirst()
                .orElseThrow();
        assertThat(told.path("roleId").asString()).isEqualTo(administrators.id().toString());
        assertThat(told.path("operatorId").isNull()).isTrue();
        assertThat(told.path("events").toString()).isEqualTo("[\"DENIED_PUSH\",\"REPORT_FAILED\"]");
    }

    @Test
    void knowsNoRolesOfOthersAndTellsNobodyOfNothing() throws Exception {
        int before = server.part(Alerts.class).recipients(acme.id()).size();
        Role neighbours =
                server.part(Roles.class).administrator(server.newVirtualServer().id());
        TestApi.isRefused(api.post(404, RECIPIENTS, role(neighbours)), "not_found", "role");
        TestApi.isRefused(
                api.post(400, RECIPIENTS, Map.of("kind", "ROLE", "events", EVENTS)), "request_malformed", "'roleId'");
        TestApi.isRefused(
                api.post(400, RECIPIENTS, Map.of("kind", "GROUP", "events", EVENTS)), "request_malformed", "ROLE");
        assertThat(server.part(Alerts.class).recipients(acme.id())).hasSize(before);
    }
}
