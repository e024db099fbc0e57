package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
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

@DisplayName("A7, A8: the REST API")
class ChallengeApiTest {
    private static final RunningServer SERVER = RunningServer.get();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final UserAccount alice = SERVER.newUser(acme, "alice");
    private final String key = newKey("VPN");

    private String newKey(String application) {
        Application made =
                SERVER.part(VirtualServers.class).createApplication(acme.id(), application, new Actor.Server());
        return SERVER.part(ApiClients.class)
                .create(made, "test", Set.of(ApiScope.AUTHENTICATE, ApiScope.MANAGE), new Actor.Server());
    }

    private static JsonNode json(String key, int status, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(SERVER.pages().resolve("/api/v1" + path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + key)
                        .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private JsonNode ask(String userName) throws IOException, InterruptedException {
        return json(key, 201, "POST", "/challenges", "{'userName': '" + userName + "'}");
    }

    private static String answer(String key, JsonNode challenge, String response)
            throws IOException, InterruptedException {
        String id = challenge.get("id").asString();
        return json(
                        key,
                        200,
                        "POST",
                        "/authenticate",
                        "{'userName': 'alice', 'challengeId': '" + id + "', 'passcode': '" + response + "'}")
                .get("result")
                .asString();
    }

    @Test
    void asksAndAcceptsTheResponseOnce() throws Exception {
        TestToken token = TestToken.ocra(SERVER, alice, "OCRA-1:HOTP-SHA256-6:QN08");
        JsonNode challenge = ask("alice");
        String response = token.response(SERVER, challenge.get("challenge").asString());
        assertThat(answer(newKey("Other"), challenge, response)).isEqualTo("refused");
        assertThat(answer(key, challenge, response)).isEqualTo("accepted");
        assertThat(answer(key, challenge, response)).isEqualTo("refused");
    }

    @Test
    void answersForUnknownUsersAlike() throws Exception {
        TestToken.ocra(SERVER, alice, "OCRA-1:HOTP-SHA256-6:QN08");
        JsonNode known = ask("alice");
        JsonNode unknown = ask("nobody");
        assertThat(new TreeSet<>(unknown.propertyNames())).isEqualTo(new TreeSet<>(known.propertyNames()));
        assertThat(unknown.get("challenge").asString()).matches("[0-9]{8}");
        assertThat(known.get("challenge").asString()).matches("[0-9]{8}");
        String id = unknown.get("id").asString();
        JsonNode theirs = json(
                key,
                200,
                "POST",
                "/authenticate",
                "{'userName': 'nobody', 'challengeId': '" + id + "', 'passcode': '000000'}");
        JsonNode wrong = json(
                key,
                200,
                "POST",
                "/authenticate",
                "{'userName': 'alice', 'challengeId': '" + known.get("id").asString() + "', 'passcode': '000000'}");
        assertThat(theirs).isEqualTo(wrong);
    }

    @Test
    void saysWhenAnIdIsNone() throws Exception {
        assertThat(json(
                                key,
                                400,
                                "POST",
                                "/authenticate",
                                "{'userName': 'alice', 'challengeId': 'x', 'passcode': '000000'}")
                        .get("code")
                        .asString())
                .isEqualTo("request_malformed");
    }

    @Test
    void setsTheRulesForChallengeResponse() throws Exception {
        String policy = json(key, 200, "GET", "/policy", "").toString();
        String asked = policy.replace("\"mode\":\"TOTP\"", "\"mode\":\"OCRA\"")
                .replace("\"suite\":null", "\"suite\":\"OCRA-1:HOTP-SHA256-6:QN08\"");
        assertThat(json(key, 200, "PUT", "/policy", asked)
                        .get("tokens")
                        .get("suite")
                        .asString())
                .isEqualTo("OCRA-1:HOTP-SHA256-6:QN08");
        assertThat(json(key, 400, "PUT", "/policy", asked.replace("6:QN08", "6:C-QN08"))
                        .get("detail")
                        .asString())
                .contains("takes a counter");
    }

    @Test
    void resynchronisesByTwoPasscodes() throws Exception {
        TestToken token = TestToken.hotp(SERVER, alice);
        String path = "/tokens/" + token.token().id() + "/resynchronise";
        String right = "{'first': '" + token.passcodeOf(150) + "', 'second': '" + token.passcodeOf(151) + "'}";
        String wrong = "{'first': '" + token.passcodeOf(150) + "', 'second': '" + token.passcodeOf(152) + "'}";
        assertThat(json(key, 200, "POST", path, wrong).get("result").asString()).isEqualTo("refused");
        assertThat(json(key, 200, "POST", path, right).get("result").asString()).isEqualTo("resynchronised");
        assertThat(json(key, 200, "POST", path, right).get("result").asString()).isEqualTo("refused");
        for (int i = 0; i < 5; i++) {
            json(key, 200, "POST", path, wrong);
        }
        assertThat(json(key, 200, "POST", path, wrong).get("result").asString()).isEqualTo("paused");
        TestToken asked = TestToken.ocra(SERVER, alice, "OCRA-1:HOTP-SHA256-6:QN08");
        json(key, 409, "POST", "/tokens/" + asked.token().id() + "/resynchronise", right);
        json(key, 400, "POST", path, "{'first': '000000'}");
    }
}
