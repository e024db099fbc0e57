package org.countersign.server.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.authentication.PasscodeChecks;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Devices;
import org.countersign.server.tokens.NewDevice;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

/** Every page of the console in a real browser: no flaw that axe finds, fits a phone, works by keyboard. */
class ConsoleLooksTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();

    @Test
    void hasNoFlawInAnyLook() {
        TestConsole console = TestConsole.at(server, acme);
        UserAccount ada = user("ada", "Ada Okafor");
        UserAccount bruno = user("bruno.lindqvist", "Bruno Lindqvist");
        UserAccount mei = user("mei", "Mei-Ling Zhang");
        Token adas = tokenInUse(ada, "Android 16", "phone", true);
        tokenInUse(bruno, "Windows 11", "desktop", false);
        server.part(Provisioning.class).provision(acme.id(), List.of(mei.id()), new Actor.Server());
        report(bruno);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("sign-in", "/sign-in");
        pages.put("snapshot", "");
        pages.put("users", "/users");
        pages.put("users-none", "/users?q=nobody");
        pages.put("user-new", "/users/new");
        pages.put("user", "/users/" + ada.id());
        pages.put("user-mail", "/users/" + ada.id() + "/mail");
        pages.put("tokens", "/tokens");
        pages.put("token", "/tokens/" + adas.id());
        pages.put("token-revoke", "/tokens/" + adas.id() + "/revoke");
        pages.put("token-allocate", "/tokens/allocate");
        pages.put("provision", "/provision?user=" + bruno.id());
        pages.put("provision-check", "/provision/check?user=" + ada.id() + "&user=" + bruno.id());
        pages.put("provision-task", "/provision/tasks/1");
        pages.put("sign-ins", "/sign-ins");
        List<String> flaws = new ArrayList<>();
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            List<String> complaints = complaints(page);
            for (Map.Entry<String, String> shown : pages.entrySet()) {
                page.navigate(
                        server.pages().resolve(console.path(shown.getValue())).toString());
                flaws.addAll(RealBrowser.flaws(page, "console-" + shown.getKey()));
                if (shown.getKey().equals("sign-in")) {
                    signInByKeyboard(page);
                }
            }
            flaws.addAll(complaints);
        }
        assertThat(flaws).isEmpty();
    }

    @Test
    void provisionsByKeyboardAlone() {
        TestConsole console = TestConsole.at(server, acme);
        user("kim", "Kim Park");
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.navigate(server.pages().resolve(console.path("/provision")).toString());
            signInByKeyboard(page);
            page.locator("input[type=checkbox]").first().focus();
            page.keyboard().press("Space");
            pressUntilFocused(page, "Continue");
            page.keyboard().press("Enter");
            page.waitForURL(address -> address.contains("/check"));
            pressUntilFocused(page, "Provision 1 user");
            page.keyboard().press("Enter");
            page.waitForURL(address -> address.contains("/tasks/"));
            assertThat(page.locator("main").textContent()).contains("Provisioning has started");
        }
    }

    private static void pressUntilFocused(Page page, String label) {
        for (int i = 0; i < 40; i++) {
            page.keyboard().press("Tab");
            if (label.equals(page.evaluate("document.activeElement.textContent.trim()"))) {
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + label);
    }

    /** The user name has the focus from the start. */
    private static void signInByKeyboard(Page page) {
        page.locator("#userName").waitFor();
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("userName");
        page.keyboard().type("olivia");
        page.keyboard().press("Tab");
        page.keyboard().type(TestConsole.PASSWORD);
        page.keyboard().press("Enter");
        page.locator(".console-nav").waitFor();
    }

    /** What the browser itself complains of: a style or script that the policy forbids, a missing file. */
    private static List<String> complaints(Page page) {
        List<String> complaints = new ArrayList<>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return complaints;
    }

    private UserAccount user(String userName, String name) {
        return server.part(Users.class)
                .create(acme.id(), userName, name, userName + "@acme.example", null, new Actor.Server())
                .orElseThrow();
    }

    private Token tokenInUse(UserAccount user, String os, String type, boolean pushEnabled) {
        TestToken made = TestToken.totp(server, user);
        server.part(Devices.class)
                .bind(
                        made.token(),
                        new NewDevice(
                                (ECPublicKey) P256.generate(server.part(Randomness.class))
                                        .getPublic(),
                                "web",
                                type,
                                os,
                                "Countersign Web 0.1.0",
                                true,
                                pushEnabled,
                                null));
        Application payroll = server.part(VirtualServers.class).applications(acme.id()).stream()
                .findFirst()
                .orElseGet(() ->
                        server.part(VirtualServers.class).createApplication(acme.id(), "Payroll", new Actor.Server()));
        Visitor visitor = new Visitor("203.0.113.9", "Firefox", "Linux");
        for (String passcode : new String[] {made.at(server, Duration.ZERO), "000000"}) {
            server.part(PasscodeChecks.class)
                    .check(payroll, new Actor.Server(), visitor, user.userName(), null, passcode);
        }
        return server.part(Tokens.class).find(acme.id(), made.token().id()).orElseThrow();
    }

    private void report(UserAccount user) {
        server.part(TransactionOperations.class)
                .executeWithoutResult(status -> server.part(Audit.class)
                        .append(AuditEvent.of(acme.id(), AuditType.PUSH_REPORTED, new Actor.User(user.id()))
                                .about(user.id())
                                .from("198.51.100.23")
                                .with("application", "Payroll")
                                .with("browser", "Chrome")
                                .with("os", "Windows")));
    }
}
