package org.countersign.server.web.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A8: the challenge on the login page, as people see it,")
class LoginChallengeLookTest extends LoginStage {
    private UserAccount alice() {
        return server.part(Users.class)
                .find(wiki.application().virtualServer(), "alice")
                .orElseThrow();
    }

    private String challenge() {
        return page.locator(".challenge-characters").innerText().replaceAll("\\s", "");
    }

    @Test
    void isLargeAndAnsweredBesideTheOtherWays() {
        TestToken token = TestToken.ocra(server, alice(), "OCRA-1:HOTP-SHA256-6:QN08");
        password("correct horse");
        heading("Confirm that it is you");
        look("login-factor-with-challenge");
        page.getByText("Answer a challenge instead").click();
        heading("Answer the challenge");
        look("login-challenge");
        page.getByLabel("Response").fill("000 000");
        page.keyboard().press("Enter");
        page.getByText("That response does not work").waitFor();
        look("login-challenge-refused");
        page.getByLabel("Response").fill(token.response(server, challenge()));
        page.keyboard().press("Enter");
        heading("Signed in");
        assertThat(page.url()).startsWith(TestRelyingParty.REDIRECT.toString());
    }

    @Test
    void fitsWhenItIsAsLongAsItCanBe() {
        TestToken token = TestToken.ocra(server, alice(), "OCRA-1:HOTP-SHA256-6:QA64");
        password("correct horse");
        page.getByText("Answer a challenge instead").click();
        heading("Answer the challenge");
        look("login-challenge-long");
        page.getByLabel("Response").fill(token.response(server, challenge()));
        page.keyboard().press("Enter");
        heading("Signed in");
    }
}
