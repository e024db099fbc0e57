package org.countersign.server.web.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Report;
import org.countersign.server.recovery.TemporaryPasscodes;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Getting back in without a phone, and saying that something was not oneself. */
@DisplayName("S7: recovery codes, temporary passcode, my sign-ins")
class PortalHelpTest {
    private static final Pattern CODE = Pattern.compile("<span>((?:[A-Z2-9]{4}-){3}[A-Z2-9]{4})</span>");
    private static final Pattern PASSCODE = Pattern.compile(">(\\d{5} \\d{5})<");
    private static final Pattern REPORT = Pattern.compile("/sign-ins/([0-9.a-f-]+)/not-me");

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme Corporation");
    private final UserAccount ada = server.newUser(acme, "ada" + acme.slug());
    private final PortalPerson person = PortalPerson.of(server, ada, acme);
    private final TestToken token = TestToken.hotp(server, ada);
    private int wikis;

    private void signIn() {
        person.start("sign-in");
        person.browser.submit("/password", Map.of("userName", person.name, "password", PortalPerson.PASSWORD));
        person.browser.submit("/passcode", Map.of("passcode", token.next()));
        assertThat(person.browser.body()).contains("My tokens");
    }

    /** Signs in to an application with what stands in for a passcode. */
    private TestBrowser recover(String typed) {
        TestRelyingParty wiki = new TestRelyingParty(server, acme, "Wiki " + ++wikis);
        TestBrowser browser = new TestBrowser(server.pages(), wiki.ask(wiki.question()));
        browser.submit("/password", Map.of("userName", person.name, "password", PortalPerson.PASSWORD));
        browser.open(URI.create(browser.address().getPath() + "?use=recovery"));
        return browser.submit("/recovery", Map.of("code", typed));
    }

    private static String first(Pattern pattern, TestBrowser browser) {
        Matcher found = pattern.matcher(browser.body());
        assertThat(found.find()).as(browser.body()).isTrue();
        return found.group(1);
    }

    @Test
    void showsTenCodesOnceAndHowManyAreLeft() {
        signIn();
        person.open("/recovery");
        assertThat(person.browser.body()).contains("You have none yet");
        person.browser.submit("/recovery", Map.of());
        assertThat(person.browser.body()).contains("They are shown only now");
        assertThat(CODE.matcher(person.browser.body()).results().count()).isEqualTo(10);
        String code = first(CODE, person.browser);
        person.open("/recovery");
        assertThat(person.browser.body()).contains(">10<").doesNotContain(code);
        assertThat(recover(code).leadsTo().toString()).startsWith(TestRelyingParty.REDIRECT.toString());
        person.open("/recovery");
        assertThat(person.browser.body()).contains(">9<");
    }

    @Test
    void makesNewCodesOnlyWithAFreshProof() {
        signIn();
        person.open("/recovery");
        String form = person.browser.formToken();
        server.time().pass(Duration.ofMinutes(6));
        person.browser.post(URI.create("/portal/" + acme.slug() + "/recovery"), Map.of("_csrf", form));
        assertThat(person.browser.address().getPath()).startsWith("/o/");
    }

    @Test
    void givesATemporaryPasscodeToWhoHasPasswordAndMail() {
        person.start("lost");
        person.password();
        person.browser.submit("/lost/" + token.token().id(), Map.of());
        person.browser.submit("/temporary/start", Map.of());
        person.browser.submit("/temporary", Map.of("code", "000000"));
        assertThat(person.browser.body()).contains("That is not the code");
        person.browser.submit("/temporary", Map.of("code", person.mailedCode(1)));
        assertThat(person.browser.body()).contains("Your temporary passcode", "one sign-in");
        String passcode = first(PASSCODE, person.browser);
        person.open("/temporary");
        assertThat(person.browser.body()).doesNotContain(passcode);
        assertThat(recover(passcode).leadsTo().toString()).startsWith(TestRelyingParty.REDIRECT.toString());
        assertThat(recover(passcode).body()).contains("That code does not work");
    }

