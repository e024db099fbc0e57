package org.countersign.server.looks;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@DisplayName("From the first page to the last with keys alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ByKeyboardAloneTest {
    private final RunningServer server = RunningServer.get();
    private final RealBrowser browser = new RealBrowser();

    @AfterAll
    void close() {
        browser.close();
    }

    private Page open(String address) {
        Page page = browser.newPage();
        page.setDefaultTimeout(15_000);
        page.navigate(address);
        return page;
    }

    @Test
    @DisplayName("an operator provisions a user")
    void anOperatorProvisionsAUser() {
        VirtualServer acme = server.newVirtualServer("Acme Corporation");
        TestConsole console = TestConsole.at(server, acme);
        server.newUser(acme, "kim");
        Page page = open(server.pages().resolve(console.path("")).toString());
        Typist operator = new Typist(page).sees();
        assertThat(operator.at()).as("has the focus from the start").isEqualTo("User name");
        operator.types("olivia").presses("Tab").types(TestConsole.PASSWORD).enters("Snapshot");
        operator.to("Provision").enters("Provision");
        operator.to("kim").presses("Space").to("Continue").enters("Provision 1 user");
        operator.to("Provision 1 user").enters("Provisioning task");
        assertThat(page.locator("main").textContent()).contains("Provisioning has started");
    }

    @Test
    @DisplayName("somebody gives their token a name in the portal")
    void somebodyNamesTheirToken() {
        VirtualServer acme = server.newVirtualServer("Acme Corporation");
        UserAccount ada = server.newUser(acme, "ada");
        TestToken token = TestToken.hotp(server, ada);
        Page page = open(server.pages() + "/portal/" + acme.slug());
        Typist person = new Typist(page).sees();
        assertThat(person.at()).as("has the focus from the start").isEqualTo("User name");
        person.types("ada").to("Sign in").enters("Sign in");
        person.to("Password").types("correct horse").enters("Confirm that it is you");
        person.to("Enter a passcode").types(token.next()).enters("My tokens");
        person.toOneWith(token.token().serial()).presses("Enter");
        page.waitForURL("**/tokens/" + token.token().id());
        person.to("Name of this token")
                .presses("Control+A")
                .types("The grey one")
                .enters("The grey one");
        assertThat(page.locator("main").textContent()).contains("Renamed", "The grey one");
    }

    @Test
    @DisplayName("somebody signs in with a passcode")
    void somebodySignsInWithAPasscode() {
        VirtualServer acme = server.newVirtualServer("Acme Corporation");
        TestToken token = TestToken.hotp(server, server.newUser(acme, "alice"));
        TestRelyingParty wiki = new TestRelyingParty(server, acme, "Acme Wiki");
        Page page = browser.newPage();
        page.navigate(wiki.ask(wiki.question()).toString());
        Typist person = new Typist(page).sees();
        assertThat(person.at()).as("has the focus from the start").isEqualTo("User name");
        person.types("alice").presses("Tab").types("correct horse").enters("Confirm that it is you");
        person.to("Enter a passcode").types(token.next()).presses("Enter");
        page.getByText("Signed in", new Page.GetByTextOptions().setExact(true)).waitFor();
        assertThat(page.url()).startsWith(TestRelyingParty.REDIRECT.toString());
    }
}
