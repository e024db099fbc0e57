package org.countersign.server.web.console.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditType;
import org.countersign.server.protocol.rest.ApiClients;
import org.countersign.server.protocol.rest.ApiScope;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Operators;
import org.countersign.server.users.PasswordCheck;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.Allocation;
import org.countersign.server.virtualservers.Allocations;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("S1 virtual servers at the provider")
class ConsoleProviderTest {
    private static final Actor SERVER = new Actor.Server();

    /** There is one provider in a server, so these tests have a server of their own. */
    private static final RunningServer server = RunningServer.planted();

    private static final VirtualServer provider =
            server.part(VirtualServers.class).createProvider("Provider");
    private static final TestConsole console = TestConsole.signedIn(server, provider);

    private final VirtualServer acme = server.newVirtualServer("Acme");

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void createsAVirtualServerWithItsFirstOperatorAndSaysWhatIsWrong() {
        TestBrowser browser = console.open("/virtual-servers/new");
        for (Map.Entry<String, String> wrong : Map.of(
                        "Globex!",
                        "Use lower case letters",
                        "provider",
                        "This name is taken",
                        acme.slug(),
                        "This name is taken")
                .entrySet()) {
            browser.submit("/virtual-servers", order(wrong.getKey(), "g@globex.example"));
            assertThat(browser.status()).isEqualTo(422);
            assertThat(browser.body()).contains(wrong.getValue(), "value=\"Globex\"");
        }
        browser.submit("/virtual-servers", order("globex", "nobody"));
        assertThat(browser.body()).contains("This is not a mail address");
        assertThat(server.part(VirtualServers.class).find("globex")).isEmpty();

        browser.submit("/virtual-servers", order("globex", "g@globex.example"));

        VirtualServer globex = server.part(VirtualServers.class).find("globex").orElseThrow();
        assertThat(server.part(Operators.class).of(globex.id())).hasSize(1);
        assertThat(browser.body()).contains("Virtual server created");
        assertThat(server.mailServer().text("g@globex.example", "Choose your password for Globex"))
                .contains("/o/globex/password#");
        assertThat(console.open("/virtual-servers").body()).contains("Globex", "Running", "Any number");
    }

    @Test
    void allocatesTokensAndTheConsoleKeepsToIt() {
        String page = "/virtual-servers/" + acme.id();
        TestBrowser browser = console.open(page);
        assertThat(browser.body()).contains("Now it holds 100");
        browser.submit("/allocation", Map.of("software", "-1", "hardware", "x"));
        assertThat(browser.status()).isEqualTo(422);
        browser.submit("/allocation", Map.of("software", "105", "hardware", "0"));
        assertThat(browser.body()).contains("Allocation saved");
        assertThat(server.part(Allocations.class).of(acme.id())).contains(new Allocation(105, 0));

        TestConsole theirs = TestConsole.signedIn(server, acme);
        theirs.open("/tokens/allocate").submit("/tokens/allocate", Map.of("count", "6"));
        assertThat(theirs.browser().status()).isEqualTo(422);
        assertThat(theirs.browser().body()).contains("lets you have 5 more tokens");
        assertThat(server.part(Tokens.class).inventory(acme.id())).isEqualTo(100);
        theirs.browser().submit("/tokens/allocate", Map.of("count", "5"));
        assertThat(theirs.browser().body()).contains("Tokens allocated");
        assertThat(server.part(Tokens.class).inventory(acme.id())).isEqualTo(105);
    }

