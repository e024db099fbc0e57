package org.countersign.server.looks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.countersign.server.audit.Actor;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.PushRules;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestRelyingParty;
import org.junit.jupiter.api.DynamicTest;

/** The login pages as people see them on the way in: each state by itself and without a reload. */
final class LoginWays extends LoginStage {
    LoginWays(RunningServer server, Eyes eyes) {
        super(server, eyes);
    }

    Stream<DynamicTest> ways() {
        return Stream.of(
                way("password and passcode", this::passwordAndPasscode),
                way("continues by itself after the approval", this::continuesByItselfAfterTheApproval),
                way(
                        "offers another request after a while and a passcode always",
                        this::offersAnotherRequestAfterAWhileAndAPasscodeAlways),
                way("shows the number that the policy asks for", this::showsTheNumberThatThePolicyAsksFor),
                way("tells who is signed in and signs out", this::tellsWhoIsSignedInAndSignsOut));
    }

    private void passwordAndPasscode() {
        heading("Sign in");
        look("login-password");
        password("wrong horse");
        page.getByText("User name or password is wrong").waitFor();
        look("login-password-refused");
        password("correct horse");
        heading("Confirm that it is you");
        look("login-factor");
        page.getByLabel("Enter a passcode").fill("000 000");
        page.keyboard().press("Enter");
        page.getByText("That passcode does not work").waitFor();
        look("login-passcode-refused");
        String passcode = phone.nextPasscode();
        page.getByLabel("Enter a passcode").fill(passcode.substring(0, 3) + " " + passcode.substring(3));
        page.keyboard().press("Enter");
        heading("Signed in");
        assertThat(page.url()).startsWith(TestRelyingParty.REDIRECT.toString());
    }

    private void continuesByItselfAfterTheApproval() {
        String number = ask();
        assertThat(number).matches("[0-9]{2}");
        look("login-waiting");
        var request = phone.request();
        page.getByText("The request is open on your phone")
                .or(page.getByText("Your phone has the request"))
                .waitFor();
        look("login-waiting-delivered");
        assertThat(phone.answer(phone.approval(request, number)).status()).isEqualTo(200);
        heading("Signed in");
        assertThat(page.url()).startsWith(TestRelyingParty.REDIRECT.toString());
    }

    private void offersAnotherRequestAfterAWhileAndAPasscodeAlways() {
        String first = ask();
        assertThat(page.getByText("Send again").isVisible()).isFalse();
        server.time().pass(Duration.ofSeconds(21));
        page.reload();
        look("login-waiting-again");
        press("Send again");
        page.waitForCondition(() -> page.locator("#waiting[data-seconds-left]").count() == 1
                && !page.getByText("Send again").isVisible());
        assertThat(page.locator(".push-digits").innerText()).matches("[0-9]{2}");
        assertThat(first).matches("[0-9]{2}");
        page.getByText("Use a passcode instead").click();
        page.getByLabel("Enter a passcode").fill(phone.nextPasscode());
        page.keyboard().press("Enter");
        heading("Signed in");
        assertThat(phone.open()).isEmpty();
    }

    private void showsTheNumberThatThePolicyAsksFor() {
        Policies policies = server.part(Policies.class);
        policies.change(
                wiki.application().virtualServer(),
                PolicySettings.DEFAULT.with(PushRules.DEFAULT.withNumberDigits(6)),
                new Actor.Server());
        assertThat(ask()).matches("[0-9]{6}");
        look("login-waiting-6");
        page.context().clearCookies();
        policies.change(
                wiki.application().virtualServer(),
                PolicySettings.DEFAULT.with(PushRules.DEFAULT.withNumberDigits(0)),
                new Actor.Server());
        page.navigate(wiki.ask(wiki.question()).toString());
        password("correct horse");
        press("Use my mobile to autosend a passcode");
        heading("Answer on your phone");
        assertThat(page.locator(".push-digits").count()).isZero();
        look("login-waiting-0");
    }

    private void tellsWhoIsSignedInAndSignsOut() {
        password("correct horse");
        page.getByLabel("Enter a passcode").fill(phone.nextPasscode());
        page.keyboard().press("Enter");
        heading("Signed in");
        page.navigate(wiki.registration().issuer().toString());
        heading("You are signed in");
        look("login-account");
        press("Sign out");
        heading("You are signed out");
        look("login-signed-out");
        page.navigate(wiki.registration().issuer() + "/login/none");
        heading("This page has run out");
        look("login-lost");
    }
}
