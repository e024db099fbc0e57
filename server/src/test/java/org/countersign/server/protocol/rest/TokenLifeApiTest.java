package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator can do to a token on a page, a program can do over REST. */
@DisplayName("S3, S4: the life of a token over REST")
class TokenLifeApiTest {
    private static final RunningServer SERVER = RunningServer.get();
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final UserAccount ada = SERVER.newUser(acme, "ada");
    private final String key = key(acme);

    private static String key(VirtualServer virtualServer) {
        Application application =
                SERVER.part(VirtualServers.class).createApplication(virtualServer.id(), "Tool", new Actor.Server());
        return SERVER.part(ApiClients.class).create(application, "tool", Set.of(ApiScope.MANAGE), new Actor.Server());
    }

    private HttpResponse<String> call(String method, String path, String with, String body)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(SERVER.pages().resolve(URI.create(path)))
                        .header("Authorization", "Bearer " + with)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode act(TestToken token, String act, int status) throws IOException, InterruptedException {
        HttpResponse<String> answer = call(
                "POST",
                "/api/v1/tokens/" + token.token().id() + "/acts",
                key,
                "{\"act\":\"" + act + "\",\"because\":\"a test\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    @Test
    void actsAndTellsTheHistory() throws Exception {
        TestToken token = TestToken.hotp(SERVER, ada);
        assertThat(act(token, "suspend", 200).path("state").asString()).isEqualTo("SUSPENDED");
        JsonNode refused = act(token, "suspend", 409);
        assertThat(refused.path("code").asString()).isEqualTo("act_not_allowed");
        assertThat(refused.path("detail").asString()).contains("It is suspended already.");
        assertThat(act(token, "return", 200).path("userId").isNull()).isTrue();
        act(token, "dance", 400);
        JsonNode history =
                JSON.readTree(call("GET", "/api/v1/tokens/" + token.token().id() + "/history", key, "")
                        .body());
        assertThat(history.path(0).path("type").asString()).isEqualTo("TOKEN_RETURNED");
        assertThat(history.path(0).path("because").asString()).isEqualTo("a test");
        assertThat(history.path(1).path("type").asString()).isEqualTo("TOKEN_SUSPENDED");
    }

    @Test
    void assignsAndFinds() throws Exception {
        JsonNode free = JSON.readTree(
                call("GET", "/api/v1/tokens?state=inventory&kind=app", key, "").body());
        assertThat(free.size()).isEqualTo(100);
        String id = free.path(3).path("id").asString();
        HttpResponse<String> assigned =
                call("POST", "/api/v1/tokens/" + id + "/assign", key, "{\"userId\":\"" + ada.id() + "\"}");
        assertThat(assigned.statusCode()).isEqualTo(200);
        JsonNode found = JSON.readTree(
                call("GET", "/api/v1/tokens?userId=" + ada.id(), key, "").body());
        assertThat(found.size()).isEqualTo(1);
        assertThat(found.path(0).path("state").asString()).isEqualTo("ASSIGNED");
        assertThat(call("GET", "/api/v1/tokens?state=flying", key, "").statusCode())
                .isEqualTo(400);
    }

    /** Planted: an answer as for a token that does not exist makes this fail. */
    @Test
    void saysWhyATokenThatIsThereCannotBeCaredFor() throws Exception {
        TestToken token = TestToken.hotp(SERVER, ada);
        act(token, "suspend", 200);
        String path = "/api/v1/tokens/" + token.token().id();
        for (Map.Entry<String, String> call : Map.of(
                        "/unlock", "{}",
                        "/resynchronise", "{\"first\":\"1\",\"second\":\"2\"}",
                        "/pin", "{\"pin\":\"7294\"}")
                .entrySet()) {
            HttpResponse<String> refused = call("POST", path + call.getKey(), key, call.getValue());
            assertThat(refused.statusCode()).as(call.getKey()).isEqualTo(409);
            assertThat(refused.body()).contains("act_not_allowed", "is SUSPENDED. It is suspended. Resume it first.");
        }
        assertThat(call("POST", path + "/revoke", key, "").statusCode()).isEqualTo(204);
        HttpResponse<String> twice = call("POST", path + "/revoke", key, "");
        assertThat(twice.statusCode()).isEqualTo(409);
        assertThat(twice.body()).contains("It is revoked already.");
        String unknown = "/api/v1/tokens/" + UUID.randomUUID();
        assertThat(call("POST", unknown + "/revoke", key, "").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesAListOfUsersWithNobodyInIt() throws Exception {
        HttpResponse<String> refused = call("POST", "/api/v1/provisioning-tasks", key, "{\"userIds\":[null]}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("request_malformed");
    }

    @Test
    void isClosedToAnotherVirtualServer() throws Exception {
        TestToken token = TestToken.hotp(SERVER, ada);
        String theirs = key(SERVER.newVirtualServer());
        String path = "/api/v1/tokens/" + token.token().id();
        assertThat(call("POST", path + "/acts", theirs, "{\"act\":\"suspend\"}").statusCode())
                .isEqualTo(404);
        assertThat(call("POST", path + "/assign", theirs, "{\"userId\":\"" + ada.id() + "\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("GET", path + "/history", theirs, "").statusCode()).isEqualTo(404);
    }
}
