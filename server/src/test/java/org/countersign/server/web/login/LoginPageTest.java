package org.countersign.server.web.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.countersign.device.wire.PushRequest;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestPhones;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.Test;

/** The login page works without JavaScript, and only for the browser that opened it. */
class LoginPageTest {
    private static final Map<String, String> RIGHT = Map.of("userName", "alice", "password", "correct horse");

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final UserAccount alice = server.newUser(acme, "alice");
    private final TestToken token = TestToken.hotp(server, alice);
    private final TestRelyingParty wiki = new TestRelyingParty(server, acme, "Acme <Wiki> & \"more\"");

    private TestBrowser browser() {
        return new TestBrowser(server.pages(), wiki.ask(wiki.question()));
    }

    @Test
    void leadsFromPasswordAndPasscodeBackToTheApplication() {
        TestBrowser browser = browser();
        assertThat(browser.body())
                .contains("Sign in", "Acme &lt;Wiki&gt; &amp;")
                .doesNotContain("<Wiki>");
        browser.submit("/password", RIGHT);
        assertThat(browser.body()).contains("Use my mobile to autosend a passcode", "Enter a passcode");
        String passcode = token.next();
        browser.submit("/passcode", Map.of("passcode", passcode.substring(0, 3) + " " + passcode.substring(3)));
        assertThat(browser.leadsTo().toString()).startsWith(TestRelyingParty.REDIRECT + "&code=");
        assertThat(TestRelyingParty.parameter(browser.leadsTo(), "state")).isEqualTo("state&é");
    }

    @Test
    void saysTheSameForAWrongPasswordAndAnUnknownName() {
        TestBrowser known = browser().submit("/password", Map.of("userName", "alice", "password", "wrong horse"));
        TestBrowser unknown = browser().submit("/password", Map.of("userName", "nobody", "password", "wrong horse"));
        assertThat(known.body()).contains("User name or password is wrong");
        assertThat(unknown.body()).contains("User name or password is wrong");
        assertThat(known.body().replaceAll("alice|/login/[^/\"]+|value=\"[^\"]{40,}\"", ""))
                .isEqualTo(unknown.body().replaceAll("nobody|/login/[^/\"]+|value=\"[^\"]{40,}\"", ""));
        assertThat(known.open(known.address()).body()).doesNotContain("User name or password is wrong");
    }

    @Test
    void saysThatTheOrganisationIsSuspendedInsteadOfThatThePasswordIsWrong() {
        VirtualServers virtualServers = server.part(VirtualServers.class);
        virtualServers.suspend(acme.id(), new Actor.Server());
        TestBrowser browser = browser().submit("/password", RIGHT);
        assertThat(browser.body()).contains("Signing in is stopped for now").doesNotContain("password is wrong");
        assertThat(new TestBrowser(server.pages(), server.pages().resolve("/portal/" + acme.slug())).body())
                .contains("Signing in is stopped for now");
        virtualServers.resume(acme.id(), new Actor.Server());
        assertThat(browser().submit("/password", RIGHT).body()).doesNotContain("Signing in is stopped");
    }

    @Test
    void pausesANameAfterFiveWrongPasswords() {
        TestBrowser browser = browser();
        for (int i = 0; i < 5; i++) {
            browser.submit("/password", Map.of("userName", "alice", "password", "wrong horse"));
        }
        browser.submit("/password", RIGHT);
        assertThat(browser.body()).contains("Paused after too many tries", "Try again in 15 minutes");
    }

