package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.kernel.ApiClientId;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.PinRules;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API does what its document says, for whoever has a key, within the key's virtual server. */
class RestApiTest {
    private static final RunningServer SERVER = RunningServer.get();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final UserAccount alice = SERVER.newUser(acme, "alice");
    private final String key = newKey(acme, Set.of(ApiScope.AUTHENTICATE, ApiScope.MANAGE));

    private static String newKey(VirtualServer virtualServer, Set<ApiScope> scopes) {
        Application vpn = SERVER.part(VirtualServers.class)
                .createApplication(virtualServer.id(), "VPN " + scopes, new Actor.Server());
        return SERVER.part(ApiClients.class).create(vpn, "test", scopes, new Actor.Server());
    }

    private static HttpResponse<String> call(String method, String path, @Nullable String key, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(SERVER.pages().resolve(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(int status, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = call(method, path, key, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    private static void assertProblem(String code, JsonNode problem) {
        assertThat(problem.propertyNames()).contains("type", "title", "status", "code", "detail");
        assertThat(problem.get("code").asString()).isEqualTo(code);
    }

    private String authenticate(String passcode) throws IOException, InterruptedException {
        return json(200, "POST", "/api/v1/authenticate", """
                {"userName": "alice", "passcode": "%s"}
                """.replace("%s", passcode))
                .get("result")
                .asString();
    }

    @Test
    void acceptsAPasscodeOnce() throws Exception {
        TestToken token = TestToken.hotp(SERVER, alice);
        assertThat(authenticate(token.passcodeOf(1))).isEqualTo("accepted");
        assertThat(authenticate(token.passcodeOf(1))).isEqualTo("refused");
    }

    @Test
    void answersUnknownUsersLikeWrongPasscodes() throws Exception {
        TestToken.hotp(SERVER, alice);
        JsonNode wrong = json(200, "POST", "/api/v1/authenticate", """
                {"userName": "alice", "passcode": "000000"}""");
        JsonNode unknown = json(200, "POST", "/api/v1/authenticate", """
                {"userName": "nobody", "passcode": "000000"}""");
        assertThat(unknown).isEqualTo(wrong);
    }

    @Test
    void createsFindsAndShowsUsers() throws Exception {
        JsonNode made = json(201, "POST", "/api/v1/users", """
                {"userName": "Bob", "displayName": "Bob <b>", "mail": "bob@example.com", "password": "long enough"}""");
        String id = made.get("id").asString();
        assertThat(json(200, "GET", "/api/v1/users/" + id, "")).isEqualTo(made);
        assertThat(json(200, "GET", "/api/v1/users?search=BO", "")).containsExactly(made);
        assertThat(json(409, "POST", "/api/v1/users", "{\"userName\": \"bob\"}")
                        .get("code")
                        .asString())
                .isEqualTo("user_name_taken");
    }

    @Test
    void revokesATokenOnce() throws Exception {
        TestToken token = TestToken.hotp(SERVER, alice);
        String path = "/api/v1/tokens/" + token.token().id();
        assertThat(json(200, "GET", path, "").get("state").asString()).isEqualTo("ACTIVE");
        json(204, "POST", path + "/revoke", "");
        assertThat(json(200, "GET", path, "").get("state").asString()).isEqualTo("REVOKED");
        json(409, "POST", path + "/revoke", "");
        assertThat(authenticate(token.passcodeOf(1))).isEqualTo("refused");
    }

    @Test
    void setsAServerPinThatItsUserShallChange() throws Exception {
        TestToken token = TestToken.make(
                SERVER,
                alice,
                PolicySettings.DEFAULT
                        .with(TokenRules.DEFAULT.withMode(TokenMode.HOTP))
                        .with(PinRules.DEFAULT.withKind(PinKind.SERVER)));
        String path = "/api/v1/tokens/" + token.token().id() + "/pin";
        JsonNode refused = json(422, "POST", path, "{\"pin\": \"1234\"}");
        assertProblem("pin_unacceptable", refused);
        assertThat(refused.get("detail").asString()).endsWith(": sequence.");
        json(400, "POST", path, "{}");
        json(204, "POST", path, "{\"pin\": \"8205\"}");
        String theirs = newKey(SERVER.newVirtualServer(), Set.of(ApiScope.MANAGE));
        assertThat(call("POST", path, theirs, "{\"pin\": \"9317\"}").statusCode())
                .isEqualTo(404);
        String question = "{\"userName\": \"alice\", \"passcode\": \"%s\"}";
        JsonNode first =
                json(200, "POST", "/api/v1/authenticate", question.replace("%s", "8205" + token.passcodeOf(1)));
        assertThat(first.get("result").asString()).isEqualTo("accepted");
        assertThat(first.get("pinMustChange").asBoolean()).isTrue();
        SERVER.part(TransactionOperations.class).executeWithoutResult(status -> {
            ServerPins pins = SERVER.part(ServerPins.class);
            pins.choose(
                    SERVER.part(Tokens.class).find(token.token().serial()).orElseThrow(),
                    pins.due(token.token().id()).orElseThrow(),
                    "6071");
        });
        JsonNode second =
                json(200, "POST", "/api/v1/authenticate", question.replace("%s", "6071" + token.passcodeOf(2)));
        assertThat(second.get("result").asString()).isEqualTo("accepted");
        assertThat(second.get("pinMustChange").asBoolean()).isFalse();
        json(
                409,
                "POST",
                "/api/v1/tokens/" + TestToken.hotp(SERVER, alice).token().id() + "/pin",
                "{\"pin\": \"8205\"}");
    }

    @Test
    void changesThePolicyWithinItsBounds() throws Exception {
        String policy = json(200, "GET", "/api/v1/policy", "").toString();
        json(200, "PUT", "/api/v1/policy", policy.replace("\"numberDigits\":2", "\"numberDigits\":6"));
        assertThat(json(200, "GET", "/api/v1/policy", "")
                        .get("push")
                        .get("numberDigits")
                        .asInt())
                .isEqualTo(6);
        assertThat(json(400, "PUT", "/api/v1/policy", policy.replace("\"length\":6", "\"length\":4"))
                        .get("detail")
                        .asString())
                .isEqualTo("tokens.length is 5 to 9, not 4.");
        for (String choice : List.of("mode", "algorithm", "alphabet", "kind", "characters", "temporaryPasscode")) {
            String without = policy.replaceFirst("\"" + choice + "\":\"[A-Z0-9]+\"", "\"" + choice + "\":null");
            assertThat(without).isNotEqualTo(policy);
            assertThat(json(400, "PUT", "/api/v1/policy", without).get("detail").asString())
                    .contains("." + choice + " is one of");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cs1_", "cs1_00000000000000000000000000000000_x", "Bearer", "null", "🔑"})
    void asksForAKey(String wrong) throws Exception {
        HttpResponse<String> answer = call("GET", "/api/v1/users", wrong.equals("🔑") ? null : wrong, "");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.body()).contains("key_invalid");
    }

    @Test
    void refusesAKeyWithOneCharacterChanged() throws Exception {
        char last = key.charAt(key.length() - 1) == 'A' ? 'B' : 'A';
        assertThat(call("GET", "/api/v1/users", key.substring(0, key.length() - 1) + last, "")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void refusesAWithdrawnKey() throws Exception {
        String digits = key.substring(4, 36);
        ApiClientId id = new ApiClientId(new UUID(
                Long.parseUnsignedLong(digits.substring(0, 16), 16), Long.parseUnsignedLong(digits.substring(16), 16)));
        assertThat(SERVER.part(ApiClients.class).revoke(acme.id(), id, Acting.server()))
                .isEqualTo(ApiClients.Withdrawal.DONE);
        assertThat(call("GET", "/api/v1/users", key, "").statusCode()).isEqualTo(401);
    }

    @Test
    void forgetsWithinASecondAKeyThatAnotherServerWithdrew() throws Exception {
        AtomicLong elapsed = new AtomicLong();
        ApiClients here = new ApiClients(
                SERVER.part(ApiClientStore.class),
                SERVER.part(Roles.class),
                SERVER.part(Audit.class),
                SERVER.part(ApiClients.Clockwork.class),
                elapsed::get);
        ApiClientId id = here.find(key).orElseThrow().id();
        SERVER.part(ApiClients.class).revoke(acme.id(), id, Acting.server());
        elapsed.addAndGet(ApiClients.TRUST.toNanos());
        assertThat(here.find(key)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"AUTHENTICATE, GET, /api/v1/users", "MANAGE, POST, /api/v1/authenticate"})
    void asksForTheScope(ApiScope scope, String method, String path) throws Exception {
        HttpResponse<String> answer = call(method, path, newKey(acme, Set.of(scope)), "{}");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("scope_missing");
    }

    @Test
    void showsNothingOfAnotherVirtualServer() throws Exception {
        TestToken token = TestToken.hotp(SERVER, alice);
        String theirs = newKey(SERVER.newVirtualServer(), Set.of(ApiScope.AUTHENTICATE, ApiScope.MANAGE));
        for (String path : new String[] {
            "/api/v1/users/" + alice.id(),
            "/api/v1/users/" + alice.id() + "/tokens",
            "/api/v1/tokens/" + token.token().id()
        }) {
            assertThat(call("GET", path, theirs, "").statusCode()).isEqualTo(404);
        }
        for (String act : new String[] {"/revoke", "/unlock"}) {
            assertThat(call("POST", "/api/v1/tokens/" + token.token().id() + act, theirs, "")
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(call("POST", "/api/v1/provisioning-tasks", theirs, "{\"userIds\": [\"" + alice.id() + "\"]}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("GET", "/api/v1/users", theirs, "").body()).isEqualTo("[]");
        assertThat(authenticate(token.passcodeOf(1))).isEqualTo("accepted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{\"userName\": 7}",
                "{\"userName\": null, \"passcode\": null}",
                "{\"userName\": \"alice\", \"passcode\": [\"1\"]}",
                "{\"userName\": \"alice\", \"passcode\": \"1\", \"admin\": true}"
            })
    void refusesOddBodiesWithoutAnError(String body) throws Exception {
        HttpResponse<String> answer = call("POST", "/api/v1/authenticate", key, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("request_malformed").doesNotContain("Exception");
    }

    @Test
    void findsNobodyByANameThatNobodyCanHave() throws Exception {
        assertThat(json(200, "POST", "/api/v1/authenticate", """
                {"userName": "ali\\u0000ce", "passcode": "123456"}""").get("result").asString())
                .isEqualTo("refused");
    }

    @Test
    void refusesLargeBodiesAndOtherMethods() throws Exception {
        assertThat(call("POST", "/api/v1/users", key, "x".repeat(70_000)).statusCode())
                .isEqualTo(413);
        assertProblem("method_not_allowed", json(405, "DELETE", "/api/v1/users", ""));
        assertProblem("not_found", json(404, "GET", "/api/v1/nothing", ""));
        assertProblem("not_found", json(404, "POST", "/api/nothing", "{}"));
    }

    @Test
    void isWhatItsDocumentSays() throws Exception {
        Set<String> routes = new TreeSet<>();
        SERVER.part("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(route -> route.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/v1/") && !path.endsWith(".yaml"))
                        .forEach(path -> route.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routes.add(method + " " + path))));
        Set<String> documented = new TreeSet<>();
        try (InputStream document = RestApiTest.class.getResourceAsStream("/api/openapi.yaml")) {
            Map<String, Map<String, Map<String, Object>>> read = new Yaml().load(document);
            read.getOrDefault("paths", Map.of())
                    .forEach((path, methods) -> methods.keySet().stream()
                            // What all methods of a path have in common stands beside them.
                            .filter(method -> !method.equals("parameters"))
                            .forEach(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        }
        assertThat(routes).isNotEmpty().isEqualTo(documented);
        assertThat(call("GET", "/api/v1/openapi.yaml", null, "").statusCode()).isEqualTo(200);
    }

    @Test
    void refersToNothingThatItsDocumentLacks() throws Exception {
        try (InputStream document = RestApiTest.class.getResourceAsStream("/api/openapi.yaml")) {
            Map<String, Object> read = new Yaml().load(document);
            List<String> references = new ArrayList<>();
            collect(read, references);
            assertThat(references)
                    .isNotEmpty()
                    .allSatisfy(reference ->
                            assertThat(at(read, reference)).as(reference).isNotNull());
            assertThat(at(read, "#/components/schemas/Nothing")).isNull();
        }
    }

    private static void collect(@Nullable Object node, List<String> references) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if ("$ref".equals(name)) {
                    references.add(String.valueOf(value));
                } else {
                    collect(value, references);
                }
            });
        } else if (node instanceof List<?> list) {
            list.forEach(item -> collect(item, references));
        }
    }

    private static @Nullable Object at(Map<String, Object> document, String reference) {
        Object found = document;
        for (String step : reference.replaceFirst("^#/", "").split("/", -1)) {
            found = found instanceof Map<?, ?> map ? map.get(step.replace("~1", "/")) : null;
        }
        return found;
    }
}