    @Test
    void leavesEachActOnTheRecordOfBoth() {
        console.open("/virtual-servers/new")
                .submit(
                        "/virtual-servers",
                        Map.of(
                                "address",
                                "umbrella",
                                "name",
                                "Umbrella",
                                "operator",
                                "uma",
                                "mail",
                                "u@umbrella.example"));
        VirtualServer umbrella =
                server.part(VirtualServers.class).find("umbrella").orElseThrow();
        String page = "/virtual-servers/" + umbrella.id();
        console.open(page).submit("/allocation", Map.of("software", "50", "hardware", "0"));
        console.open(page + "/suspend").submit("/suspend", Map.of());

        String by = "operator:" + console.operator().id();
        for (VirtualServer record : List.of(umbrella, provider)) {
            assertThat(server
                            .part(Audit.class)
                            .recent(
                                    record.id(),
                                    Set.of(
                                            AuditType.VIRTUAL_SERVER_CREATED,
                                            AuditType.ALLOCATION_CHANGED,
                                            AuditType.VIRTUAL_SERVER_SUSPENDED),
                                    null,
                                    100)
                            .stream()
                            .filter(entry -> entry.actor().equals(by))
                            .filter(entry -> record.equals(umbrella)
                                    || "umbrella".equals(entry.details().get("virtualServer")))
                            .map(AuditEntry::type))
                    .containsExactlyInAnyOrder(
                            "VIRTUAL_SERVER_CREATED", "ALLOCATION_CHANGED", "VIRTUAL_SERVER_SUSPENDED");
        }
    }

    @Test
    void closesTheManagementApiOfASuspendedOne() throws Exception {
        String theirs = key(acme);
        assertThat(call(theirs, "GET", "/api/v1/users", "").statusCode()).isEqualTo(200);
        server.part(VirtualServers.class).suspend(acme.id(), SERVER);
        for (String[] closed :
                new String[][] {{"GET", "/api/v1/users", ""}, {"POST", "/api/v1/users", "{\"userName\": \"eve\"}"}}) {
            HttpResponse<String> answer = call(theirs, closed[0], closed[1], closed[2]);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("virtual_server_suspended");
        }
        server.part(VirtualServers.class).resume(acme.id(), SERVER);
        assertThat(call(theirs, "GET", "/api/v1/users", "").statusCode()).isEqualTo(200);
    }

