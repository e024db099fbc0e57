package org.countersign.server.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.protocol.rest.ApiClients;
import org.countersign.server.protocol.rest.ApiScope;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** Somebody with every right in a virtual server, who sends there whatever they like: identifiers that are not theirs. */
public final class Stranger {
    private static final JsonMapper JSON = new JsonMapper();

    /** What a place in a path takes, by what stands before it. The first that fits counts. */
    private static final Map<String, String> KINDS = kinds();

    private final RunningServer server;
    private final VirtualServer own;
    private final TestConsole console;
    private final String apiKey;
    private final Map<String, String> things;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Boolean, String> formTokens = new HashMap<>();

    /**
     * Signs in everywhere.
     *
     * @param things identifiers of what is in that virtual server, by kind: they stand where nothing else is sent
     */
    public Stranger(RunningServer server, VirtualServer own, Map<String, String> things) {
        this(server, own, TestConsole.signedIn(server, own), apiKey(server, own), things);
    }

    /** Goes through the console alone, as whoever is signed in there. */
    Stranger(RunningServer server, VirtualServer own, TestConsole console) {
        this(server, own, console, "", Map.of());
    }

    private Stranger(
            RunningServer server, VirtualServer own, TestConsole console, String apiKey, Map<String, String> things) {
        this.server = server;
        this.own = own;
        this.console = console;
        this.apiKey = apiKey;
        this.things = Map.copyOf(things);
        signInToThePortal();
    }

    private static String apiKey(RunningServer server, VirtualServer own) {
        Application application =
                server.part(VirtualServers.class).createApplication(own.id(), "Stranger's", new Actor.Server());
        return server.part(ApiClients.class)
                .create(application, "stranger", Set.copyOf(Arrays.asList(ApiScope.values())), new Actor.Server());
    }

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("/users/import/", "user_import.id");
        kinds.put("/tokens/import/", "token_import.id");
        kinds.put("/token-imports/", "token_import.id");
        kinds.put("/reports/rules/", "report_rule.id");
        kinds.put("/report-schedules/", "report_rule.id");
        kinds.put("/reports/kept/", "report_run.id");
        kinds.put("/kept-reports/", "report_run.id");
        kinds.put("/keys/", "api_client.id");
        kinds.put("/roles/", "operator_role.id");
        kinds.put("/operators/", "operator.id");
        kinds.put("/alerts/", "alert_recipient.id");
        kinds.put("/recipients/", "alert_recipient.id");
        kinds.put("/applications/", "application.id");
        kinds.put("/containers/", "container.id");
        kinds.put("/groups/", "user_group.id");
        kinds.put("/bulk/", "bulk_job.id");
        kinds.put("/bulk-jobs/", "bulk_job.id");
        kinds.put("/reported/", "sign_in_report.id");
        kinds.put("/reported-sign-ins/", "sign_in_report.id");
        kinds.put("/push-requests/", "push_request.id");
        kinds.put("/tokens/", "token.id");
        kinds.put("/users/", "user_account.id");
        return kinds;
    }

    private void signInToThePortal() {
        UserAccount user = server.newUser(own, "stranger");
        TestToken token = TestToken.hotp(server, user);
        TestBrowser browser = console.browser().open(server.pages().resolve("/portal/" + own.slug()));
        browser.submit("/start", Map.of("userName", "stranger", "way", "sign-in"));
        browser.submit("/password", Map.of("userName", "stranger", "password", "correct horse"));
        browser.submit("/passcode", Map.of("passcode", token.next()));
        if (!browser.address().getPath().endsWith("/tokens")) {
            throw new IllegalStateException("not signed in to the portal: " + browser.address());
        }
    }

    /** What came back. */
    public record Reply(int status, String text, String type) {}

    /** Sends {@code identifier} in one place of {@code route}; what else it takes is left to its defaults. */
    public Reply send(Route route, String place, String identifier) {
        try {
            return route.isRest() ? call(route, place, identifier) : visit(route, place, identifier);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private Reply visit(Route route, String place, String identifier) {
        Map<String, String> fields = new HashMap<>();
        if (route.hasParameter(place)) {
            fields.put(place, identifier);
        }
        String path = path(route, place, identifier);
        TestBrowser page;
        if (route.method().equals("GET")) {
            String query = fields.isEmpty() ? "" : "?" + TestBrowser.form(fields);
            page = console.browser().open(server.pages().resolve(path + query));
        } else {
            route.asParameter().forEach(field -> fields.putIfAbsent(field.name(), field.asField()));
            fields.put("_csrf", known(isOfPortal(route)));
            page = console.browser().post(server.pages().resolve(path), fields);
            if (page.status() == HttpStatus.FORBIDDEN.value()) {
                // An act may end the form's token: it counts only when a new one is refused as well.
                fields.put("_csrf", formToken(isOfPortal(route)));
                page = console.browser().post(server.pages().resolve(path), fields);
            }
        }
        if (isSignedOut(route, page)) {
            throw new IllegalStateException("signed out before " + route + ": from here on nothing would be seen");
        }
        return new Reply(page.status(), page.body(), type(page.answer()));
    }

    private static boolean isSignedOut(Route route, TestBrowser page) {
        String at = page.address().getPath();
        return route.pattern().startsWith("/console/")
                && !route.pattern().contains("/sign-in")
                && !route.pattern().endsWith("/operators/rule")
                && (at.endsWith("/sign-in") || at.contains("/sign-in/"));
    }

    private static boolean isOfPortal(Route route) {
        return route.pattern().startsWith("/portal/");
    }

    private String known(boolean ofPortal) {
        String token = formTokens.get(ofPortal);
        return token == null ? formToken(ofPortal) : token;
    }

    /** The console and the portal each take the tokens of their own forms. */
    private String formToken(boolean ofPortal) {
        TestBrowser page = ofPortal
                ? console.browser().open(server.pages().resolve("/portal/" + own.slug() + "/tokens"))
                : console.open("/confirm");
        formTokens.put(ofPortal, page.formToken());
        return page.formToken();
    }

    private Reply call(Route route, String place, String identifier) throws IOException, InterruptedException {
        String path = path(route, place, identifier);
        if (route.hasParameter(place)) {
            path += "?" + place + "=" + encoded(identifier);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(server.pages().resolve(path))
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json");
        String body = route.method().equals("GET") ? "" : JSON.writeValueAsString(route.body(place, identifier));
        HttpResponse<String> answer = http.send(
                request.method(route.method(), HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new Reply(answer.statusCode(), answer.body(), type(answer));
    }

    private static String type(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    private String path(Route route, String place, String identifier) {
        String path = route.pattern().replace("{slug}", own.slug()).replace("{" + place + "}", encoded(identifier));
        for (String other : route.inPath()) {
            path = path.replace("{" + other + "}", route.usual(other, own(route, other)));
        }
        return path;
    }

    private String own(Route route, String place) {
        String before = route.pattern().substring(0, route.pattern().indexOf("{" + place + "}"));
        return KINDS.entrySet().stream()
                .filter(kind -> before.endsWith(kind.getKey()))
                .findFirst()
                .map(kind -> things.getOrDefault(kind.getValue(), "1"))
                .orElse("1");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
