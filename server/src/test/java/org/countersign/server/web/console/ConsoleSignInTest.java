package org.countersign.server.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.users.OperatorSessions;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.Test;

class ConsoleSignInTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();

    @Test
    void asksWhoeverIsNotSignedInAndGoesOnToWhatTheyWanted() {
        TestConsole console = TestConsole.at(server, acme);
        console.open("/tokens?state=active");
        assertThat(console.browser().address().getPath()).isEqualTo(console.path("/sign-in"));

        console.signIn(TestConsole.PASSWORD);

        assertThat(console.browser().address().toString()).endsWith(console.path("/tokens?state=active"));
        assertThat(console.browser().status()).isEqualTo(200);
    }

    @Test
    void goesNowhereElseAfterSignIn() {
        TestConsole console = TestConsole.at(server, acme);
        for (String elsewhere : new String[] {
            "https://evil.example/", "//evil.example/", "/console/" + acme.slug() + "//evil.example", "/console/other"
        }) {
            console.open("/sign-in");
            console.browser()
                    .submit(
                            "/sign-in",
                            Map.of("userName", "olivia", "password", TestConsole.PASSWORD, "next", elsewhere));
            assertThat(console.browser().address().getPath()).isEqualTo(console.path(""));
        }
    }

    @Test
    void refusesAWrongPasswordAndPausesTheName() {
        TestConsole console = TestConsole.at(server, acme);

        TestBrowser refused = console.signIn("wrong password");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body()).contains("That did not match").doesNotContain("wrong password\"");
        assertThat(refused.cookie(OperatorCookie.NAME)).isEmpty();
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.OPERATOR_REFUSED), null, 10))
                .hasSize(1);

        for (int i = 0; i < 5; i++) {
            console.signIn("wrong password");
        }
        assertThat(console.signIn(TestConsole.PASSWORD).status()).isEqualTo(429);
    }

    @Test
    void givesEverySignInAKeyOfItsOwnAndForgetsItAtSignOut() {
        TestConsole console = TestConsole.signedIn(server, acme);
        String first = console.browser().cookie(OperatorCookie.NAME).orElseThrow();
        console.open("/users").submit("/sign-out", Map.of());
        assertThat(console.browser().address().getPath()).isEqualTo(console.path("/sign-in"));
        assertThat(server.part(OperatorSessions.class).find(acme.id(), first)).isEmpty();

        console.signIn(TestConsole.PASSWORD);
        assertThat(console.browser().cookie(OperatorCookie.NAME).orElseThrow()).isNotEqualTo(first);
    }

    @Test
    void endsASessionThatNobodyUses() {
        TestConsole console = TestConsole.signedIn(server, acme);
        assertThat(console.open("/users").address().getPath()).isEqualTo(console.path("/users"));

        server.time().pass(OperatorSessions.IDLE.plusSeconds(1));

        assertThat(console.open("/users").address().getPath()).isEqualTo(console.path("/sign-in"));
    }

    @Test
    void countsNoSessionOfAnotherVirtualServer() throws IOException, InterruptedException {
        VirtualServer other = server.newVirtualServer();
        TestConsole console = TestConsole.signedIn(server, acme);
        String key = console.browser().cookie(OperatorCookie.NAME).orElseThrow();

        assertThat(get("/console/" + acme.slug() + "/users", key).statusCode()).isEqualTo(200);
        HttpResponse<String> foreign = get("/console/" + other.slug() + "/users", key);
        assertThat(foreign.statusCode()).isEqualTo(302);
        assertThat(foreign.headers().firstValue("Location").orElseThrow()).contains("/sign-in");
        assertThat(get("/console/no-such-one/users", key).statusCode()).isEqualTo(404);
    }

    @Test
    void bindsTheCookieToThisConsole() throws IOException, InterruptedException {
        TestConsole console = TestConsole.at(server, acme);
        TestBrowser form = new TestBrowser(server.pages(), server.pages().resolve(console.path("/sign-in")));
        String token = form.formToken();
        HttpResponse<String> signedIn = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.pages().resolve(console.path("/sign-in")))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header(
                                        "Cookie",
                                        "countersign_operator_form="
                                                + form.cookie("countersign_operator_form")
                                                        .orElseThrow())
                                .POST(HttpRequest.BodyPublishers.ofString(TestBrowser.form(Map.of(
                                        "userName", "olivia", "password", TestConsole.PASSWORD, "_csrf", token))))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(signedIn.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith(OperatorCookie.NAME + "=")
                        .contains("Path=/console/" + acme.slug(), "HttpOnly", "SameSite=Strict"));
    }

    private HttpResponse<String> get(String path, String key) throws IOException, InterruptedException {
        URI address = server.pages().resolve(path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Cookie", OperatorCookie.NAME + "=" + key)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
