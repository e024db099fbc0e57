package org.countersign.server.web.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A8: the login page")
class LoginChallengeTest {
    private static final Map<String, String> RIGHT = Map.of("userName", "alice", "password", "correct horse");
    private static final String SUITE = "OCRA-1:HOTP-SHA256-6:QN08";
    private static final Pattern ID = Pattern.compile("name=\"challenge\" value=\"([^\"]+)\"");
    private static final Pattern SHOWN = Pattern.compile("class=\"challenge-characters[^>]*>([0-9A-Z ]+)<");

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final UserAccount alice = server.newUser(acme, "alice");
    private final TestRelyingParty wiki = new TestRelyingParty(server, acme, "Wiki");

    private TestBrowser passwordGiven() {
        return new TestBrowser(server.pages(), wiki.ask(wiki.question())).submit("/password", RIGHT);
    }

    private static String found(Pattern pattern, TestBrowser browser) {
        Matcher found = pattern.matcher(browser.body());
        assertThat(found.find()).as(browser.body()).isTrue();
        return found.group(1);
    }

    private static String challenge(TestBrowser browser) {
        return found(SHOWN, browser).replace(" ", "");
    }

    private static TestBrowser respond(TestBrowser browser, String id, String response) {
        return browser.submit("/response", Map.of("challenge", id, "response", response));
    }

    private static TestBrowser respond(TestBrowser browser, String response) {
        return respond(browser, found(ID, browser), response);
    }

    private static void use(TestBrowser browser, String way) {
        browser.open(browser.address().resolve(browser.address().getPath() + "?use=" + way));
    }

    private static boolean isSignedIn(TestBrowser browser) {
        return browser.leadsTo().toString().startsWith(TestRelyingParty.REDIRECT + "&code=");
    }

    @Test
    void asksAChallengeInGroupsAndTakesTheResponseAsPeopleTypeIt() {
        TestToken token = TestToken.ocra(server, alice, SUITE);
        TestBrowser browser = passwordGiven();
        assertThat(found(SHOWN, browser)).matches("[0-9]{4} [0-9]{4}");
        assertThat(browser.body())
                .contains("Answer the challenge")
                .doesNotContain("autosend", "Enter a passcode", "Use another way");
        String response = token.response(server, challenge(browser));
        respond(browser, response.substring(0, 3) + " " + response.substring(3));
        assertThat(isSignedIn(browser)).isTrue();
    }

    @Test
    void keepsTheChallengeWhenThePageIsReloadedAndAsksAnotherWhenItIsOver() {
        TestToken token = TestToken.ocra(server, alice, SUITE);
        TestBrowser browser = passwordGiven();
        String first = challenge(browser);
        assertThat(challenge(browser.open(browser.address()))).isEqualTo(first);
        server.time().pass(Duration.ofSeconds(121));
        respond(browser, token.response(server, first));
        assertThat(browser.body()).contains("That challenge is over");
        assertThat(challenge(browser)).isNotEqualTo(first);
        respond(browser, token.response(server, challenge(browser)));
        assertThat(isSignedIn(browser)).isTrue();
    }

    @Test
    void refusesAWrongResponseAndAsksAnew() {
        TestToken token = TestToken.ocra(server, alice, SUITE);
        TestBrowser browser = passwordGiven();
        String id = found(ID, browser);
        String response = token.response(server, challenge(browser));
        respond(browser, "000 000");
        assertThat(browser.body()).contains("That response does not work");
        assertThat(found(ID, browser)).isNotEqualTo(id);
        // The first challenge is used up, though its right response was never sent.
        respond(browser, id, response);
        assertThat(browser.body()).contains("That challenge is over");
        respond(browser, token.response(server, challenge(browser)));
        assertThat(isSignedIn(browser)).isTrue();
    }

    @Test
    void takesNoResponseToTheChallengeOfAnotherSignIn() {
        TestToken token = TestToken.ocra(server, alice, SUITE);
        TestBrowser mine = passwordGiven();
        TestBrowser theirs = passwordGiven();
        respond(theirs, found(ID, mine), token.response(server, challenge(mine)));
        assertThat(theirs.body()).contains("That challenge is over");
        respond(mine, token.response(server, challenge(mine)));
        assertThat(isSignedIn(mine)).isTrue();
        respond(theirs, "no id", "000000");
        assertThat(theirs.body()).contains("That challenge is over");
    }

    @Test
    void offersBothWaysToWhoeverHasBoth() {
        TestToken asked = TestToken.ocra(server, alice, SUITE);
        TestToken shown = TestToken.hotp(server, alice);
        TestBrowser browser = passwordGiven();
        assertThat(browser.body()).contains("Enter a passcode", "Answer a challenge instead");
        use(browser, "challenge");
        assertThat(browser.body()).contains("Answer the challenge", "Use another way");
        respond(browser, "000000");
        assertThat(browser.body()).contains("That response does not work", "Use another way");
        use(browser, "passcode");
        browser.submit("/passcode", Map.of("passcode", shown.next()));
        assertThat(isSignedIn(browser)).isTrue();
        TestBrowser again = passwordGiven();
        use(again, "challenge");
        respond(again, asked.response(server, challenge(again)));
        assertThat(isSignedIn(again)).isTrue();
    }

    @Test
    void asksTheOtherTokenOfSomebodyWithTwo() {
        TestToken older = TestToken.ocra(server, alice, SUITE);
        server.time().pass(Duration.ofSeconds(1));
        TestToken newer = TestToken.ocra(server, alice, "OCRA-1:HOTP-SHA256-8:QA10");
        TestBrowser browser = passwordGiven();
        assertThat(found(SHOWN, browser)).matches("[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{2}");
        assertThat(newer.token().serial()).isNotEqualTo(older.token().serial());
        browser.submit("/challenge", Map.of("serial", older.token().serial()));
        assertThat(found(SHOWN, browser)).matches("[0-9]{4} [0-9]{4}");
        respond(browser, older.response(server, challenge(browser)));
        assertThat(isSignedIn(browser)).isTrue();
    }

    @Test
    void offersNoTokenOfSomebodyElse() {
        TestToken.ocra(server, alice, SUITE);
        TestToken bobs = TestToken.ocra(server, server.newUser(acme, "bob"), SUITE);
        TestBrowser browser = passwordGiven();
        browser.post(
                browser.address().resolve(browser.address().getPath() + "/challenge"),
                Map.of("serial", bobs.token().serial(), "_csrf", browser.formToken()));
        respond(browser, bobs.response(server, challenge(browser)));
        assertThat(browser.body()).contains("That response does not work");
    }

    @Test
    void pausesAfterTooManyWrongResponses() {
        TestToken token = TestToken.ocra(server, alice, SUITE);
        TestBrowser browser = passwordGiven();
        for (int i = 0; i < 5; i++) {
            respond(browser, "00000" + i);
        }
        respond(browser, token.response(server, challenge(browser)));
        assertThat(browser.body()).contains("Paused after too many passcodes");
    }
}