    @Test
    void acceptsAPasscodeOnce() {
        String passcode = token.next();
        TestBrowser first = browser().submit("/password", RIGHT).submit("/passcode", Map.of("passcode", passcode));
        assertThat(first.leadsTo()).hasScheme("http").hasPort(TestRelyingParty.REDIRECT.getPort());
        TestBrowser second = browser().submit("/password", RIGHT).submit("/passcode", Map.of("passcode", passcode));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).contains("That passcode does not work");
        second.submit("/passcode", Map.of("passcode", token.next()));
        assertThat(second.leadsTo()).hasPort(TestRelyingParty.REDIRECT.getPort());
    }

    @Test
    void forgivesOnlyTheGapInAPasscode() {
        String passcode = token.next();
        TestBrowser browser = browser().submit("/password", RIGHT);
        for (String odd : new String[] {"+" + passcode, passcode + "\n1", "０" + passcode, passcode.repeat(2000)}) {
            browser.submit("/passcode", Map.of("passcode", odd));
            assertThat(browser.body()).as(odd.substring(0, 6)).contains("That passcode does not work");
        }
        browser.submit("/passcode", Map.of("passcode", " " + passcode.replaceAll("(...)", "$1 ")));
        assertThat(browser.leadsTo()).hasPort(TestRelyingParty.REDIRECT.getPort());
    }

    @Test
    void pausesTheTokenAfterFiveWrongPasscodes() {
        TestBrowser browser = browser().submit("/password", RIGHT);
        for (int i = 0; i < 5; i++) {
            browser.submit("/passcode", Map.of("passcode", "abcdef"));
        }
        browser.submit("/passcode", Map.of("passcode", token.next()));
        assertThat(browser.body()).contains("Paused after too many passcodes", "Try again in 15 minutes");
    }

    @Test
    void refusesAFormWithoutItsToken() {
        TestBrowser browser = browser();
        browser.post(browser.formAction("/password"), RIGHT);
        assertThat(browser.status()).isEqualTo(403);
        assertThat(browser.body()).contains("This page has grown old");
        TestBrowser other = browser();
        TestBrowser forged = browser();
        forged.post(
                other.formAction("/password"), Map.of("userName", "alice", "password", "correct horse", "_csrf", "x"));
        assertThat(forged.status()).isEqualTo(403);
    }

    @Test
    void knowsOnlyItsOwnSessionsSignIn() {
        TestBrowser mine = browser().submit("/password", RIGHT);
        TestBrowser theirs = browser();
        assertThat(theirs.open(mine.address()).status()).isEqualTo(410);
        assertThat(theirs.body()).contains("This page has run out");
        theirs.open(theirs.address().resolve(mine.address().getPath() + "/progress?seen=sent"));
        assertThat(theirs.body()).contains("ended");
    }

    @Test
    void givesTheSessionANewIdAtEveryStep() {
        TestBrowser browser = browser();
        String before = browser.session();
        browser.submit("/password", RIGHT);
        String between = browser.session();
        browser.submit("/passcode", Map.of("passcode", token.next()));
        assertThat(before).isNotBlank().isNotEqualTo(between);
        assertThat(between).isNotBlank().isNotEqualTo(browser.session());
    }

    @Test
    void endsASignInThatTakesTooLong() {
        TestBrowser browser = browser().submit("/password", RIGHT);
        server.time().pass(Duration.ofMinutes(11));
        browser.submit("/passcode", Map.of("passcode", token.next()));
        assertThat(browser.body()).contains("That took too long");
        browser.submit("/restart", Map.of());
        assertThat(browser.body()).contains("to continue to");
        assertThat(browser.hasForm("/password")).isTrue();
    }

    @Test
    void holdsItsFormsToTheApplicationAndKeepsNothing() {
        assertThat(browser()
                        .answer()
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .contains("form-action 'self' " + TestRelyingParty.ORIGIN + ";")
                .doesNotContain("unsafe");
        assertThat(browser().answer().headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(browser()
                        .answer()
                        .headers()
                        .firstValue("Set-Cookie")
                        .orElse("")
                        .toLowerCase(Locale.ROOT))
                .satisfiesAnyOf(
                        cookie -> assertThat(cookie).isEmpty(),
                        cookie -> assertThat(cookie).contains("httponly", "samesite=lax"));
    }

    @Test
    void signsOut() {
        TestBrowser browser =
                browser().submit("/password", RIGHT).submit("/passcode", Map.of("passcode", token.next()));
        browser.open(server.pages().resolve("/o/" + acme.slug()));
        assertThat(browser.body()).contains("signed in as alice");
        browser.submit("/sign-out", Map.of());
        assertThat(browser.body()).contains("You are signed out");
        assertThat(browser.open(server.pages().resolve("/o/" + acme.slug())).body())
                .contains("You are not signed in");
    }

    @Test
    void asksOnThePhoneAndContinuesWithoutJavaScript() {
        UserAccount bob = server.newUser(acme, "bob");
        TestPhones phone = TestPhones.of(server, bob);
        TestBrowser browser = browser()
                .submit("/password", Map.of("userName", "bob", "password", "correct horse"))
                .submit("/push", Map.of());
        assertThat(browser.body())
                .contains("<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>", "Use a passcode instead");
        String number = browser.body().replaceAll("(?s).*push-digits\">([0-9]+)<.*", "$1");
        PushRequest request = phone.request();
        browser.submit("/complete", Map.of());
        assertThat(browser.body()).as("not approved yet").contains("Answer on your phone");
        assertThat(phone.answer(phone.approval(request, number)).status()).isEqualTo(200);
        TestBrowser thief = browser();
        assertThat(thief.open(browser.address()).status()).isEqualTo(410);
        URI waiting = browser.address();
        assertThat(browser.open(waiting).leadsTo().toString()).startsWith(TestRelyingParty.REDIRECT + "&code=");
        assertThat(browser.open(waiting).status()).isEqualTo(410);
    }

    @Test
    void saysWhenThereIsNoPhoneToAsk() {
        TestBrowser browser = browser().submit("/password", RIGHT).submit("/push", Map.of());
        assertThat(browser.body()).contains("There is no phone to ask", "Enter a passcode");
    }
}
