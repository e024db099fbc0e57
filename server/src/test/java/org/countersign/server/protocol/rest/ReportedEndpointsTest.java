package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Reported;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("S12: the REST API, about sign-ins that were not their users,")
class ReportedEndpointsTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final UserAccount alice = server.newUser(acme, "alice");

    private String key(VirtualServer virtualServer, ApiScope scope) {
        Application vpn = server.part(VirtualServers.class)
                .createApplication(virtualServer.id(), "VPN " + scope, new Actor.Server());
        return server.part(ApiClients.class).create(vpn, "test", Set.of(scope), new Actor.Server());
    }

    private HttpResponse<String> call(String method, String path, String key) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(server.pages().resolve(path))
                        .header("Authorization", "Bearer " + key)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private UUID report() {
        return server.part(Reactions.class)
                .report(new Reported(
                        acme.id(),
                        alice.id(),
                        "record:" + UUID.randomUUID(),
                        "Acme Wiki",
                        "203.0.113.9",
                        null,
                        null,
                        "CS10000042",
                        server.time().instant(),
                        null,
                        false))
                .orElseThrow();
    }

    @Test
    void showsReportsAndTakesThemBack() throws Exception {
        String key = key(acme, ApiScope.MANAGE);
        UUID id = report();
        JsonNode list =
                JSON.readTree(call("GET", "/api/v1/reported-sign-ins", key).body());
        assertThat(list).hasSize(1);
        assertThat(list.get(0).path("user").asString()).isEqualTo(alice.id().toString());
        assertThat(list.get(0).path("steps")).hasSize(5);
        JsonNode one = JSON.readTree(
                call("GET", "/api/v1/reported-sign-ins/" + id, key).body());
        assertThat(one.path("application").asString()).isEqualTo("Acme Wiki");
        String undo = "/api/v1/reported-sign-ins/" + id + "/undo";
        String step = one.path("steps").get(0).path("id").asString();
        assertThat(call("POST", undo + "?step=" + step, key).body()).isEqualTo("{\"steps\":1}");
        assertThat(call("POST", undo, key).body()).isEqualTo("{\"steps\":2}");
        assertThat(call("POST", undo, key).body()).isEqualTo("{\"steps\":0}");
        assertThat(call("GET", "/api/v1/reported-sign-ins?before=soon", key).statusCode())
                .isEqualTo(400);
    }

    @Test
    void keepsToItsVirtualServerAndScope() throws Exception {
        UUID id = report();
        String other = key(server.newVirtualServer(), ApiScope.MANAGE);
        String narrow = key(acme, ApiScope.AUTHENTICATE);
        assertThat(call("GET", "/api/v1/reported-sign-ins", other).body()).isEqualTo("[]");
        assertThat(call("GET", "/api/v1/reported-sign-ins/" + id, other).statusCode())
                .isEqualTo(404);
        assertThat(call("POST", "/api/v1/reported-sign-ins/" + id + "/undo", other)
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("GET", "/api/v1/reported-sign-ins/no-id", other).statusCode())
                .isEqualTo(404);
        assertThat(call("GET", "/api/v1/reported-sign-ins", narrow).statusCode())
                .isEqualTo(403);
        assertThat(server.part(Reactions.class).isPasswordDue(acme.id(), alice.id()))
                .isTrue();
    }
}
