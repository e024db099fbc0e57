package org.countersign.server.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.protocol.rest.ApiClients;
import org.countersign.server.protocol.rest.ApiKeyOutcome;
import org.countersign.server.protocol.rest.ApiScope;
import org.countersign.server.protocol.rest.NewApiKey;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Reported;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Token;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Groups;
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
import tools.jackson.databind.json.JsonMapper;

/** An administrator with something of everything, and an operator and a key below that try to touch them. */
final class Superior {
    private static final String NAME = "superior";
    private static final JsonMapper JSON = new JsonMapper();

    /** What forms and bodies hold where nothing else is meant: acceptable as far as that can be said of every act at once. */
    private final Map<String, Object> acceptable = new HashMap<>(Map.of(
            "mail", "evil@example.com",
            "password", "evil evil evil",
            "pin", "582941",
            "act", "revoke",
            "count", 1,
            "limited", false,
            "containers", List.of(),
            "container", "default",
            "permissions", List.of("USERS.VIEW")));

    private final RunningServer server;
    private final VirtualServer acme;
    private final Mentions mentions;
    private final Map<AboveMatrixTest.Kind, String> ids = new HashMap<>();
    private final TestConsole below;
    private final String key;
    private final String bystander;
    private final String group;
    private final String container;
    private final HttpClient http = HttpClient.newHttpClient();

    Superior(RunningServer server) {
        this.server = server;
        acme = server.newVirtualServer();
        Role role = almostEverything();
        acceptable.put("role", role.id().toString());
        acceptable.put("roleId", role.id().toString());
        below = TestConsole.signedIn(server, acme, "below", role);
        UserAccount user = server.newUser(acme, "bystander");
        bystander = TestToken.hotp(server, user).token().id().toString();
        acceptable.put("tokenIds", List.of(bystander));
        acceptable.put("all", false);
        group = server.part(Groups.class)
                .create(acme.id(), "Choir", new Actor.Server())
                .orElseThrow()
                .id()
                .toString();
        container = server.part(Containers.class)
                .create(acme.id(), "North", new Actor.Server())
                .orElseThrow()
                .id()
                .toString();
        make();
        Application other = application("Other");
        key = ((ApiKeyOutcome.Made) server.part(ApiClients.class)
                        .create(
                                new NewApiKey(other, "below", Set.of(ApiScope.MANAGE), role.id(), null),
                                Acting.server()))
                .exposedKey();
        mentions = new Mentions(server, acme);
        Mentions.settle(this::state);
    }

    private Role almostEverything() {
        List<String> all = new ArrayList<>(Permissions.EVERYTHING.texts());
        all.remove("AUDIT.CHANGE");
        return ((RoleOutcome.Done) server.part(Roles.class)
                        .add(acme.id(), "Almost everything", "", Permissions.parse(all), Acting.server()))
                .role();
    }

    private Application application(String name) {
        return server.part(VirtualServers.class).createApplication(acme.id(), name, new Actor.Server());
    }

    private void make() {
        ids.put(
                AboveMatrixTest.Kind.OPERATOR,
                server.part(Operators.class)
                        .create(acme.id(), NAME, NAME + "@example.com", "battery staple", new Actor.Server())
                        .id()
                        .toString());
        UserAccount user = server.part(Users.class).find(acme.id(), NAME).orElseThrow();
        Token token = TestToken.hotp(server, user).token();
        server.part(Provisioning.class).provision(acme.id(), List.of(user.id()), new Actor.Server());
        ids.put(AboveMatrixTest.Kind.USER, user.id().toString());
        ids.put(AboveMatrixTest.Kind.USER_NAME, NAME);
        ids.put(AboveMatrixTest.Kind.TOKEN, token.id().toString());
        ids.put(AboveMatrixTest.Kind.TASK, "1");
        server.part(Reactions.class)
                .report(new Reported(
                        acme.id(),
                        user.id(),
                        "Payroll",
                        "app",
                        "192.0.2.7",
                        "somewhere",
                        "a program",
                        null,
                        server.time().instant(),
                        null,
                        false));
        ids.put(
                AboveMatrixTest.Kind.REPORT,
                server.part(Reactions.class)
                        .page(acme.id(), null, 1)
                        .getFirst()
                        .id()
                        .toString());
        Application theirs = application("Theirs");
        server.part(ApiClients.class).create(theirs, NAME, Set.of(ApiScope.MANAGE), new Actor.Server());
        ids.put(AboveMatrixTest.Kind.APPLICATION, theirs.id().toString());
        ids.put(
                AboveMatrixTest.Kind.KEY,
                server.part(ApiClients.class).of(acme.id()).stream()
                        .filter(made -> made.client().name().equals(NAME))
                        .findFirst()
                        .orElseThrow()
                        .client()
                        .id()
                        .toString());
    }

    String id(AboveMatrixTest.Kind kind) {
        return Objects.requireNonNull(ids.get(kind));
    }

    /** Returns the id of something that is not theirs, for the address of a route: then only its fields are about them. */
    String harmless(Route route) {
        if (route.pattern().contains("/groups/{id}")) {
            return group;
        }
        return route.pattern().contains("/containers/{id}") ? container : bystander;
    }

    /** Returns what every table holds that mentions them, as a digest by table. */
    Map<String, String> state() {
        return mentions.state(ids.entrySet().stream()
                .filter(entry -> entry.getKey() != AboveMatrixTest.Kind.TASK)
                .map(Map.Entry::getValue)
                .toList());
    }

    /** Sends an act with {@code id} in its address, and {@code fields} among what it takes. */
    Stranger.Reply send(Route route, String id, Map<String, String> fields) {
        String path = route.pattern().replace("{id}", id).replace("{number}", "1");
        for (String other : route.inPath()) {
            path = path.replace("{" + other + "}", "1");
        }
        try {
            return route.isRest() ? call(route, path, fields) : post(route, path, fields);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private Object usual(Route route, Route.Member member, Object otherwise) {
        return member.name().equals("act") && Route.isOnPeople(route.pattern())
                ? otherwise
                : acceptable.getOrDefault(member.name(), otherwise);
    }

    private Stranger.Reply post(Route route, String path, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>();
        route.asParameter()
                .forEach(field -> all.put(field.name(), String.valueOf(usual(route, field, field.asField()))));
        all.putAll(fields);
        TestBrowser page = below.post(path.replace("/console/{slug}", ""), all);
        return new Stranger.Reply(page.status(), page.body(), "");
    }

    private Stranger.Reply call(Route route, String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        Map<String, Object> body = new HashMap<>();
        for (Route.Member member : route.inBody()) {
            Object usual = usual(route, member, member.sent());
            String given = fields.get(member.name());
            body.put(member.name(), given == null ? usual : member.holding(given));
        }
        String query = fields.entrySet().stream()
                .filter(field -> route.hasParameter(field.getKey()))
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(
                        server.pages().resolve(path + (query.isEmpty() ? "" : "?" + query)))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(route.method(), HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Stranger.Reply(answer.statusCode(), answer.body(), "");
    }
}
