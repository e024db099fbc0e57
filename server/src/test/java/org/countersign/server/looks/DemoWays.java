package org.countersign.server.looks;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.DynamicTest;

/** What a first start shows, and the console of a provider, of whom there is one in a server. */
final class DemoWays {
    private static final Actor SERVER = new Actor.Server();

    private final RunningServer server;
    private final Eyes eyes;
    private final List<String> flaws = new ArrayList<>();

    DemoWays(RunningServer server, Eyes eyes) {
        this.server = server;
        this.eyes = eyes;
    }

    Stream<DynamicTest> ways() {
        return Stream.of(
                DynamicTest.dynamicTest("shows a first start", this::showsAFirstStart),
                DynamicTest.dynamicTest("shows a provider", this::showsAProvider));
    }

    private void open(Page page, String path, String name) {
        page.navigate(server.pages().resolve(path).toString());
        flaws.addAll(eyes.look(page, name));
    }

    private void showsAFirstStart() {
        flaws.clear();
        VirtualServer acme = server.part(VirtualServers.class).find("acme").orElseThrow();
        UserAccount alice = server.part(Users.class).find(acme.id(), "alice").orElseThrow();
        Page page = eyes.open();
        open(page, "/", "demo-start");
        open(page, "/demo/mailbox", "demo-mailbox-empty");
        server.part(Provisioning.class).provision(acme.id(), List.of(alice.id()), SERVER);
        // The page refreshes itself until the mail is there.
        page.locator(".mail").first().waitFor();
        flaws.addAll(eyes.look(page, "demo-mailbox"));
        page.locator(".mail").first().click();
        page.locator(".mail-text").waitFor();
        flaws.addAll(eyes.look(page, "demo-mail"));
        open(page, "/", "demo-start-on-the-way");
        assertThat(flaws).isEmpty();
    }

    private void showsAProvider() {
        flaws.clear();
        VirtualServer provider = server.part(VirtualServers.class)
                .find(VirtualServers.PROVIDER_SLUG)
                .orElseThrow();
        VirtualServer globex = server.newVirtualServer("Globex");
        TestConsole console = TestConsole.at(server, provider);
        Page page = eyes.open();
        ConsoleVisit visit = new ConsoleVisit(server, page, console, "olivia");
        visit.signIn();
        for (Map.Entry<String, String> shown : Map.of(
                        "provider",
                        "/virtual-servers",
                        "provider-new",
                        "/virtual-servers/new",
                        "provider-one",
                        "/virtual-servers/" + globex.id(),
                        "provider-suspend",
                        "/virtual-servers/" + globex.id() + "/suspend")
                .entrySet()) {
            open(page, console.path(shown.getValue()), "console-" + shown.getKey());
        }
        page.navigate(visit.address("/virtual-servers/new"));
        page.locator("#name").fill("Initech");
        page.locator("#address").fill("globex!");
        page.locator("#operator").fill("peter");
        page.locator("#mail").fill("peter@initech.example");
        visit.submit();
        flaws.addAll(eyes.look(page, "console-provider-new-refused"));
        page.locator("#address").fill("initech");
        page.locator("#mail").fill("peter@initech.example");
        visit.submit();
        page.locator(".alert.good").waitFor();
        flaws.addAll(eyes.look(page, "console-provider-opened"));
        assertThat(flaws).isEmpty();
    }
}