    @Test
    void letsATemporaryPasscodeLookButNotChangeHowOneSignsIn() {
        String passcode = server.part(TemporaryPasscodes.class)
                .give(acme.id(), ada.id(), "127.0.0.1")
                .orElseThrow()
                .exposed();
        person.start("sign-in");
        person.browser.submit("/password", Map.of("userName", person.name, "password", PortalPerson.PASSWORD));
        person.browser.open(URI.create(person.browser.address().getPath() + "?use=recovery"));
        person.browser.submit("/recovery", Map.of("code", passcode));
        assertThat(person.browser.body()).contains("My tokens");
        person.open("/recovery");
        person.browser.submit("/recovery", Map.of());
        assertThat(person.browser.body())
                .contains("A temporary passcode is not enough here")
                .doesNotContain("They are shown only now");
        for (String page : List.of(
                "/add",
                "/add?replaces=" + token.token().id(),
                "/tokens/" + token.token().id() + "/remove")) {
            person.open(page);
            assertThat(person.browser.body()).as(page).contains("A temporary passcode is not enough here");
        }
        person.open("/again");
        person.browser.submit("/password", Map.of("userName", person.name, "password", PortalPerson.PASSWORD));
        person.browser.submit("/passcode", Map.of("passcode", token.next()));
        person.open("/tokens/" + token.token().id() + "/remove");
        assertThat(person.browser.body()).doesNotContain("A temporary passcode is not enough here");
    }

    @Test
    void givesNoTemporaryPasscodeWithoutThePassword() {
        person.open("");
        person.browser.post(
                URI.create("/portal/" + acme.slug() + "/temporary/start"), Map.of("_csrf", person.browser.formToken()));
        assertThat(person.browser.address().getPath()).isEqualTo("/portal/" + acme.slug());
    }

    @Test
    void showsWhatHappenedAndReportsItOnce() {
        signIn();
        person.open("/sign-ins");
        assertThat(person.browser.body()).contains("Signed in", "Self-service", "with a passcode", "127.0.0.1");
        String name = first(REPORT, person.browser);
        person.open("/sign-ins/" + name + "/not-me");
        assertThat(person.browser.body()).contains("It came from the address that you use now");
        TestBrowser.Form report = person.browser.form("/not-me");
        String led = report.send("x", "y");
        report.send("x", "y");
        List<Report> reports = server.part(Reactions.class).page(acme.id(), null, 10);
        assertThat(reports).hasSize(1);
        assertThat(led).endsWith("/reports/" + reports.getFirst().id());
        person.open("/reports/" + reports.getFirst().id());
        assertThat(person.browser.body())
                .as("whoever reports stays signed in")
                .contains("You reported a sign-in", "Your organisation has been told");
        person.browser.submit("/undo", Map.of());
        assertThat(person.browser.body()).contains("Taken back").doesNotContain("It was me after all");
    }

    @Test
    void knowsNoSignInAndNoReportOfSomebodyElse() {
        UserAccount bob = server.newUser(acme, "bob" + acme.slug());
        TestToken bobs = TestToken.hotp(server, bob);
        PortalPerson other = PortalPerson.of(server, bob, acme);
        signIn();
        person.open("/sign-ins");
        String name = first(REPORT, person.browser);
        person.open("/sign-ins/" + name + "/not-me");
        person.browser.submit("/not-me", Map.of());
        String report = person.browser.address().getPath().replaceAll(".*/reports/", "");
        other.start("sign-in");
        other.browser.submit("/password", Map.of("userName", other.name, "password", PortalPerson.PASSWORD));
        other.browser.submit("/passcode", Map.of("passcode", bobs.next()));
        String form = other.open("").formToken();
        for (String page : List.of("/sign-ins/" + name + "/not-me", "/reports/" + report, "/reports/no-id")) {
            assertThat(other.open(page).status()).as(page).isEqualTo(404);
        }
        for (String act : List.of("/sign-ins/" + name + "/not-me", "/reports/" + report + "/undo")) {
            other.browser.post(URI.create("/portal/" + acme.slug() + act), Map.of("_csrf", form));
            assertThat(other.browser.status()).as(act).isEqualTo(404);
        }
    }

    @Test
    void endsAnotherBrowserThatIsSignedIn() {
        signIn();
        server.time().pass(Duration.ofSeconds(2));
        PortalPerson stranger = PortalPerson.of(server, ada, acme);
        stranger.start("sign-in");
        stranger.browser.submit("/password", Map.of("userName", person.name, "password", PortalPerson.PASSWORD));
        stranger.browser.submit("/passcode", Map.of("passcode", token.next()));
        assertThat(stranger.browser.body()).contains("My tokens");
        person.open("/sign-ins");
        person.open("/sign-ins/" + first(REPORT, person.browser) + "/not-me");
        person.browser.submit("/not-me", Map.of());
        assertThat(stranger.open("/tokens").address().getPath()).startsWith("/o/");
        assertThat(person.open("/tokens").body()).contains("My tokens");
    }
}
