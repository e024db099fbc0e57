package org.countersign.server.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.audit.Actor;
import org.countersign.server.authentication.PasscodeChecks;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.Test;

/** What operators do in the console, without scripts. */
class ConsolePagesTest {
    private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {0}";

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final TestConsole console = TestConsole.signedIn(server, acme);

    @Test
    void createsAUserAndSaysWhatIsWrong() {
        TestBrowser browser = console.open("/users/new");
        browser.submit("/users", Map.of("userName", "bob", "displayName", "", "mail", "no mail", "password", ""));
        assertThat(browser.status()).isEqualTo(422);
        assertThat(browser.body()).contains("This is not a mail address").contains("value=\"bob\"");

        browser.submit(
                "/users", Map.of("userName", "bob", "displayName", "", "mail", "bob@example.com", "password", "short"));
        assertThat(browser.body())
                .contains("A password has 8 to 256 characters")
                .doesNotContain("short\"");

        browser.submit(
                "/users", Map.of("userName", "bob", "displayName", "", "mail", "bob@example.com", "password", ""));
        assertThat(browser.status()).isEqualTo(200);
        assertThat(browser.body()).contains("User created").contains("bob<wbr>@example.com");
        assertThat(server.part(Users.class).find(acme.id(), "bob")).isPresent();

        console.open("/users/new")
                .submit("/users", Map.of("userName", "BOB", "displayName", "", "mail", "", "password", ""));
        assertThat(browser.body()).contains("already has this user name");
    }

    @Test
    void takesAFormThatWasOpenWhileTheOperatorLookedAtOtherPages() {
        String token = console.open("/users/new").formToken();
        console.open("/tokens");
        console.open("/users/new");

        console.browser()
                .post(
                        server.pages().resolve(console.path("/users")),
                        Map.of("userName", "tabea", "displayName", "", "mail", "", "password", "", "_csrf", token));

        assertThat(console.browser().status()).isEqualTo(200);
        assertThat(console.browser().body()).contains("tabea");
    }

    @Test
    void provisionsAUserOnceTheyHaveAMailAddressAndThereIsAToken() {
        UserAccount user = server.part(Users.class)
                .create(acme.id(), "carol", "Carol", null, null, new Actor.Server())
                .orElseThrow();
        String check = "/provision/check?user=" + user.id();
        assertThat(console.open(check).body()).contains("A mail address is missing");
        console.open("/users/" + user.id() + "/mail").submit("/mail", Map.of("mail", "carol@example.com"));
        assertThat(console.browser().body()).contains("Mail address saved");

        console.open(check).submit("/provision", Map.of());

        assertThat(console.browser().address().getPath()).isEqualTo(console.path("/provision/tasks/1"));
        assertThat(console.browser().body())
                .contains("Provisioning has started")
                .containsAnyOf("Mail sent", "Mail on its way");
        assertThat(server.part(Tokens.class).of(acme.id(), user.id()))
                .singleElement()
                .satisfies(token -> assertThat(token.state()).isEqualTo(TokenState.ASSIGNED));
    }

    @Test
    void saysWhenTheInventoryIsTooSmallAndAllocatesMore() {
        VirtualServer poor =
                server.part(VirtualServers.class).create(acme.slug() + "-poor", "Poor", new Actor.Server());
        UserAccount dora = server.newUser(poor, "dora");
        TestConsole theirs = TestConsole.signedIn(server, poor);
        assertThat(theirs.open("").body()).contains("No free tokens");
        assertThat(theirs.open("/provision/check?user=" + dora.id()).body())
                .contains("Users chosen: 1. Free tokens: 0.");

        theirs.open("/tokens/allocate").submit("/tokens/allocate", Map.of("count", "0"));
        assertThat(theirs.browser().status()).isEqualTo(422);
        theirs.browser().submit("/tokens/allocate", Map.of("count", "3"));

        assertThat(theirs.browser().body()).contains("Tokens allocated");
        assertThat(server.part(Tokens.class).inventory(poor.id())).isEqualTo(3);
    }

    @Test
    void revokesATokenAfterSayingWhatThatDoes() {
        UserAccount user = server.newUser(acme, "erin");
        TestToken token = TestToken.totp(server, user);
        String page = "/tokens/" + token.token().id();
        assertThat(console.open(page + "/revoke").body()).contains("take 1 token from erin", "cannot be undone");
        assertThat(state(token)).isEqualTo(TokenState.ACTIVE);

        console.browser().submit("/revoke", Map.of());

        assertThat(console.browser().body()).contains("Token revoked");
        assertThat(state(token)).isEqualTo(TokenState.REVOKED);
        assertThat(console.open(page + "/revoke").body()).contains("This cannot be done now", "It is revoked already.");
    }

