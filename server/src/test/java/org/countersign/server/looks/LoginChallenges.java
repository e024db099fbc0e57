package org.countersign.server.looks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.junit.jupiter.api.DynamicTest;

/** A8: the challenge on the login page, as people see it */
final class LoginChallenges extends LoginStage {
    LoginChallenges(RunningServer server, Eyes eyes) {
        super(server, eyes);
    }

    Stream<DynamicTest> ways() {
        return Stream.of(
                way("is large and answered beside the other ways", this::isLargeAndAnsweredBesideTheOtherWays),
                way("fits when it is as long as it can be", this::fitsWhenItIsAsLongAsItCanBe));
    }

    private UserAccount alice() {
        return server.part(Users.class)
                .find(wiki.application().virtualServer(), "alice")
                .orElseThrow();
    }

    private String challenge() {
        return page.locator(".challenge-characters").innerText().replaceAll("\\s", "");
    }

    private void isLargeAndAnsweredBesideTheOtherWays() {
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

    private void fitsWhenItIsAsLongAsItCanBe() {
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
