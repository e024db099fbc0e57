package org.countersign.server.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** Somebody with every right in a virtual server of their own, who sends identifiers that are not theirs. */
final class Stranger {
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningServer server;
    private final VirtualServer own;
    private final TestConsole console;
    private final String apiKey;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Boolean, String> formTokens = new HashMap<>();

    Stranger(RunningServer server, VirtualServer own, TestConsole console, String apiKey) {
        this.server = server;
        this.own = own;
        this.console = console;
        this.apiKey = apiKey;
        signInToThePortal();
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
    record Reply(int status, String text) {}

    /** Sends {@code identifier} in one place of {@code route}; what else it takes is left to its defaults. */
    Reply send(Route route, String place, String identifier) {
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
        return new Reply(page.status(), page.body());
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
        String body = route.method().equals("GET") ? "" : JSON.writeValueAsString(body(route, place, identifier));
        HttpResponse<String> answer = http.send(
                request.method(route.method(), HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new Reply(answer.statusCode(), answer.body());
    }

    private static Map<String, Object> body(Route route, String place, String identifier) {
        Map<String, Object> body = new HashMap<>();
        for (Route.Member member : route.inBody()) {
            body.put(member.name(), member.name().equals(place) ? member.holding(identifier) : member.sent());
        }
        return body;
    }

    private String path(Route route, String place, String identifier) {
        String path = route.pattern().replace("{slug}", own.slug()).replace("{" + place + "}", encoded(identifier));
        for (String other : route.inPath()) {
            path = path.replace("{" + other + "}", "1");
        }
        return path;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