    @Test
    void unlocksATokenThatPauses() {
        UserAccount user = server.newUser(acme, "fay");
        TestToken token = TestToken.totp(server, user);
        for (int i = 0; i < 5; i++) {
            check(user, "000000");
        }
        String page = "/tokens/" + token.token().id();
        assertThat(console.open("/users/" + user.id()).body()).contains("the passcode was not accepted");
        assertThat(console.open(page).body()).contains("This token pauses");
        console.open(page + "/unlock");

        console.browser().submit("/unlock", Map.of());

        assertThat(console.browser().body()).contains("Token unlocked").doesNotContain("This token pauses");
    }

    @Test
    void showsSignInsInPlainWords() {
        UserAccount user = server.newUser(acme, "grace");
        TestToken token = TestToken.hotp(server, user);
        String passcode = token.next();
        check(user, passcode);
        check(user, passcode);

        assertThat(console.open("/sign-ins").body())
                .contains(
                        "signed in with a passcode",
                        "the passcode had been used before",
                        "Payroll",
                        "Netherlands",
                        "193.0.6.139");
        assertThat(console.open("/sign-ins?kind=succeeded").body())
                .contains("signed in with a passcode")
                .doesNotContain("had been used before");
        assertThat(console.open("").body()).contains("Look here: within the last day");
    }

    @Test
    void pagesThroughAllUsersAndTokens() {
        for (int i = 0; i < 60; i++) {
            server.part(Users.class).create(acme.id(), "user-" + i, "User", null, null, new Actor.Server());
        }
        assertThat(walk("/users", Pattern.compile(">(user-\\d+)</a>"))).hasSize(60);
        assertThat(walk("/tokens", Pattern.compile(">(CS\\d+)</a>"))).hasSize(100);
        assertThat(walk("/tokens?state=active", Pattern.compile(">(CS\\d+)</a>")))
                .isEmpty();
    }

    @Test
    void escapesWhateverPeopleCallThemselves() {
        UserAccount user = server.part(Users.class)
                .create(acme.id(), HOSTILE, HOSTILE, "h@example.com", null, new Actor.Server())
                .orElseThrow();
        TestToken token = TestToken.totp(server, user);
        check(user, token.at(server, Duration.ZERO));
        List<String> pages = List.of(
                "",
                "/users",
                "/users/" + user.id(),
                "/users/" + user.id() + "/mail",
                "/tokens",
                "/tokens/" + token.token().id(),
                "/tokens/" + token.token().id() + "/revoke",
                "/provision",
                "/provision/check?user=" + user.id(),
                "/sign-ins",
                "/users?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
                "/sign-ins?user=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
                "/tokens?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E");
        for (String page : pages) {
            TestBrowser browser = console.open(page);
            assertThat(browser.status()).as(page).isEqualTo(200);
            assertThat(browser.body()).as(page).doesNotContain("<script>alert", "<img src=x", "onerror=alert(2)>\"");
            assertThat(browser.answer().headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
        }
    }

    private Set<String> walk(String first, Pattern row) {
        Set<String> seen = new HashSet<>();
        List<String> all = new ArrayList<>();
        Optional<String> next = Optional.of(console.path(first));
        while (next.isPresent()) {
            String body = console.browser()
                    .open(URI.create(next.get().replace("&amp;", "&")))
                    .body();
            Matcher rows = row.matcher(body);
            while (rows.find()) {
                all.add(rows.group(1));
                seen.add(rows.group(1));
            }
            Matcher more = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"").matcher(body);
            next = more.find() ? Optional.of(more.group(1)) : Optional.empty();
        }
        assertThat(all).hasSameSizeAs(seen);
        return seen;
    }

    private void check(UserAccount user, String passcode) {
        Application payroll = server.part(VirtualServers.class).applications(acme.id()).stream()
                .findFirst()
                .orElseGet(() ->
                        server.part(VirtualServers.class).createApplication(acme.id(), "Payroll", new Actor.Server()));
        server.part(PasscodeChecks.class)
                .check(
                        payroll,
                        new Actor.Server(),
                        new Visitor("193.0.6.139", "Firefox", "Linux"),
                        user.userName(),
                        null,
                        passcode);
    }

    private TokenState state(TestToken token) {
        return server.part(Tokens.class)
                .find(acme.id(), token.token().id())
                .orElseThrow()
                .state();
    }
}
