package org.countersign.server.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.isolation.Neighbour;
import org.countersign.server.isolation.Route;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;

@DisplayName("A form counts only from the page that made it, in the session that it was made for")
class ForgedFormTest {
    /** Asks for the code of a mail, or a proof of its string, in the form itself, and no session: nothing to forge without. */
    private static final Set<String> WITH_A_CODE = Set.of(
            "POST /o/{slug}/enroll/standard", "POST /o/{slug}/enroll/standard/proof", "POST /o/{slug}/enroll/word");

    /** Of the authorization server: a client's secret, a bearer token, or a signed token of whom it is about. */
    private static final List<String> WITH_A_SIGNATURE = List.of("/api/", "/device/", "/error", "/o/{slug}/oauth2/");

    /** Nothing but a form changes these. */
    private static final List<String> KEPT = List.of(
            "user_account",
            "user_group",
            "container",
            "operator",
            "operator_role",
            "application",
            "api_client",
            "policy",
            "token");

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    /** The planted bug: the check of forms is there and asks for nothing. */
    static final class Unchecked implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof SecurityFilterChain chain) {
                chain.getFilters().stream()
                        .filter(CsrfFilter.class::isInstance)
                        .map(CsrfFilter.class::cast)
                        .forEach(filter -> filter.setRequireCsrfProtectionMatcher(request -> false));
            }
            return bean;
        }
    }

    private static List<Route> forms(RunningServer server) {
        return Route.of(server).stream()
                .filter(route -> !route.method().equals("GET"))
                .filter(route -> WITH_A_SIGNATURE.stream()
                        .noneMatch(begin -> route.pattern().startsWith(begin)))
                .filter(route -> !WITH_A_CODE.contains(route.toString()))
                .toList();
    }

    /** Returns each form that was taken without its own token, and what it changed. */
    private static List<String> taken(RunningServer server) {
        Neighbour neighbour = new Neighbour(server);
        VirtualServer own = neighbour.virtualServer();
        Walk walk = new Walk(server, own);
        String another = walk.console().elsewhere().signIn(TestConsole.PASSWORD).formToken();
        String ofThePortal =
                new TestBrowser(server.pages(), server.pages().resolve("/portal/" + own.slug())).formToken();
        String id = neighbour.identifiers().getOrDefault("user_account.id", "1");
        Map<String, String> before = neighbour.state();
        List<String> taken = new ArrayList<>();
        for (Route route : forms(server)) {
            for (String token : List.of("", "1", another, ofThePortal)) {
                Map<String, String> fields = new HashMap<>();
                route.asParameter().forEach(field -> fields.put(field.name(), "1"));
                if (!token.isEmpty()) {
                    fields.put("_csrf", token);
                }
                String path = route.pattern().replace("{slug}", own.slug());
                for (String place : route.inPath()) {
                    path = path.replace("{" + place + "}", id);
                }
                int status = walk.browser()
                        .post(server.pages().resolve(path), fields)
                        .status();
                if (status != 403) {
                    taken.add(
                            route + " with " + (token.isEmpty() ? "no token" : "another token") + " answers " + status);
                }
            }
        }
        Map<String, String> after = neighbour.state();
        KEPT.stream()
                .filter(table -> !Objects.equals(after.get(table), before.get(table)))
                .forEach(table -> taken.add("changed " + table));
        return taken;
    }

    @Test
    void isRefusedFromAnywhereElse() {
        RunningServer server = RunningServer.get();
        assertThat(forms(server)).hasSizeGreaterThan(100);
        assertThat(taken(server)).isEmpty();
    }

    @Test
    void wouldSeeAServerThatTakesEveryForm() {
        try (RunningServer server = RunningServer.planted(Unchecked.class)) {
            assertThat(taken(server))
                    .hasSizeGreaterThan(100)
                    .anyMatch(form -> form.startsWith("POST /console/{slug}/users with"))
                    .anyMatch(form -> form.startsWith("POST /portal/{slug}/tokens/{id}/name with"));
        }
    }

    /** What is wrong with a cookie that names a session, in one word each. */
    private static List<String> weaknesses(String cookie) {
        String lower = cookie.toLowerCase(Locale.ROOT);
        List<String> weaknesses = new ArrayList<>();
        if (!lower.contains("; httponly")) {
            weaknesses.add("readable by scripts");
        }
        if (!lower.contains("; samesite=strict") && !lower.contains("; samesite=lax")) {
            weaknesses.add("sent from other sites");
        }
        if (lower.startsWith("countersign_operator") && !lower.contains("; samesite=strict")) {
            weaknesses.add("an operator's, sent along links from other sites");
        }
        return weaknesses;
    }

    @Test
    void setsCookiesThatOtherSitesCannotUse() throws IOException, InterruptedException {
        RunningServer server = RunningServer.get();
        VirtualServer acme = server.newVirtualServer();
        TestConsole.at(server, acme);
        List<String> cookies = new ArrayList<>();
        try (HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
            URI signIn = server.pages().resolve("/console/" + acme.slug() + "/sign-in");
            HttpResponse<String> page = send(browser, HttpRequest.newBuilder(signIn), cookies);
            Matcher token = TOKEN.matcher(page.body());
            assertThat(token.find()).isTrue();
            send(
                    browser,
                    HttpRequest.newBuilder(signIn)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(TestBrowser.form(Map.of(
                                    "userName",
                                    "olivia",
                                    "password",
                                    TestConsole.PASSWORD,
                                    "next",
                                    "",
                                    "_csrf",
                                    token.group(1))))),
                    cookies);
            send(browser, HttpRequest.newBuilder(server.pages().resolve("/portal/" + acme.slug())), cookies);
        }
        assertThat(cookies).hasSizeGreaterThanOrEqualTo(3);
        assertThat(cookies)
                .allSatisfy(cookie -> assertThat(weaknesses(cookie)).as(cookie).isEmpty());
        assertThat(weaknesses("countersign_operator=1; Path=/console; HttpOnly"))
                .hasSize(2);
        assertThat(weaknesses("countersign_session=1; SameSite=None")).hasSize(2);
    }

    private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request, List<String> cookies)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
        cookies.addAll(answer.headers().allValues("Set-Cookie"));
        return answer;
    }
}
