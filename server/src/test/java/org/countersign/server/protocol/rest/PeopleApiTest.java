package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Groups;
import org.countersign.server.users.PasswordCheck;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("S2 people over REST")
class PeopleApiTest {
    private static final RunningServer SERVER = RunningServer.get();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final VirtualServer other = SERVER.newVirtualServer();
    private final UserAccount alice = SERVER.newUser(acme, "alice");
    private final UserAccount stranger = SERVER.newUser(other, "stranger");
    private final String key = SERVER.part(ApiClients.class)
            .create(
                    SERVER.part(VirtualServers.class).createApplication(acme.id(), "HR", new Actor.Server()),
                    "test",
                    Set.of(ApiScope.MANAGE),
                    new Actor.Server());

    @Test
    void changesAUserAndSaysWhenTheNameIsTaken() throws Exception {
        SERVER.newUser(acme, "bob");
        String path = "/api/v1/users/" + alice.id();

        JsonNode changed = call(200, "PUT", path, Map.of("userName", "alicia", "displayName", "Alicia A"));
        assertThat(changed.get("userName").asString()).isEqualTo("alicia");
        assertThat(changed.get("mail").isNull()).isTrue();
        assertThat(call(409, "PUT", path, Map.of("userName", "BOB")).get("code").asString())
                .isEqualTo("user_name_taken");
        call(400, "PUT", path, Map.of("userName", "x", "mail", "none"));
        assertThat(call(200, "GET", "/api/v1/users/list?search=alicia", null).get("users"))
                .hasSize(1);
    }

    @Test
    void keepsAUserOutAndLetsThemInAgain() throws Exception {
        String path = "/api/v1/users/" + alice.id();
        call(204, "POST", path + "/disable", null);
        call(404, "POST", path + "/disable", null);
        assertThat(call(200, "GET", "/api/v1/users/list?state=disabled", null).get("users"))
                .hasSize(1);
        call(204, "POST", path + "/enable", null);
        call(204, "POST", path + "/lock", Map.of("reason", "Stolen phone"));
        assertThat(call(200, "GET", "/api/v1/users/list?state=LOCKED", null)
                        .get("users")
                        .get(0)
                        .get("reason")
                        .asString())
                .isEqualTo("Stolen phone");
        call(204, "POST", path + "/unlock", null);
        call(404, "POST", path + "/unlock", null);
        call(400, "GET", "/api/v1/users/list?state=gone", null);
    }

    @Test
    void setsPasswordsAndSendsLinks() throws Exception {
        String path = "/api/v1/users/" + alice.id();
        call(400, "POST", path + "/password", Map.of("password", "short"));
        call(204, "POST", path + "/password", Map.of("password", "a long new one"));
        assertThat(SERVER.part(Users.class).checkPassword(acme.id(), "alice", "a long new one"))
                .isInstanceOf(PasswordCheck.Accepted.class);
        call(204, "POST", path + "/password-link", null);
        UserAccount silent = SERVER.part(Users.class)
                .create(acme.id(), "silent", "Silent", null, null, new Actor.Server())
                .orElseThrow();
        assertThat(call(409, "POST", "/api/v1/users/" + silent.id() + "/password-link", null)
                        .get("code")
                        .asString())
                .isEqualTo("no_mail_address");
    }

    @Test
    void deletesAUserWithTheirTokens() throws Exception {
        TestToken.totp(SERVER, alice);
        String path = "/api/v1/users/" + alice.id();

        call(204, "DELETE", path, null);

        call(404, "DELETE", path, null);
        call(404, "GET", path, null);
        assertThat(call(201, "POST", "/api/v1/users", Map.of("userName", "alice"))
                        .get("id")
                        .asString())
                .isNotEqualTo(alice.id().toString());
    }

