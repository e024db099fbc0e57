package org.countersign.server.looks;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.countersign.device.Enrollment;
import org.countersign.device.Phone;
import org.countersign.server.audit.Actor;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.PinRules;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.web.portal.PortalPerson;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** The portal as people see it. */
final class PortalWays {
    private final RunningServer server;
    private final Eyes eyes;
    private final List<String> flaws = new ArrayList<>();

    PortalWays(RunningServer server, Eyes eyes) {
        this.server = server;
        this.eyes = eyes;
    }

    Stream<DynamicTest> ways() {
        return Stream.of(
                way("adds an authenticator", this::addsAnAuthenticator),
                way("looks after tokens", this::looksAfterTokens),
                way("reports a phone lost", this::reportsAPhoneLost),
                way("changes a PIN", this::changesAPin),
                way("runs out of time", this::runsOutOfTime));
    }

    private DynamicTest way(String name, Executable steps) {
        return DynamicTest.dynamicTest(name, () -> {
            flaws.clear();
            steps.execute();
            assertThat(flaws).isEmpty();
        });
    }

    private Page start(VirtualServer acme) {
        Page page = eyes.open();
        page.navigate(server.pages() + "/portal/" + acme.slug());
        return page;
    }

    private void look(Page page, String name) {
        flaws.addAll(eyes.look(page, "portal-" + name));
    }

