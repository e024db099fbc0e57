package org.countersign.server.web.console.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.PinRules;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.CodeCheck;
import org.countersign.server.tokens.Passcodes;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@DisplayName("The console, about PINs,")
class ConsolePinTest {
    private static final Pattern MADE = Pattern.compile("class=\"secret-once\">([0-9]+)<");

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final UserAccount alice = server.newUser(acme, "alice");

    private TestToken token(PinKind kind) {
        return TestToken.make(
                server,
                alice,
                PolicySettings.DEFAULT
                        .with(TokenRules.DEFAULT.withMode(TokenMode.HOTP))
                        .with(PinRules.DEFAULT.withKind(kind)));
    }

    private static String path(TestToken token) {
        return "/tokens/" + token.token().id();
    }

    private CodeCheck typed(String text) {
        return server.part(TransactionOperations.class)
                .execute(status -> server.part(Passcodes.class).spend(acme.id(), alice.id(), text));
    }

    private void tries(TestToken token, int tries, String state) {
        server.part(JdbcClient.class)
                .sql("update token set pin_tries = ?, state = ? where id = ?")
                .params(tries, state, token.token().id().value())
                .update();
    }

    @Test
    void tellsKindTriesAndLock() {
        TestConsole console = TestConsole.signedIn(server, acme);
        TestToken token = token(PinKind.TOKEN);
        tries(token, 2, "ACTIVE");
        assertThat(console.open(path(token)).body())
                .contains("Token PIN", "2 of 5 tries used")
                .doesNotContain("Locked by too many", "Set a new PIN");
        tries(token, 5, "LOCKED");
        assertThat(console.open(path(token)).body())
                .contains("5 of 5 tries used", "cannot be unlocked; provision a new one", "/revoke")
                .doesNotContain("Unlock token", "Set a new PIN");
        assertThat(console.open(path(token(PinKind.NONE))).body())
                .contains("<dt>PIN</dt>")
                .doesNotContain("tries used", "Set a new PIN");
    }

    @Test
    void setsAPinThatAnOperatorTyped() {
        TestConsole console = TestConsole.signedIn(server, acme);
        TestToken token = token(PinKind.SERVER);
        assertThat(console.open(path(token)).body())
                .contains("Server PIN", "Set a new PIN")
                .doesNotContain("to be changed");
        TestBrowser browser = console.open(path(token) + "/pin");
        assertThat(browser.body()).contains("alice changes the new PIN at the next sign-in", "4 to 8 digits");
        browser.submit("/pin", Map.of("pin", "1234"));
        assertThat(browser.status()).isEqualTo(422);
        assertThat(browser.body()).contains("This PIN counts up or down").doesNotContain("value=\"1234\"");
        browser.submit("/pin", Map.of("pin", "8205"));
        assertThat(browser.body())
                .contains("New PIN set", "to be changed at the next sign-in", "got a new PIN")
                .doesNotContain("8205");
        assertThat(typed("8205" + token.next())).isInstanceOf(CodeCheck.Accepted.class);
    }

    @Test
    void makesAPinAndShowsItOnce() {
        TestConsole console = TestConsole.signedIn(server, acme);
        TestToken token = token(PinKind.SERVER);
        TestBrowser browser = console.open(path(token) + "/pin").submit("/pin/random", Map.of());
        Matcher made = MADE.matcher(browser.body());
        assertThat(made.find()).as(browser.body()).isTrue();
        assertThat(browser.answer().headers().firstValue("Cache-Control").orElse(""))
                .contains("no-store");
        assertThat(server.part(ServerPins.class).mustChange(token.token())).isTrue();
        assertThat(typed(made.group(1) + token.next())).isInstanceOf(CodeCheck.Accepted.class);
        // As a word: a few digits turn up in an identifier now and then.
        String pin = "\\b" + made.group(1) + "\\b";
        assertThat(browser.body()).containsPattern(pin);
        assertThat(console.open(path(token)).body()).doesNotContainPattern(pin);
        assertThat(console.open(path(token) + "/pin").body()).doesNotContainPattern(pin);
    }

    @Test
    void setsNoneWhereThereIsNone() {
        TestConsole console = TestConsole.signedIn(server, acme);
        TestToken none = token(PinKind.TOKEN);
        assertThat(console.open(path(none) + "/pin").address().getPath()).isEqualTo(console.path(path(none)));
        for (String act : new String[] {"/pin", "/pin/random"}) {
            console.post(path(none) + act, Map.of("pin", "8205"));
            assertThat(console.browser().address().getPath()).isEqualTo(console.path(path(none)));
        }
        TestConsole theirs = TestConsole.signedIn(server, server.newVirtualServer());
        TestToken mine = token(PinKind.SERVER);
        assertThat(theirs.open(path(mine) + "/pin").status()).isEqualTo(404);
        for (String act : new String[] {"/pin", "/pin/random"}) {
            assertThat(theirs.post(path(mine) + act, Map.of("pin", "8205")).status())
                    .isEqualTo(404);
        }
        assertThat(server.part(ServerPins.class).mustChange(mine.token())).isFalse();
    }

    @Test
    void hasNoFlawInAnyLook() {
        TestConsole console = TestConsole.at(server, acme);
        TestToken token = token(PinKind.SERVER);
        TestToken locked = token(PinKind.TOKEN);
        tries(locked, 5, "LOCKED");
        List<String> flaws = new ArrayList<>();
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.navigate(server.pages().resolve(console.path("/sign-in")).toString());
            page.getByLabel("User name").fill("olivia");
            page.getByLabel("Password").fill(TestConsole.PASSWORD);
            page.keyboard().press("Enter");
            page.waitForURL("**" + console.path(""));
            open(page, console, path(locked));
            flaws.addAll(RealBrowser.flaws(page, "console-token-pin-locked"));
            open(page, console, path(token) + "/pin");
            flaws.addAll(RealBrowser.flaws(page, "console-token-pin"));
            page.getByLabel("Or type a PIN yourself").fill("1234");
            page.keyboard().press("Enter");
            page.getByText("This PIN counts up or down").waitFor();
            flaws.addAll(RealBrowser.flaws(page, "console-token-pin-refused"));
            page.getByText("Set a random PIN").click();
            page.getByText("It is shown this once").waitFor();
            flaws.addAll(RealBrowser.flaws(page, "console-token-pin-made"));
            open(page, console, path(token));
            flaws.addAll(RealBrowser.flaws(page, "console-token-pin-set"));
        }
        assertThat(flaws).isEmpty();
    }

    private void open(Page page, TestConsole console, String path) {
        page.navigate(server.pages().resolve(console.path(path)).toString());
    }
}
