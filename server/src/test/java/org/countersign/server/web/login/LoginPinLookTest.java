package org.countersign.server.web.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.countersign.server.audit.Actor;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.PinRules;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.users.Users;
import org.junit.jupiter.api.Test;

/** The choice of a new PIN at the end of a sign-in, as people see it. */
class LoginPinLookTest extends LoginStage {
    private static final PolicySettings RULES = PolicySettings.DEFAULT
            .with(TokenRules.DEFAULT.withMode(TokenMode.HOTP))
            .with(PinRules.DEFAULT.withKind(PinKind.SERVER));

    @Test
    void asksForANewPinAndGoesOn() {
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
}
