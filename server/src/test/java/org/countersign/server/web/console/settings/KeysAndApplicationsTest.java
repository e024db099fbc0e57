package org.countersign.server.web.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.authentication.PasscodeChecks;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.protocol.rest.ApiClients;
import org.countersign.server.protocol.rest.ApiScope;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.Role;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S15: API keys and applications in the console")
class KeysAndApplicationsTest {
    private static final Pattern KEY = Pattern.compile("cs1_[0-9a-f]{32}_[A-Za-z0-9_-]{43}");

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme");
    private final TestConsole console = TestConsole.signedIn(server, acme);

    @Test
    void makesAKeyShowsItOnceAndWithdrawsIt() {
        assertThat(console.open("/operators/keys/new").body()).contains("Add an application first");
        Application payroll =
                server.part(VirtualServers.class).createApplication(acme.id(), "Payroll", new Actor.Server());
        console.open("/operators/keys/new")
                .submit(
                        "/keys",
                        Map.of("name", "Agent", "application", payroll.id().toString(), "days", "90"));
        assertThat(console.browser().status()).isEqualTo(422);
        assertThat(console.browser().body()).contains("Choose at least one.", "value=\"Agent\"");
        console.browser()
                .submit(
                        "/keys",
                        Map.of(
                                "name", "Agent",
                                "application", payroll.id().toString(),
                                "scope", "MANAGE",
                                "role", "",
                                "days", "90"));
        assertThat(console.browser().body()).contains("Choose the role of a key that manages.");
        console.browser()
                .submit(
                        "/keys",
                        Map.of(
                                "name", "Agent",
                                "application", payroll.id().toString(),
                                "scope", "MANAGE",
                                "role", role("Help desk").id().toString(),
                                "days", "90"));
        Matcher key = KEY.matcher(console.browser().body());
        assertThat(key.find()).isTrue();
        assertThat(console.open("/operators/keys").body())
                .contains("Agent", "Payroll", "Manages as Help desk", "Never")
                .doesNotContain(key.group());
        assertThat(server.part(Audit.class)
                        .recent(acme.id(), Set.of(AuditType.API_CLIENT_CREATED), null, 1)
                        .getFirst()
                        .details())
                .containsEntry("role", "Help desk")
                .doesNotContainValue(key.group());

        String id = server.part(ApiClients.class)
                .of(acme.id())
                .getFirst()
                .client()
                .id()
                .toString();
        assertThat(console.open("/operators/keys/" + id + "/revoke").body()).contains("It has never been used.");
        console.browser().submit("/revoke", Map.of());
        assertThat(console.browser().body()).contains("Key withdrawn", "No API keys");
    }

    @Test
    void addsAnApplicationRotatesItsSecretAndRemovesIt() {
        console.open("/applications/new")
                .submit(
                        "/applications",
                        Map.of("name", "Wiki", "redirects", "http://wiki.example.com", "afterSignOut", ""));
        assertThat(console.browser().status()).isEqualTo(422);
        assertThat(console.browser().body())
                .contains("whole addresses that begin with https", "http://wiki.example.com");
        console.browser()
                .submit(
                        "/applications",
                        Map.of("name", "Wiki", "redirects", "https://wiki.example.com/back", "afterSignOut", ""));
        String first = secret();
        assertThat(console.browser().body()).contains("/o/" + acme.slug(), "Secret of Wiki");
        String page = "/applications/"
                + server.part(VirtualServers.class)
                        .applications(acme.id())
                        .getFirst()
                        .id();
        assertThat(console.open(page).body())
                .contains("https://wiki.example.com/back", "OpenID Connect")
                .doesNotContain(first);

        console.open(page + "/secret").submit("/secret", Map.of());
        assertThat(secret()).isNotEqualTo(first);
        console.open(page + "/addresses")
                .submit("/addresses", Map.of("redirects", "https://wiki.example.com/other", "afterSignOut", ""));
        assertThat(console.browser().body()).contains("Saved", "https://wiki.example.com/other");
        console.open(page + "/name").submit("/name", Map.of("name", "Handbook"));
        assertThat(console.browser().body()).contains("Saved", "<h1>Handbook</h1>");
        server.part(ApiClients.class)
                .create(
                        server.part(VirtualServers.class)
                                .applications(acme.id())
                                .getFirst(),
                        "agent",
                        Set.of(ApiScope.AUTHENTICATE),
                        new Actor.Server());

        assertThat(console.open(page + "/remove").body()).contains("API keys for it: 1", "People signed in now: 0");
        console.browser().submit("/remove", Map.of());
        assertThat(console.browser().body()).contains("Application removed", "No applications yet");
        assertThat(console.open(page).status()).isEqualTo(404);
        assertThat(server.part(ApiClients.class).of(acme.id())).isEmpty();
        // Its name is free again.
        console.open("/applications/new")
                .submit("/applications", Map.of("name", "Handbook", "redirects", "", "afterSignOut", ""));
        assertThat(console.browser().body()).contains("<h1>Handbook</h1>", "no OpenID Connect client");
    }

