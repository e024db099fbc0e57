package org.countersign.server.looks;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestRules;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.OperatorRules;
import org.countersign.server.users.OperatorSession;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DynamicTest;

/** The console as operators see it. */
final class ConsoleWays {
    private final RunningServer server;
    private final Eyes eyes;

    ConsoleWays(RunningServer server, Eyes eyes) {
        this.server = server;
        this.eyes = eyes;
    }

    Stream<DynamicTest> ways() {
        AcmePeople people = new AcmePeople(server);
        AcmeDoors doors = new AcmeDoors(people);
        AcmeTokens tokens = new AcmeTokens(people, doors.payroll);
        people.stopSome();
        AcmeRecord record = new AcmeRecord(people);
        TestRules.allowStandardApps(server, people.acme);
        ConsoleVisit olivia = new ConsoleVisit(server, eyes.open(), people.console, "olivia");
        olivia.signIn();
        Stream<DynamicTest> pages = ConsolePages.of(people, doors, tokens, record).entrySet().stream()
                .map(shown -> DynamicTest.dynamicTest("shows " + shown.getKey(), () -> {
                    olivia.page().navigate(olivia.address(shown.getValue()));
                    assertThat(eyes.look(olivia.page(), "console-" + shown.getKey()))
                            .isEmpty();
                }));
        Stream<DynamicTest> acts = ConsoleActs.of(people, doors, tokens, record).stream()
                .map(act -> DynamicTest.dynamicTest("answers " + act.name(), () -> {
                    act.take(olivia);
                    assertThat(eyes.look(olivia.page(), "console-" + act.name()))
                            .isEmpty();
                }));
        return Stream.of(
                        Stream.of(DynamicTest.dynamicTest("asks who is there", () -> asksWhoIsThere(people))),
                        pages,
                        acts,
                        Stream.of(
                                DynamicTest.dynamicTest(
                                        "says what is not permitted", () -> saysWhatIsNotPermitted(people)),
                                DynamicTest.dynamicTest(
                                        "leads through the second factor", this::leadsThroughTheSecondFactor)))
                .flatMap(ways -> ways);
    }

    private void asksWhoIsThere(AcmePeople people) {
        ConsoleVisit visit = new ConsoleVisit(server, eyes.open(), people.console, "olivia");
        List<String> flaws = new ArrayList<>();
        visit.page().navigate(server.pages() + "/console");
        flaws.addAll(eyes.look(visit.page(), "console-which"));
        visit.page().navigate(server.pages() + "/console?organisation=nobody");
        flaws.addAll(eyes.look(visit.page(), "console-which-unknown"));
        visit.page().navigate(visit.address("/sign-in"));
        flaws.addAll(eyes.look(visit.page(), "console-sign-in"));
        visit.page().locator("#userName").fill("olivia");
        visit.page().locator("#password").fill("wrong");
        visit.page().keyboard().press("Enter");
        visit.page().locator(".alert.bad").waitFor();
        flaws.addAll(eyes.look(visit.page(), "console-sign-in-refused"));
        assertThat(flaws).isEmpty();
    }

    private void saysWhatIsNotPermitted(AcmePeople people) {
        ConsoleVisit hal = new ConsoleVisit(server, eyes.open(), people.hal, "hal");
        hal.signIn();
        List<String> flaws = new ArrayList<>();
        String olivia = "/users/" + people.console.operator().user();
        hal.page().navigate(hal.address("/operators"));
        flaws.addAll(eyes.look(hal.page(), "console-refused-page"));
        hal.page().navigate(hal.address(olivia + "/mail"));
        flaws.addAll(eyes.look(hal.page(), "console-refused-above"));
        hal.page().navigate(hal.address(olivia));
        flaws.addAll(eyes.look(hal.page(), "console-above"));
        hal.page().navigate(hal.address("/users/nobody"));
        flaws.addAll(eyes.look(hal.page(), "error"));
        assertThat(flaws).isEmpty();
    }

    private void leadsThroughTheSecondFactor() {
        VirtualServer acme = server.newVirtualServer("Acme Corporation");
        TestConsole console = TestConsole.at(server, acme);
        server.part(OperatorRules.class).requireSecondFactor(acme.id(), true, new Actor.Server());
        Page page = eyes.open();
        ConsoleVisit visit = new ConsoleVisit(server, page, console, "olivia");
        page.navigate(visit.address("/sign-in"));
        visit.fillIn();
        page.waitForURL(address -> address.endsWith("/sign-in/enroll"));
        List<String> flaws = new ArrayList<>(eyes.look(page, "console-enroll"));
        page.locator("button[type=submit]").first().click();
        page.locator("#qr svg").waitFor();
        flaws.addAll(eyes.look(page, "console-enroll-code"));
        TestToken token = TestToken.hotp(
                server,
                server.part(Users.class)
                        .find(acme.id(), console.operator().user())
                        .orElseThrow());
        page.locator("#done button").click();
        page.waitForURL(address -> address.endsWith("/sign-in/step"));
        flaws.addAll(eyes.look(page, "console-step"));
        page.locator("#passcode").fill(token.next());
        page.keyboard().press("Enter");
        page.locator(".console-nav").waitFor();
        server.time().pass(OperatorSession.FRESH.plusSeconds(1));
        page.navigate(visit.address("/operators"));
        flaws.addAll(eyes.look(page, "console-confirm"));
        assertThat(flaws).isEmpty();
    }
}
