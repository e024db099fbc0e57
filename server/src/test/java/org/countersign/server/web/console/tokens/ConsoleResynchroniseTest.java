package org.countersign.server.web.console.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A7: the console's page to resynchronise a token")
class ConsoleResynchroniseTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final UserAccount alice = server.newUser(acme, "alice");
    private final TestConsole console = TestConsole.signedIn(server, acme);

    private String path(TestToken token) {
        return "/tokens/" + token.token().id();
    }

    private static String grouped(String passcode) {
        return passcode.substring(0, 3) + " " + passcode.substring(3);
    }

    @Test
    void bringsATokenBackByTwoPasscodesAsTheyAreReadOut() {
        TestToken token = TestToken.hotp(server, alice);
        TestBrowser browser = console.open(path(token));
        assertThat(browser.body()).contains("Resynchronise …");
        console.open(path(token) + "/resynchronise");
        browser.submit(
                "/resynchronise",
                Map.of("first", grouped(token.passcodeOf(150)), "second", grouped(token.passcodeOf(152))));
        assertThat(browser.status()).isEqualTo(422);
        assertThat(browser.body())
                .contains("The token was not found again")
                .doesNotContain(token.passcodeOf(150), token.passcodeOf(152));
        browser.submit(
                "/resynchronise",
                Map.of("first", grouped(token.passcodeOf(150)), "second", grouped(token.passcodeOf(151))));
        assertThat(browser.body())
                .contains("Token resynchronised", "has the token in step again", "has the token out of step");
    }

    @Test
    void saysWhenTheTokenPauses() {
        TestToken token = TestToken.hotp(server, alice);
        for (int i = 0; i < 6; i++) {
            console.open(path(token) + "/resynchronise");
            console.browser().submit("/resynchronise", Map.of("first", "000000", "second", "000000"));
        }
        assertThat(console.browser().body()).contains("This token pauses").doesNotContain("not found again");
    }

    @Test
    void isNotThereForATokenThatAnswersChallenges() {
        TestToken token = TestToken.ocra(server, alice, "OCRA-1:HOTP-SHA256-6:QN08");
        assertThat(console.open(path(token)).body())
                .contains("Challenge-response")
                .doesNotContain(path(token) + "/resynchronise");
        assertThat(console.open(path(token) + "/resynchronise").body()).contains("Challenge-response");
        console.post(path(token) + "/resynchronise", Map.of("first", "000000", "second", "000000"));
        assertThat(console.browser().body()).doesNotContain("not found again");
    }

    @Test
    void findsNoTokenOfAnotherVirtualServer() {
        TestToken theirs = TestToken.hotp(server, server.newUser(server.newVirtualServer(), "alice"));
        assertThat(console.open(path(theirs) + "/resynchronise").status()).isEqualTo(404);
        assertThat(console.post(
                                path(theirs) + "/resynchronise",
                                Map.of("first", theirs.passcodeOf(150), "second", theirs.passcodeOf(151)))
                        .status())
                .isEqualTo(404);
    }
}
