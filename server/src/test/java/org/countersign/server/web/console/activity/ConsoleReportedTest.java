package org.countersign.server.web.console.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.server.reactions.Reaction;
import org.countersign.server.reactions.ReactionStep;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Reported;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S12: the console, about sign-ins that were not their users,")
class ConsoleReportedTest {
    private static final String STRANGE = "203.0.113.9";

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final UserAccount alice = server.newUser(acme, "alice");
    private final Reactions reactions = server.part(Reactions.class);

    private UUID report() {
        return reactions
                .report(new Reported(
                        acme.id(),
                        alice.id(),
                        "record:" + UUID.randomUUID(),
                        "Acme <Wiki>",
                        STRANGE,
                        "Amsterdam, Netherlands",
                        "Firefox · Linux",
                        "CS10000042",
                        server.time().instant(),
                        null,
                        false))
                .orElseThrow();
    }

    @Test
    void saysWhatWasDoneAndTakesOneStepBackAndThenAll() {
        TestConsole console = TestConsole.signedIn(server, acme);
        assertThat(console.open("/reported").body()).contains("Nobody has reported a sign-in");
        UUID id = report();
        assertThat(console.open("/reported").body()).contains("alice", "In force", "Acme &lt;Wiki", STRANGE);
        TestBrowser browser = console.open("/reported/" + id);
        assertThat(browser.body())
                .contains("What was done", "No push requests to this user", "Waits for the user to sign in");
        Reaction pushes = reactions.find(acme.id(), id).orElseThrow().reactions().stream()
                .filter(step -> step.step() == ReactionStep.STOP_PUSHES)
                .findFirst()
                .orElseThrow();
        console.post("/reported/" + id + "/undo", Map.of("step", pushes.id().toString()));
        assertThat(browser.body()).contains("Taken back by olivia");
        assertThat(reactions.arePushesStopped(acme.id(), alice.id())).isFalse();
        assertThat(reactions.isLocked(acme.id(), alice.id(), STRANGE)).isTrue();
        console.post("/reported/" + id + "/undo", Map.of());
        assertThat(reactions.isLocked(acme.id(), alice.id(), STRANGE)).isFalse();
        assertThat(reactions.isPasswordDue(acme.id(), alice.id())).isFalse();
        assertThat(console.open("/reported/" + id).body()).doesNotContain("Take all of it back");
        assertThat(console.open("/reported").body()).contains("Over");
    }

    @Test
    void findsNothingOfAnotherVirtualServer() {
        UUID id = report();
        VirtualServer other = server.newVirtualServer();
        TestConsole console = TestConsole.signedIn(server, other);
        assertThat(console.open("/reported").body()).contains("Nobody has reported a sign-in");
        for (String page : List.of("/reported/" + id, "/reported/no-id")) {
            assertThat(console.open(page).status()).as(page).isEqualTo(404);
            assertThat(console.post(page + "/undo", Map.of()).status()).as(page).isEqualTo(404);
        }
        assertThat(reactions.isLocked(acme.id(), alice.id(), STRANGE)).isTrue();
    }

    @Test
    void looksRight() {
        UUID id = report();
        TestConsole console = TestConsole.at(server, acme);
        List<String> flaws = new ArrayList<>();
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.navigate(server.pages().resolve(console.path("/sign-in")).toString());
            page.getByLabel("User name").fill("olivia");
            page.getByLabel("Password").fill(TestConsole.PASSWORD);
            page.keyboard().press("Enter");
            page.getByText("Sign out").waitFor();
            for (Map.Entry<String, String> shown : Map.of("reported", "/reported", "reported-one", "/reported/" + id)
                    .entrySet()) {
                page.navigate(
                        server.pages().resolve(console.path(shown.getValue())).toString());
                flaws.addAll(RealBrowser.flaws(page, "console-" + shown.getKey()));
            }
        }
        assertThat(flaws).isEmpty();
    }
}
