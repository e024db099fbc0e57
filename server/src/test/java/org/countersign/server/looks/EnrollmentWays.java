package org.countersign.server.looks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Enrollment;
import org.countersign.server.enrollment.OfferOutcome;
import org.countersign.server.enrollment.StandardApps;
import org.countersign.server.testing.MailServer;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestRules;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** The pages that a mailed link leads to: our own app, and any app for passcodes. */
final class EnrollmentWays {
    private final RunningServer server;
    private final Eyes eyes;
    private final List<String> flaws = new ArrayList<>();

    EnrollmentWays(RunningServer server, Eyes eyes) {
        this.server = server;
        this.eyes = eyes;
    }

    Stream<DynamicTest> ways() {
        return Stream.of(
                way("leads a link into the app and says how it ends", this::leadsIntoTheApp),
                way("asks whether app and page show the same number", this::asksForTheWord),
                way("shows a seed for another app", this::showsASeedForAnotherApp));
    }

    private DynamicTest way(String name, Executable steps) {
        return DynamicTest.dynamicTest(name, () -> {
            flaws.clear();
            steps.execute();
            assertThat(flaws).isEmpty();
        });
    }

    private void look(Page page, String name) {
        flaws.addAll(eyes.look(page, "enroll-" + name));
    }

    private void leadsIntoTheApp() throws Exception {
        VirtualServer acme = server.newVirtualServer("Acme Corporation");
        UserAccount ada = server.newUser(acme, "ada");
        OfferOutcome.Offered offered = (OfferOutcome.Offered)
                server.part(Enrollment.class).offerOnPage(acme.id(), ada.id(), new Actor.Server());
        String activation = offered.activation().exposed();
        String address = server.pages() + "/o/" + acme.slug() + "/enroll";
        Page page = eyes.open();
        page.navigate(address + "#" + activation);
        page.locator("#step-open").waitFor();
        look(page, "open");
        page.getByLabel("Computer").check();
        look(page, "here");
        page.getByLabel("iPhone").check();
        look(page, "near");
        page.getByText("Paste it instead").click();
        look(page, "paste");
        page.getByText("Paste it instead").click();
        page.getByText("No camera? Type it in the app").click();
        look(page, "typed");
        page.getByText("No camera? Type it in the app").click();
        TestPhone.empty(server).enroll(server.app() + "/enroll#" + activation, Optional.empty());
        page.locator("#begun").waitFor();
        look(page, "begun");
        end(page, address, "missing");
        end(page, address + "#A1xyz", "malformed");
        page.navigate("about:blank");
        page.navigate(address + "#" + activation);
        page.locator("#step-open").waitFor();
        server.part(Enrollment.class).revoke(acme.id(), offered.enrollment(), new Actor.Server());
        page.locator("#step-revoked").waitFor();
        look(page, "revoked");
    }

    private void asksForTheWord() throws Exception {
        VirtualServer acme = server.newVirtualServer("Acme Corporation");
        TestRules.turn(server, acme, "/enrollment/confirmOnPage", true);
        UserAccount ada = server.newUser(acme, "ada");
        OfferOutcome.Offered offered = (OfferOutcome.Offered)
                server.part(Enrollment.class).offerOnPage(acme.id(), ada.id(), new Actor.Server());
        String activation = offered.activation().exposed();
        Page page = eyes.open();
        page.navigate(server.pages() + "/o/" + acme.slug() + "/enroll#" + activation);
        page.locator("#step-open").waitFor();
        TestPhone.empty(server)
                .enroll(server.app() + "/enroll#" + activation, Optional.empty())
                .finish("Pixel 8", Optional.empty(), true);
        page.locator("#word").waitFor();
        look(page, "word");
        page.getByText("No, it shows another").click();
        page.locator("#step-revoked").waitFor();
    }

    private void end(Page page, String address, String end) {
        page.navigate("about:blank");
        page.navigate(address);
        page.locator("#step-" + end).waitFor();
        look(page, end);
    }

    private void showsASeedForAnotherApp() {
        VirtualServer acme = server.newVirtualServer("Acme Corporation");
        TestRules.allowStandardApps(server, acme);
        UserAccount ada = server.newUser(acme, "ada" + acme.slug());
        server.part(StandardApps.class).offer(acme.id(), ada.id(), new Actor.Server());
        await().atMost(Duration.ofSeconds(20)).until(() -> link(ada).isPresent());
        Page page = eyes.open();
        page.navigate(link(ada).orElseThrow());
        page.locator("#password").waitFor();
        look(page, "standard");
        page.locator("#password").fill("wrong horse");
        page.keyboard().press("Enter");
        page.waitForURL(url -> url.endsWith("/standard"));
        page.locator(".alert").first().waitFor();
        look(page, "standard-refused");
        page.locator("#password").fill("correct horse");
        page.keyboard().press("Enter");
        page.locator("#passcode").waitFor();
        look(page, "standard-shown");
        page.locator("#passcode").fill("000 000");
        page.keyboard().press("Enter");
        page.locator(".alert, .field-error").first().waitFor();
        look(page, "standard-wrong");
    }

    private Optional<String> link(UserAccount user) {
        return server.mailServer().messages(String.valueOf(user.mail())).stream()
                .map(MailServer::textOf)
                .flatMap(String::lines)
                .filter(line -> line.contains("/enroll/standard#"))
                .map(String::strip)
                .reduce((first, last) -> last);
    }
}
