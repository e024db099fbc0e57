package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that calls the management API of one virtual server with a key. */
final class TestApi {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningServer server;
    private final String key;

    private TestApi(RunningServer server, String key) {
        this.server = server;
        this.key = key;
    }

    /** Returns one that may do everything. */
    static TestApi of(RunningServer server, VirtualServer virtualServer) {
        return new TestApi(
                server,
                server.part(ApiClients.class)
                        .create(
                                application(server, virtualServer),
                                "tool",
                                Set.of(ApiScope.MANAGE),
                                new Actor.Server()));
    }

    /** Returns one that signs people in, and manages nothing. */
    static TestApi agent(RunningServer server, VirtualServer virtualServer) {
        return new TestApi(
                server,
                server.part(ApiClients.class)
                        .create(
                                application(server, virtualServer),
                                "agent",
                                Set.of(ApiScope.AUTHENTICATE),
                                new Actor.Server()));
    }

    /** Returns one whose role allows so much. */
    static TestApi with(RunningServer server, VirtualServer virtualServer, String... permissions) {
        RoleOutcome role = server.part(Roles.class)
                .add(
                        virtualServer.id(),
                        "Role " + System.identityHashCode(permissions),
                        "",
                        Permissions.parse(List.of(permissions)),
                        Acting.server());
        NewApiKey wanted = new NewApiKey(
                application(server, virtualServer),
                "narrow",
                Set.of(ApiScope.MANAGE),
                ((RoleOutcome.Done) role).role().id(),
                null);
        return new TestApi(
                server,
                ((ApiKeyOutcome.Made) server.part(ApiClients.class).create(wanted, Acting.server())).exposedKey());
    }

    private static Application application(RunningServer server, VirtualServer virtualServer) {
        VirtualServers all = server.part(VirtualServers.class);
        return all.applications(virtualServer.id()).stream()
                .filter(application -> application.name().equals("Tools"))
                .findFirst()
                .orElseGet(() -> all.createApplication(virtualServer.id(), "Tools", new Actor.Server()));
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(server.pages().resolve(URI.create(path)))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + key)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Sends the parts of a form, each a text; the part {@code file} as a file. */
    HttpResponse<String> upload(String path, Map<String, String> parts) throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder();
        parts.forEach((name, text) -> form.append("--part\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append(name.equals("file") ? "\"; filename=\"maker.xml\"" : "\"")
                .append("\r\n\r\n")
                .append(text)
                .append("\r\n"));
        return HTTP.send(
                HttpRequest.newBuilder(server.pages().resolve(URI.create(path)))
                        .header("Content-Type", "multipart/form-data; boundary=part")
                        .header("Authorization", "Bearer " + key)
                        .POST(HttpRequest.BodyPublishers.ofString(form + "--part--\r\n"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    JsonNode call(int status, String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode())
                .as(method + " " + path + " " + body + ": " + answer.body())
                .isEqualTo(status);
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    JsonNode get(int status, String path) throws IOException, InterruptedException {
        return call(status, "GET", path, "");
    }

    JsonNode post(int status, String path, Map<String, ?> body) throws IOException, InterruptedException {
        return call(status, "POST", path, JSON.writeValueAsString(body));
    }

    JsonNode put(int status, String path, Map<String, ?> body) throws IOException, InterruptedException {
        return call(status, "PUT", path, JSON.writeValueAsString(body));
    }

    JsonNode delete(int status, String path) throws IOException, InterruptedException {
        return call(status, "DELETE", path, "");
    }

    /** Asserts that something given is refused, and that the answer says why. */
    static void isRefused(JsonNode problem, String code, String... words) {
        assertThat(problem.path("code").asString()).as(problem.toString()).isEqualTo(code);
        for (String word : words) {
            assertThat(problem.path("detail").asString()).contains(word);
        }
    }

    /** Asserts that the key's role lacks a permission. */
    static void lacks(JsonNode problem, String permission) {
        isRefused(problem, "permission_missing", permission);
    }
}