    @Test
    void keepsGroupsAndContainers() throws Exception {
        String group = call(201, "POST", "/api/v1/groups", Map.of("name", "Sales"))
                .get("id")
                .asString();
        call(409, "POST", "/api/v1/groups", Map.of("name", "sales"));
        Map<String, Object> people = Map.of(
                "userIds",
                java.util.List.of(alice.id().toString(), stranger.id().toString()));
        assertThat(call(200, "POST", "/api/v1/groups/" + group + "/members", people)
                        .get("changed")
                        .asInt())
                .isEqualTo(1);
        assertThat(call(200, "GET", "/api/v1/users/" + alice.id() + "/groups", null))
                .hasSize(1);
        assertThat(call(200, "GET", "/api/v1/users/list?group=" + group, null).get("users"))
                .hasSize(1);
        call(204, "PUT", "/api/v1/groups/" + group, Map.of("name", "Sellers"));
        call(200, "POST", "/api/v1/groups/" + group + "/members/remove", people);
        call(200, "DELETE", "/api/v1/groups/" + group, null);
        call(404, "DELETE", "/api/v1/groups/" + group, null);

        String container = call(201, "POST", "/api/v1/containers", Map.of("name", "North"))
                .get("id")
                .asString();
        assertThat(call(200, "POST", "/api/v1/containers/" + container + "/members", people)
                        .get("changed")
                        .asInt())
                .isEqualTo(1);
        assertThat(call(200, "GET", "/api/v1/users/list?container=" + container, null)
                        .get("users"))
                .hasSize(1);
        call(204, "PUT", "/api/v1/containers/" + container, Map.of("name", "Far north"));
        assertThat(call(200, "DELETE", "/api/v1/containers/" + container, null)
                        .get("changed")
                        .asInt())
                .isEqualTo(1);
        assertThat(call(200, "GET", "/api/v1/users/list?container=default", null)
                        .get("users"))
                .hasSize(1);
    }

    @Test
    void findsNothingOfAnotherVirtualServer() throws Exception {
        String theirGroup = SERVER.part(Groups.class)
                .create(other.id(), "Theirs", new Actor.Server())
                .orElseThrow()
                .id()
                .toString();
        String theirContainer = SERVER.part(Containers.class)
                .create(other.id(), "Theirs", new Actor.Server())
                .orElseThrow()
                .id()
                .toString();
        Map<String, Object> alices =
                Map.of("userIds", java.util.List.of(alice.id().toString()));
        for (String path : new String[] {"/disable", "/enable", "/unlock", "/password-link"}) {
            call(404, "POST", "/api/v1/users/" + stranger.id() + path, null);
        }
        call(404, "POST", "/api/v1/users/" + stranger.id() + "/lock", Map.of("reason", "x"));
        call(404, "POST", "/api/v1/users/" + stranger.id() + "/password", Map.of("password", "long enough"));
        call(404, "PUT", "/api/v1/users/" + stranger.id(), Map.of("userName", "mine"));
        call(404, "DELETE", "/api/v1/users/" + stranger.id(), null);
        call(404, "GET", "/api/v1/users/" + stranger.id() + "/groups", null);
        call(404, "PUT", "/api/v1/groups/" + theirGroup, Map.of("name", "mine"));
        call(404, "DELETE", "/api/v1/groups/" + theirGroup, null);
        call(404, "POST", "/api/v1/groups/" + theirGroup + "/members", alices);
        call(404, "POST", "/api/v1/groups/" + theirGroup + "/members/remove", alices);
        call(404, "PUT", "/api/v1/containers/" + theirContainer, Map.of("name", "mine"));
        call(404, "DELETE", "/api/v1/containers/" + theirContainer, null);
        call(404, "POST", "/api/v1/containers/" + theirContainer + "/members", alices);
        assertThat(SERVER.part(Users.class).find(other.id(), stranger.id())).contains(stranger);
        assertThat(SERVER.part(Tokens.class).inventory(other.id())).isEqualTo(100);
    }

    private JsonNode call(int status, String method, String path, @org.jspecify.annotations.Nullable Object body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(SERVER.pages().resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .method(method, HttpRequest.BodyPublishers.ofString(body == null ? "" : JSON.writeValueAsString(body)))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as(method + " " + path + " " + answer.body())
                .isEqualTo(status);
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }
}
