package org.countersign.server.looks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.countersign.server.audit.Actor;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.PinRules;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Reported;
import org.countersign.server.testing.MailServer;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.users.PasswordLinks;
import org.countersign.server.users.Users;
import org.junit.jupiter.api.DynamicTest;

/** The choice of a new PIN at the end of a sign-in, as people see it. */
final class LoginPins extends LoginStage {
    LoginPins(RunningServer server, Eyes eyes) {
        super(server, eyes);
    }

    Stream<DynamicTest> ways() {
        return Stream.of(
                way("asks for a new pin and goes on", this::asksForANewPinAndGoesOn),
                way("asks for a new password after a report", this::asksForANewPasswordAfterAReport),
                way("takes a new password from a mailed link", this::takesANewPasswordFromAMailedLink));
    }

    private static final PolicySettings RULES = PolicySettings.DEFAULT
            .with(TokenRules.DEFAULT.withMode(TokenMode.HOTP))
            .with(PinRules.DEFAULT.withKind(PinKind.SERVER));

    private void asksForANewPinAndGoesOn() {
        var acme = wiki.application().virtualServer();
        server.part(Policies.class).change(acme, RULES, new Actor.Server());
        TestToken token = TestToken.make(
                server, server.part(Users.class).find(acme, "alice").orElseThrow(), RULES);
        server.part(ServerPins.class).reset(token.token(), "8205", new Actor.Server());
        password("correct horse");
        heading("Confirm that it is you");
        page.getByText("Type your PIN right before or after the passcode.").waitFor();
        look("login-factor-pin");
        String passcode = token.next();
        page.getByLabel("Enter a passcode").fill("8205" + passcode.substring(0, 3) + " " + passcode.substring(3));
        page.keyboard().press("Enter");
        heading("Choose a new PIN");
        look("login-pin");
        page.keyboard().type("2412");
        page.keyboard().press("Tab");
        page.keyboard().type("2412");
        page.keyboard().press("Enter");
        page.getByText("This PIN looks like a date or a year").waitFor();
        look("login-pin-refused");
        page.goBack();
        page.reload();
        heading("Choose a new PIN");
        page.keyboard().type("6071");
        page.keyboard().press("Tab");
        page.keyboard().type("6071");
        page.keyboard().press("Enter");
        heading("Signed in");
        assertThat(page.url()).startsWith(TestRelyingParty.REDIRECT.toString());
    }

    private void asksForANewPasswordAfterAReport() {
        assertThat(server.part(Reactions.class)
                        .report(new Reported(
                                wiki.application().virtualServer(),
                                phone.user().id(),
                                "record:" + UUID.randomUUID(),
                                "Acme Wiki",
                                "198.51.100.23",
                                "Amsterdam, Netherlands",
                                "Firefox · Linux",
                                null,
                                server.time().instant(),
                                null,
                                false)))
                .isPresent();
        password("correct horse");
        page.getByLabel("Enter a passcode").fill(phone.nextPasscode());
        page.keyboard().press("Enter");
        heading("Choose a new password");
        look("login-new-password");
        page.locator("#password").fill("another horse entirely");
        page.locator("#again").fill("another house entirely");
        page.keyboard().press("Enter");
        page.locator(".field-error").first().waitFor();
        look("login-new-password-refused");
        page.locator("#password").fill("another horse entirely");
        page.locator("#again").fill("another horse entirely");
        page.keyboard().press("Enter");
        heading("Signed in");
    }

    private void takesANewPasswordFromAMailedLink() {
        var acme = wiki.application().virtualServer();
        server.part(PasswordLinks.class).send(acme, phone.user().id(), new Actor.Server());
        await().atMost(Duration.ofSeconds(20)).until(() -> link().isPresent());
        page.navigate(link().orElseThrow());
        heading("Choose your password");
        look("login-choose-password");
        page.locator("#password").fill("new horse, new luck");
        page.locator("#again").fill("new horse, old luck");
        page.keyboard().press("Enter");
        page.locator(".field-error").first().waitFor();
        look("login-choose-password-refused");
        page.locator("#password").fill("new horse, new luck");
        page.locator("#again").fill("new horse, new luck");
        page.keyboard().press("Enter");
        page.waitForURL(address -> address.endsWith("/password/done"));
        look("login-password-chosen");
    }

    private Optional<String> link() {
        return server.mailServer().messages(String.valueOf(phone.user().mail())).stream()
                .map(MailServer::textOf)
                .flatMap(String::lines)
                .filter(line -> line.contains("/password#"))
                .map(String::strip)
                .reduce((first, last) -> last);
    }
}
