package org.countersign.server.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.OperatorRules;
import org.countersign.server.users.OperatorSession;
import org.countersign.server.users.Role;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S15: operators' pages in a real browser")
class OperatorLooksTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme");

    @Test
    void hasNoFlawInAnyLook() {
        TestConsole console = TestConsole.at(server, acme);
        Role helpDesk = role("Help desk");
        TestConsole hal = TestConsole.at(server, acme, "hal", helpDesk);
        TestConsole.at(server, acme, "audrey", role("Auditor"));
        UserAccount user = server.newUser(acme, "ursula");
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("snapshot", "");
        pages.put("list", "/operators");
        pages.put("choose", "/operators/new");
        pages.put("add", "/operators/add?user=" + user.id());
        pages.put("operator", "/operators/" + hal.operator().id());
        pages.put("suspend", "/operators/" + hal.operator().id() + "/suspend");
        pages.put("remove", "/operators/" + hal.operator().id() + "/remove");
        pages.put("rule", "/operators/rule");
        pages.put("roles", "/operators/roles");
        pages.put("role", "/operators/roles/" + helpDesk.id());
        pages.put("role-new", "/operators/roles/new");
        pages.put("role-fixed", "/operators/roles/" + role("Administrator").id());
        pages.put("role-remove", "/operators/roles/" + helpDesk.id() + "/remove");
        List<String> flaws = new ArrayList<>();
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            List<String> complaints = complaints(page);
            signIn(page, console, "olivia");
            pages.forEach((name, path) -> {
                page.navigate(server.pages().resolve(console.path(path)).toString());
                flaws.addAll(RealBrowser.flaws(page, "operators-" + name));
            });
            Page helping = browser.newPage();
            signIn(helping, hal, "hal");
            for (String path :
                    List.of("/operators", "/users/" + console.operator().user() + "/mail")) {
                helping.navigate(server.pages().resolve(hal.path(path)).toString());
                flaws.addAll(
                        RealBrowser.flaws(helping, "operators-refused-" + (path.length() > 12 ? "above" : "page")));
            }
            helping.navigate(server.pages()
                    .resolve(hal.path("/users/" + console.operator().user()))
                    .toString());
            flaws.addAll(RealBrowser.flaws(helping, "operators-above"));
            flaws.addAll(complaints);
        }
        assertThat(flaws).isEmpty();
    }

    @Test
    void leadsThroughEveryStepOfTheSecondFactor() {
        TestConsole console = TestConsole.at(server, acme);
        server.part(OperatorRules.class).requireSecondFactor(acme.id(), true, new Actor.Server());
        List<String> flaws = new ArrayList<>();
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            List<String> complaints = complaints(page);
            page.navigate(server.pages().resolve(console.path("/sign-in")).toString());
            fill(page, "olivia");
            page.waitForURL(address -> address.endsWith("/sign-in/enroll"));
            flaws.addAll(RealBrowser.flaws(page, "operators-enroll"));
            page.locator("button[type=submit]").first().click();
            page.locator("#qr svg").waitFor();
            flaws.addAll(RealBrowser.flaws(page, "operators-enroll-code"));

            TestToken token = TestToken.hotp(
                    server,
                    server.part(Users.class)
                            .find(acme.id(), console.operator().user())
                            .orElseThrow());
            page.locator("#done button").click();
            page.waitForURL(address -> address.endsWith("/sign-in/step"));
            flaws.addAll(RealBrowser.flaws(page, "operators-step"));
            page.locator("#passcode").fill(token.next());
            page.keyboard().press("Enter");
            page.locator(".console-nav").waitFor();

            server.time().pass(OperatorSession.FRESH.plusSeconds(1));
            page.navigate(server.pages().resolve(console.path("/operators")).toString());
            flaws.addAll(RealBrowser.flaws(page, "operators-confirm"));
            flaws.addAll(complaints);
        }
        assertThat(flaws).isEmpty();
    }

    private void signIn(Page page, TestConsole console, String name) {
        page.navigate(server.pages().resolve(console.path("/sign-in")).toString());
        fill(page, name);
        page.locator(".console-nav").waitFor();
    }

    private static void fill(Page page, String name) {
        page.locator("#userName").fill(name);
        page.locator("#password").fill(TestConsole.PASSWORD);
        page.keyboard().press("Enter");
    }

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

    private Role role(String name) {
        return server.part(Roles.class).of(acme.id()).stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
