package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Role;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("S15: keys of the management API do what their role allows")
class RestPermissionsTest {
    private static final RunningServer SERVER = RunningServer.get();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final Application payroll =
            SERVER.part(VirtualServers.class).createApplication(acme.id(), "Payroll", new Actor.Server());

    @Test
    void everyCallSaysWhichPermissionItNeeds() {
        List<String> silent = new ArrayList<>();
        for (Map.Entry<RequestMappingInfo, HandlerMethod> entry : SERVER.part(
                        "requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()) {
            boolean ours = entry.getKey().getPatternValues().stream().anyMatch(path -> path.startsWith("/api/"));
            if (ours
                    && KeyGuard.find(entry.getValue(), KeyNeeds.class) == null
                    && KeyGuard.find(entry.getValue(), ForAgents.class) == null) {
                silent.add(entry.getKey().toString());
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void refusesWhatTheRoleDoesNotAllowAndSaysWhat() throws Exception {
        UserAccount user = SERVER.newUser(acme, "ursula");
        Token token = TestToken.hotp(SERVER, user).token();
        String key = key(role("TOKENS.CHANGE", "USERS.VIEW"), null);

        assertThat(call(200, "GET", "/api/v1/users/" + user.id(), key, "")
                        .get("userName")
                        .asString())
                .isEqualTo("ursula");
        call(204, "POST", "/api/v1/tokens/" + token.id() + "/unlock", key, "");
        assertThat(call(403, "POST", "/api/v1/tokens/" + token.id() + "/revoke", key, "")
                        .toString())
                .contains("permission_missing", "TOKENS.REMOVE");
        call(403, "POST", "/api/v1/users", key, "{\"userName\": \"mallory\"}");
        call(403, "GET", "/api/v1/policy", key, "");
        call(403, "GET", "/api/v1/operators", key, "");
        call(403, "POST", "/api/v1/keys", key, "{}");
        assertThat(SERVER.part(Tokens.class)
                        .find(acme.id(), token.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(TokenState.ACTIVE);
        assertThat(SERVER.part(Users.class).find(acme.id(), "mallory")).isEmpty();
    }

    @Test
    void touchesNobodyWhoMayDoMore() throws Exception {
        Operator boss = SERVER.part(Operators.class)
                .create(acme.id(), "boss", "boss@example.com", "battery staple", new Actor.Server());
        UserAccount above =
                SERVER.part(Users.class).find(acme.id(), boss.user()).orElseThrow();
        Token token = TestToken.hotp(SERVER, above).token();
        String key = key(role("TOKENS.CHANGE", "TOKENS.REMOVE", "TOKENS.ADD", "USERS.CHANGE", "USERS.ADD"), null);

        for (String act : List.of("unlock", "revoke", "pin", "resynchronise")) {
            assertThat(call(403, "POST", "/api/v1/tokens/" + token.id() + "/" + act, key, """
                            {"pin": "5829", "first": "111111", "second": "222222"}""")
                            .toString())
                    .contains("above_role");
        }
        call(403, "POST", "/api/v1/users/" + above.id() + "/enrollments", key, "");
        assertThat(call(403, "POST", "/api/v1/provisioning-tasks", key, "{\"userIds\": [\"" + above.id() + "\"]}")
                        .toString())
                .contains("above_role");
        assertThat(SERVER.part(Tokens.class).of(acme.id(), above.id())).hasSize(1);
        call(200, "GET", "/api/v1/tokens/" + token.id(), key, "");
    }

    @Test
    void managesRolesOperatorsAndKeysWithinItsOwn() throws Exception {
        UserAccount user = SERVER.newUser(acme, "ursula");
        String key = key(role("OPERATORS.ADD", "OPERATORS.CHANGE", "OPERATORS.REMOVE", "TOKENS.CHANGE"), null);
        assertThat(call(403, "POST", "/api/v1/roles", key, """
                        {"name": "More", "permissions": ["POLICIES.CHANGE"]}""").toString()).contains("beyond_role");
        JsonNode role = call(201, "POST", "/api/v1/roles", key, """
                {"name": "Night shift", "permissions": ["TOKENS.CHANGE"]}""");
        String id = role.get("id").asString();
        assertThat(role.get("permissions").toString()).contains("TOKENS.VIEW", "TOKENS.CHANGE");
        call(409, "POST", "/api/v1/roles", key, """
                {"name": "night SHIFT", "permissions": ["TOKENS.CHANGE"]}""");
        call(400, "POST", "/api/v1/roles", key, """
                {"name": "Odd", "permissions": ["TOKENS.EAT"]}""");
        call(200, "PUT", "/api/v1/roles/" + id, key, """
                {"name": "Night watch", "permissions": ["TOKENS.VIEW"]}""");

        String operator = call(201, "POST", "/api/v1/operators", key, """
                {"userId": "%s", "roleId": "%s"}""".replaceFirst(
                                "%s", user.id().toString())
                        .replaceFirst("%s", id))
                .get("id")
                .asString();
        call(409, "DELETE", "/api/v1/roles/" + id, key, "");
        assertThat(call(200, "POST", "/api/v1/operators/" + operator + "/suspend", key, "")
                        .get("state")
                        .asString())
                .isEqualTo("SUSPENDED");
        call(200, "POST", "/api/v1/operators/" + operator + "/resume", key, "");
        call(204, "DELETE", "/api/v1/operators/" + operator, key, "");
        call(404, "GET", "/api/v1/operators/" + operator, key, "");

        assertThat(call(403, "POST", "/api/v1/keys", key, """
                        {"name": "k", "applicationId": "%s", "scopes": ["MANAGE"], "roleId": "%s"}""".replaceFirst(
                                "%s", payroll.id().toString()).replaceFirst(
                                "%s",
                                SERVER.part(Roles.class)
                                        .administrator(acme.id())
                                        .id()
                                        .toString()))
                        .toString())
                .contains("beyond_role");
        String made = call(
                        201, "POST", "/api/v1/keys", key, """
                {"name": "k", "applicationId": "%s", "scopes": ["MANAGE"], "roleId": "%s"}""".replaceFirst(
                                "%s", payroll.id().toString()).replaceFirst("%s", id))
                .get("key")
                .asString();
        call(200, "GET", "/api/v1/tokens", made, "");
        call(403, "GET", "/api/v1/users", made, "");
        call(409, "DELETE", "/api/v1/roles/" + id, key, "");
        assertThat(call(200, "GET", "/api/v1/operator-rule", key, "")
                        .get("secondFactor")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aKeyEndsByItselfAndSaysWhenItWasUsed() throws Exception {
        String key = key(role("USERS.VIEW"), Duration.ofDays(1));
        assertThat(SERVER.part(ApiClients.class).of(acme.id()))
                .singleElement()
                .satisfies(unused -> assertThat(unused.lastUsedAt()).isNull());
        call(200, "GET", "/api/v1/users", key, "");
        assertThat(SERVER.part(ApiClients.class).of(acme.id()))
                .singleElement()
                .satisfies(used -> assertThat(used.lastUsedAt()).isNotNull());
        SERVER.time().pass(Duration.ofDays(1));
        call(401, "GET", "/api/v1/users", key, "");
    }

    @Test
    void managesApplications() throws Exception {
        String key = key(role("APPLICATIONS.ADD", "APPLICATIONS.CHANGE", "APPLICATIONS.REMOVE"), null);
        call(400, "POST", "/api/v1/applications", key, """
                {"name": "Wiki", "redirectUris": ["http://wiki.example.com/back"]}""");
        JsonNode made = call(201, "POST", "/api/v1/applications", key, """
                {"name": "Wiki", "redirectUris": ["https://wiki.example.com/back"]}""");
        String id = made.get("application").get("id").asString();
        String secret = made.get("clientSecret").asString();
        call(409, "POST", "/api/v1/applications", key, "{\"name\": \"wiki\"}");
        JsonNode rotated = call(201, "POST", "/api/v1/applications/" + id + "/secret", key, "");
        assertThat(rotated.get("clientSecret").asString()).isNotEqualTo(secret);
        assertThat(rotated.get("application").get("clientId"))
                .isEqualTo(made.get("application").get("clientId"));
        assertThat(call(200, "PATCH", "/api/v1/applications/" + id, key, """
                        {"name": "Handbook", "redirectUris": ["https://handbook.example.com/back"]}""").toString())
                .contains("Handbook", "https://handbook.example.com/back");
        call(409, "DELETE", "/api/v1/applications/" + payroll.id(), key, "");
        call(204, "DELETE", "/api/v1/applications/" + id, key, "");
        call(404, "GET", "/api/v1/applications/" + id, key, "");
    }

    @Test
    void findsNothingOfAnotherVirtualServer() throws Exception {
        VirtualServer other = SERVER.newVirtualServer();
        Application theirs =
                SERVER.part(VirtualServers.class).createApplication(other.id(), "Theirs", new Actor.Server());
        SERVER.part(ApiClients.class).create(theirs, "theirs", Set.of(ApiScope.MANAGE), new Actor.Server());
        Role role = SERVER.part(Roles.class).administrator(other.id());
        Operator boss =
                SERVER.part(Operators.class).create(other.id(), "boss", null, "battery staple", new Actor.Server());
        String key = SERVER.part(ApiClients.class).create(payroll, "all", Set.of(ApiScope.MANAGE), new Actor.Server());
        String keyId = SERVER.part(ApiClients.class)
                .of(other.id())
                .getFirst()
                .client()
                .id()
                .toString();
        for (String path : List.of(
                "/api/v1/roles/" + role.id(),
                "/api/v1/operators/" + boss.id(),
                "/api/v1/applications/" + theirs.id())) {
            call(404, "GET", path, key, "");
            call(404, "DELETE", path, key, "");
        }
        call(404, "DELETE", "/api/v1/keys/" + keyId, key, "");
        call(404, "POST", "/api/v1/applications/" + theirs.id() + "/secret", key, "");
        call(404, "POST", "/api/v1/operators/" + boss.id() + "/suspend", key, "");
        assertThat(SERVER.part(ApiClients.class).of(other.id())).hasSize(1);
    }

    private RoleId role(String... permissions) {
        RoleOutcome outcome = SERVER.part(Roles.class)
                .add(
                        acme.id(),
                        String.join(" ", permissions).substring(0, 10),
                        "",
                        Permissions.parse(List.of(permissions)),
                        Acting.server());
        return ((RoleOutcome.Done) outcome).role().id();
    }

    private String key(RoleId role, @Nullable Duration life) {
        NewApiKey wanted = new NewApiKey(
                payroll,
                "test",
                Set.of(ApiScope.MANAGE),
                role,
                life == null ? null : SERVER.time().instant().plus(life));
        return ((ApiKeyOutcome.Made) SERVER.part(ApiClients.class).create(wanted, Acting.server())).exposedKey();
    }

    private static JsonNode call(int status, String method, String path, String key, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(SERVER.pages().resolve(path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + key)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as(method + " " + path + ": " + answer.body())
                .isEqualTo(status);
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }
}