    @Test
    void countsTheSignInsOfAnApplication() {
        Application payroll =
                server.part(VirtualServers.class).createApplication(acme.id(), "Payroll", new Actor.Server());
        UserAccount user = server.newUser(acme, "ursula");
        TestToken token = TestToken.hotp(server, user);
        for (int i = 0; i < 3; i++) {
            server.part(PasscodeChecks.class)
                    .check(
                            payroll,
                            new Actor.Server(),
                            new Visitor("193.0.6.139", null, null),
                            "ursula",
                            null,
                            token.next());
        }
        assertThat(console.open("/applications").body()).contains("Payroll").containsPattern(">\\s*3\\s*</td>");
        assertThat(console.open("/applications/" + payroll.id()).body()).containsPattern("number\">\\s*3\\s*</dd>");
    }

    @Test
    void findsNothingOfAnotherVirtualServerAndTakesNoFormWithoutItsToken() {
        server.part(VirtualServers.class).createApplication(acme.id(), "Payroll", new Actor.Server());
        VirtualServer other = server.newVirtualServer();
        Application theirs =
                server.part(VirtualServers.class).createApplication(other.id(), "Theirs", new Actor.Server());
        server.part(ApiClients.class).create(theirs, "theirs", Set.of(ApiScope.MANAGE), new Actor.Server());
        String key = server.part(ApiClients.class)
                .of(other.id())
                .getFirst()
                .client()
                .id()
                .toString();
        for (String page : List.of(
                "/applications/" + theirs.id(),
                "/applications/" + theirs.id() + "/name",
                "/applications/" + theirs.id() + "/addresses",
                "/applications/" + theirs.id() + "/secret",
                "/applications/" + theirs.id() + "/remove",
                "/applications/not-an-id",
                "/operators/keys/" + key + "/revoke")) {
            assertThat(console.open(page).status()).as(page).isEqualTo(404);
            if (!page.endsWith("id") && page.lastIndexOf('/') > 20) {
                assertThat(console.post(page, Map.of("name", "x")).status())
                        .as(page)
                        .isEqualTo(404);
            }
        }
        console.post(
                "/operators/keys",
                Map.of("name", "x", "application", theirs.id().toString(), "scope", "AUTHENTICATE", "days", "30"));
        assertThat(console.browser().body()).contains("Choose an application.").doesNotContain("cs1_");
        console.browser()
                .post(
                        server.pages().resolve(console.path("/applications")),
                        Map.of("name", "Planted", "redirects", ""));
        assertThat(console.browser().status()).isEqualTo(403);
        assertThat(server.part(VirtualServers.class).applications(acme.id()))
                .extracting(Application::name)
                .containsExactly("Payroll");
        assertThat(server.part(ApiClients.class).of(other.id())).hasSize(1);
    }

    @Test
    void hasNoFlawInAnyLook() {
        Application payroll =
                server.part(VirtualServers.class).createApplication(acme.id(), "Payroll", new Actor.Server());
        server.part(ApiClients.class)
                .create(payroll, "Payroll agent", Set.of(ApiScope.AUTHENTICATE, ApiScope.MANAGE), new Actor.Server());
        String key = server.part(ApiClients.class)
                .of(acme.id())
                .getFirst()
                .client()
                .id()
                .toString();
        List<String> flaws = new ArrayList<>();
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.navigate(server.pages().resolve(console.path("/sign-in")).toString());
            page.locator("#userName").fill("olivia");
            page.locator("#password").fill(TestConsole.PASSWORD);
            page.keyboard().press("Enter");
            page.locator(".console-nav").waitFor();
            page.navigate(
                    server.pages().resolve(console.path("/applications/new")).toString());
            page.locator("#name").fill("Wiki");
            page.locator("#redirects").fill("https://wiki.example.com/signed-in/with/a/rather/long/path");
            flaws.addAll(RealBrowser.flaws(page, "applications-new"));
            page.locator("main button[type=submit]").click();
            page.locator(".secret-key").first().waitFor();
            flaws.addAll(RealBrowser.flaws(page, "applications-made"));
            String wiki = "/applications/"
                    + server.part(VirtualServers.class).applications(acme.id()).stream()
                            .filter(application -> application.name().equals("Wiki"))
                            .findFirst()
                            .orElseThrow()
                            .id();
            Map<String, String> pages = new LinkedHashMap<>();
            pages.put("applications-list", "/applications");
            pages.put("applications-one", wiki);
            pages.put("applications-name", wiki + "/name");
            pages.put("applications-addresses", wiki + "/addresses");
            pages.put("applications-secret", wiki + "/secret");
            pages.put("applications-remove", wiki + "/remove");
            pages.put("keys-list", "/operators/keys");
            pages.put("keys-new", "/operators/keys/new");
            pages.put("keys-revoke", "/operators/keys/" + key + "/revoke");
            pages.forEach((name, path) -> {
                page.navigate(server.pages().resolve(console.path(path)).toString());
                flaws.addAll(RealBrowser.flaws(page, name));
            });
        }
        assertThat(flaws).isEmpty();
    }

    private String secret() {
        Matcher secret = Pattern.compile("Client secret</h2><p class=\"secret-key\">([^<]+)<")
                .matcher(console.browser().body());
        assertThat(secret.find()).isTrue();
        return secret.group(1);
    }

    private Role role(String name) {
        return server.part(Roles.class).of(acme.id()).stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