    private static void heading(Page page, String name) {
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name))
                .first()
                .waitFor();
    }

    private static void press(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first()
                .click();
    }

    private void addsAnAuthenticator() throws Exception {
        VirtualServer acme = server.newVirtualServer("Acme Corporation");
        UserAccount ada = server.newUser(acme, "ada" + acme.slug());
        PortalPerson mails = PortalPerson.of(server, ada, acme);
        Page page = start(acme);
        heading(page, "Start");
        look(page, "01-start");
        page.getByLabel("User name").fill(ada.userName());
        press(page, "Add authenticator");
        heading(page, "Verification code");
        look(page, "02-code");
        page.getByLabel("Verification code").fill("000 000");
        press(page, "Next");
        page.getByText("That is not the code").waitFor();
        look(page, "03-code-wrong");
        page.getByLabel("Verification code").fill(mails.mailedCode(1));
        press(page, "Next");
        heading(page, "Your password");
        look(page, "04-password");
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(PortalPerson.PASSWORD);
        press(page, "Next");
        heading(page, "Authenticator app");
        look(page, "05-platform");
        press(page, "Android phone");
        heading(page, "Set up the app");
        page.locator("#qr svg").waitFor();
        look(page, "06-app");
        page.getByText("Paste it instead").click();
        String string = page.locator("#activation").inputValue();
        Phone phone = TestPhone.empty(server);
        Enrollment enrollment = phone.enroll(server.app() + "/enroll#" + string, Optional.empty());
        enrollment.finish("Pixel 8", Optional.empty(), true);
        heading(page, "Does your app show this code?");
        look(page, "07-claimed");
        enrollment.activate(Optional.empty());
        heading(page, "Almost there");
        look(page, "08-try");
        press(page, "Try it out");
        heading(page, "Try it out");
        look(page, "09-factor");
        server.time().pass(Duration.ofSeconds(31));
        page.getByLabel("Enter a passcode")
                .fill(phone.passcode(phone.tokens().getFirst().serial()).exposed());
        press(page, "Check");
        heading(page, "Your authenticator is ready");
        look(page, "10-done");
    }

    private void looksAfterTokens() {
        VirtualServer acme = server.newVirtualServer("Acme Corporation");
        UserAccount ada = server.newUser(acme, "ada" + acme.slug());
        TestToken token = TestToken.hotp(server, ada);
        TestPhone.of(server, ada);
        Page page = start(acme);
        page.getByLabel("User name").fill(ada.userName());
        press(page, "Sign in");
        heading(page, "Sign in");
        page.getByLabel("Password").fill(PortalPerson.PASSWORD);
        press(page, "Next");
        heading(page, "Confirm that it is you");
        look(page, "20-factor");
        page.getByText("Use a recovery code or a temporary passcode").click();
        heading(page, "Without your phone");
        look(page, "21-recovery-factor");
        page.getByText("Use another way").click();
        page.getByLabel("Enter a passcode").fill(token.next());
        page.keyboard().press("Enter");
        heading(page, "My tokens");
        look(page, "22-tokens");
        String portal = server.pages() + "/portal/" + acme.slug();
        page.navigate(portal + "/tokens/" + token.token().id());
        heading(page, "What you can do");
        look(page, "23-token");
        page.navigate(portal + "/tokens/" + token.token().id() + "/remove");
        look(page, "24-remove");
        page.navigate(portal + "/tokens/" + token.token().id() + "/resynchronise");
        look(page, "25-resynchronise");
        page.navigate(portal + "/recovery");
        look(page, "26-recovery");
        press(page, "Make recovery codes");
        heading(page, "Your recovery codes");
        look(page, "27-recovery-made");
        page.navigate(portal + "/sign-ins");
        look(page, "28-sign-ins");
        page.getByText("That was not me").first().click();
        look(page, "29-not-me");
        press(page, "It wasn’t me!");
        heading(page, "You reported a sign-in");
        look(page, "30-report");
    }

    private void reportsAPhoneLost() {
        VirtualServer acme = server.newVirtualServer("Acme Corporation");
        UserAccount ada = server.newUser(acme, "ada" + acme.slug());
        PortalPerson mails = PortalPerson.of(server, ada, acme);
        TestPhone.of(server, ada);
        Page page = start(acme);
        page.getByLabel("User name").fill(ada.userName());
        press(page, "I lost my phone");
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(PortalPerson.PASSWORD);
        press(page, "Next");
        heading(page, "Report a phone lost");
        look(page, "40-lost");
        press(page, "I lost this one");
        heading(page, "It does not work any more");
        look(page, "41-lost-done");
        press(page, "Get a temporary passcode");
        look(page, "42-temporary");
        page.getByLabel("Verification code").fill(mails.mailedCode(1));
        press(page, "Next");
        heading(page, "Your temporary passcode");
        look(page, "43-temporary-given");
        String passcode = page.locator(".challenge").innerText();
        page.navigate(server.pages() + "/portal/" + acme.slug());
        page.getByLabel("User name").fill(ada.userName());
        press(page, "Sign in");
        page.getByLabel("Password").fill(PortalPerson.PASSWORD);
        press(page, "Next");
        page.getByText("Use a recovery code or a temporary passcode").click();
        page.locator("#code").fill(passcode);
        page.keyboard().press("Enter");
        heading(page, "My tokens");
        page.navigate(server.pages() + "/portal/" + acme.slug() + "/add");
        heading(page, "A temporary passcode is not enough here");
        look(page, "44-weak");
    }

    private void changesAPin() {
        VirtualServer acme = server.newVirtualServer("Acme Corporation");
        UserAccount ada = server.newUser(acme, "ada" + acme.slug());
        TestToken token = TestToken.make(
                server,
                ada,
                PolicySettings.DEFAULT
                        .with(TokenRules.DEFAULT.withMode(TokenMode.HOTP))
                        .with(PinRules.DEFAULT.withKind(PinKind.SERVER)));
        server.part(ServerPins.class).reset(token.token(), "8205", new Actor.Server());
        Page page = start(acme);
        page.getByLabel("User name").fill(ada.userName());
        press(page, "Sign in");
        page.getByLabel("Password").fill(PortalPerson.PASSWORD);
        press(page, "Next");
        page.getByLabel("Enter a passcode").fill("8205" + token.next());
        page.keyboard().press("Enter");
        heading(page, "Choose a new PIN");
        page.locator("#pin").fill("6071");
        page.locator("#again").fill("6071");
        page.keyboard().press("Enter");
        heading(page, "My tokens");
        page.navigate(server.pages() + "/portal/" + acme.slug() + "/tokens/"
                + token.token().id() + "/pin");
        heading(page, "Change PIN");
        look(page, "50-pin");
        page.locator("#current").fill("6071");
        page.locator("#pin").fill("2412");
        page.locator("#again").fill("2413");
        page.keyboard().press("Enter");
        page.locator(".field-error").first().waitFor();
        look(page, "51-pin-refused");
    }

    private void runsOutOfTime() {
        VirtualServer acme = server.newVirtualServer("Acme Corporation");
        UserAccount ada = server.newUser(acme, "ada" + acme.slug());
        PortalPerson mails = PortalPerson.of(server, ada, acme);
        Page page = start(acme);
        page.getByLabel("User name").fill(ada.userName());
        press(page, "Add authenticator");
        page.getByLabel("Verification code").fill(mails.mailedCode(1));
        press(page, "Next");
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill("wrong horse");
        press(page, "Next");
        page.getByText("That did not work").waitFor();
        look(page, "60-password-refused");
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(PortalPerson.PASSWORD);
        press(page, "Next");
        press(page, "Android phone");
        heading(page, "Set up the app");
        server.time().pass(Duration.ofMinutes(11));
        page.reload();
        heading(page, "That took too long");
        look(page, "61-too-late");
    }
}