    @Test
    void suspendsAndResumes() {
        server.newUser(acme, "ada");
        TestConsole theirs = TestConsole.signedIn(server, acme);
        String page = "/virtual-servers/" + acme.id();
        assertThat(console.open(page + "/suspend").body()).contains("2 users can no longer sign in");

        console.browser().submit("/suspend", Map.of());

        assertThat(console.browser().body()).contains("Virtual server suspended", "Resume");
        assertThat(theirs.open("/users").address().getPath()).endsWith("/sign-in");
        assertThat(theirs.browser().body()).contains("The provider has suspended Acme");
        theirs.signIn(TestConsole.PASSWORD);
        assertThat(theirs.open("/users").address().getPath()).endsWith("/sign-in");
        Users users = server.part(Users.class);
        assertThat(users.checkPassword(acme.id(), "ada", "correct horse")).isInstanceOf(PasswordCheck.Refused.class);

        console.open(page).submit("/resume", Map.of());

        assertThat(console.browser().body()).contains("Virtual server resumed");
        assertThat(users.checkPassword(acme.id(), "ada", "correct horse")).isInstanceOf(PasswordCheck.Accepted.class);
        assertThat(theirs.open("/users").address().getPath()).endsWith("/users");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/new", "/ID", "/ID/suspend"})
    void doesNotExistForOperatorsOfOthers(String page) {
        TestConsole theirs = TestConsole.signedIn(server, acme);
        String path = "/virtual-servers" + page.replace("ID", acme.id().toString());
        assertThat(theirs.open(path).status()).isEqualTo(404);
        assertThat(theirs.open("").body()).doesNotContain("virtual-servers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/ID/suspend", "/ID/resume", "/ID/allocation"})
    void canNotBeDoneByOperatorsOfOthers(String page) {
        TestConsole theirs = TestConsole.signedIn(server, acme);
        String path = "/virtual-servers" + page.replace("ID", acme.id().toString());
        assertThat(theirs.post(
                                path,
                                Map.of(
                                        "address",
                                        "evil",
                                        "name",
                                        "Evil",
                                        "operator",
                                        "e",
                                        "mail",
                                        "e@x.example",
                                        "software",
                                        "1000000",
                                        "hardware",
                                        "0"))
                        .status())
                .isEqualTo(404);
        assertThat(server.part(VirtualServers.class).find("evil")).isEmpty();
        assertThat(server.part(Allocations.class).of(acme.id())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/not-an-id", "/UNKNOWN", "/PROVIDER"})
    void findsNeitherUnknownOnesNorItself(String page) {
        String path = page.replace("UNKNOWN", UUID.randomUUID().toString())
                .replace("PROVIDER", provider.id().toString());
        assertThat(console.open("/virtual-servers" + path).status()).isEqualTo(404);
        assertThat(server.part(VirtualServers.class).suspend(provider.id(), SERVER))
                .isFalse();
    }

    @Test
    void doesTheSameOverRestForTheProvidersKeysAlone() throws Exception {
        String key = key(provider);
        String path = "/api/v1/virtual-servers/" + acme.id();
        assertThat(call(key, "GET", "/api/v1/virtual-servers", "").body()).contains(acme.slug());
        assertThat(call(key, "POST", "/api/v1/virtual-servers", """
                {"slug": "initech", "name": "Initech", "operator": "bill", "mail": "bill@initech.example"}""").statusCode())
                .isEqualTo(201);
        assertThat(call(key, "POST", "/api/v1/virtual-servers", """
                {"slug": "initech", "name": "Initech", "operator": "bill", "mail": "bill@initech.example"}""").statusCode())
                .isEqualTo(409);
        assertThat(call(key, "PUT", path + "/allocation", "{\"software\": 7, \"hardware\": 0}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(server.part(Allocations.class).of(acme.id())).contains(new Allocation(7, 0));
        assertThat(call(key, "POST", path + "/suspend", "").statusCode()).isEqualTo(204);
        assertThat(call(key, "POST", path + "/suspend", "").statusCode()).isEqualTo(404);
        assertThat(call(key, "GET", path, "").body()).contains("\"suspended\":true");
        assertThat(call(key, "POST", path + "/resume", "").statusCode()).isEqualTo(204);

        String theirs = key(server.newVirtualServer());
        for (String closed : new String[] {"/api/v1/virtual-servers", path}) {
            assertThat(call(theirs, "GET", closed, "").statusCode()).isEqualTo(404);
        }
        assertThat(call(theirs, "POST", path + "/suspend", "").statusCode()).isEqualTo(404);
        assertThat(call(theirs, "PUT", path + "/allocation", "{\"software\": 9, \"hardware\": 0}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.part(VirtualServers.class).get(acme.id()).suspended()).isFalse();
        assertThat(server.part(Allocations.class).of(acme.id())).contains(new Allocation(7, 0));
    }

    private static String key(VirtualServer virtualServer) {
        return server.part(ApiClients.class)
                .create(
                        server.part(VirtualServers.class).createApplication(virtualServer.id(), "Agent", SERVER),
                        "test",
                        Set.of(ApiScope.MANAGE),
                        SERVER);
    }

    private static HttpResponse<String> call(String key, String method, String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.pages().resolve(path))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + key)
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void hasNoFlawInAnyLook() {
        server.part(Allocations.class).change(acme.id(), new Allocation(500, 20), SERVER);
        VirtualServer still = server.newVirtualServer("Stillwater");
        server.part(VirtualServers.class).suspend(still.id(), SERVER);
        List<String> flaws = new ArrayList<>();
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.navigate(
                    server.pages().resolve("/console/provider/virtual-servers").toString());
            page.fill("#userName", "olivia");
            page.fill("#password", TestConsole.PASSWORD);
            page.keyboard().press("Enter");
            page.locator(".console-nav").waitFor();
            flaws.addAll(RealBrowser.flaws(page, "provider-list"));
            for (Map.Entry<String, String> shown : Map.of(
                            "new",
                            "new",
                            "one",
                            acme.id().toString(),
                            "one-suspended",
                            still.id().toString(),
                            "suspend",
                            acme.id() + "/suspend")
                    .entrySet()) {
                page.navigate(server.pages()
                        .resolve("/console/provider/virtual-servers/" + shown.getValue())
                        .toString());
                flaws.addAll(RealBrowser.flaws(page, "provider-" + shown.getKey()));
            }
            page.navigate(server.pages()
                    .resolve("/console/" + still.slug() + "/sign-in")
                    .toString());
            flaws.addAll(RealBrowser.flaws(page, "provider-notice"));
        }
        assertThat(flaws).isEmpty();
    }

    private static Map<String, String> order(String slug, String mail) {
        return Map.of("address", slug, "name", "Globex", "operator", "gina", "mail", mail);
    }
}
