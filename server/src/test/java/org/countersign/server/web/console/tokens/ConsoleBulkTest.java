package org.countersign.server.web.console.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.ActOrder;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenAct;
import org.countersign.server.tokens.TokenLife;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Before anything is done to many, an operator reads what it means, in numbers that are true. */
@DisplayName("S4: an act on many in the console")
class ConsoleBulkTest {
    private static final RunningServer SERVER = RunningServer.get();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final TestConsole console = TestConsole.signedIn(SERVER, acme);

    private Token inUse(UserAccount user) {
        return TestToken.hotp(SERVER, user).token();
    }

    private static String chosen(String act, List<Token> tokens) {
        return "/bulk/tokens?act=" + act
                + tokens.stream().map(token -> "&chosen=" + token.id()).collect(Collectors.joining());
    }

    /** Planted: counting rows as people, or looking at the chosen tokens only, makes this fail. */
    @Test
    void saysHowManyPeopleItIsAboutWhoIsLeftWithoutAndWhatIsRefused() {
        UserAccount ada = SERVER.newUser(acme, "ada");
        UserAccount bob = SERVER.newUser(acme, "bob");
        UserAccount eve = SERVER.newUser(acme, "eve");
        List<Token> tokens = new ArrayList<>(List.of(inUse(ada), inUse(ada), inUse(bob), inUse(eve), inUse(eve)));
        inUse(bob);
        SERVER.part(TokenLife.class)
                .act(acme.id(), tokens.getLast().id(), TokenAct.LOSE, ActOrder.by(new Actor.Server()));
        assertThat(console.open(chosen("suspend", tokens)).body())
                .contains(
                        "Suspend 5 tokens",
                        "It is about the tokens of 3 people.",
                        // Ada loses both of hers, and eve the one that is not lost; bob has another one.
                        "2 of them have no token in use afterwards.",
                        "1 token is refused: its state does not allow it now.");
        assertThat(console.open(chosen("suspend", tokens.subList(2, 3))).body())
                .contains("It is about the tokens of 1 person.", "All of them have another token in use, or had none.")
                .doesNotContain("refused: ");
        assertThat(console.open(chosen("unlock", tokens)).body()).doesNotContain("no token in use afterwards");
    }

    @Test
    void countsUsersWithAllTheirTokens() {
        UserAccount ada = SERVER.newUser(acme, "ada");
        UserAccount bob = SERVER.newUser(acme, "bob");
        inUse(ada);
        inUse(ada);
        assertThat(console.open("/bulk/users?act=revoke&chosen=" + ada.id() + "&chosen=" + bob.id())
                        .body())
                .contains(
                        "It is about the tokens of 1 person.",
                        "1 of them has no token in use afterwards.",
                        "1 user is refused: they have no token whose state allows it now.");
    }

    @Test
    void doesNothingToTheFirstOfMorePeopleThanItLooksAt() {
        for (int i = 0; i < 201; i++) {
            // Without a password: hashing two hundred takes minutes.
            SERVER.part(Users.class).create(acme.id(), "crowd-" + i, "Crowd " + i, null, null, new Actor.Server());
        }
        inUse(SERVER.newUser(acme, "crowd-0-first"));
        assertThat(console.open("/bulk/tokens?act=suspend&all=yes&user=crowd").body())
                .contains("Too many people have such a name")
                .doesNotContain("Suspend 1 token</button>");
        assertThat(console.post("/bulk/tokens", Map.of("act", "suspend", "all", "yes", "user", "crowd", "count", "1"))
                        .status())
                .isEqualTo(422);
        assertThat(console.open("/bulk/tokens?act=suspend&all=yes&user=crowd-0-first")
                        .body())
                .contains("Suspend 1 token");
    }

    @Test
    void saysOfASingleTokenWhatElseItsUserHas() {
        UserAccount ada = SERVER.newUser(acme, "ada");
        Token first = inUse(ada);
        assertThat(console.open("/tokens/" + first.id() + "/revoke").body())
                .contains("It is the only token in use that " + ada.displayName() + " has.");
        inUse(ada);
        for (String act : List.of("revoke", "return", "fail", "lose", "suspend")) {
            assertThat(console.open("/tokens/" + first.id() + "/" + act).body())
                    .as(act)
                    .contains(ada.displayName() + " has 1 other token in use.");
        }
        assertThat(console.open("/tokens/" + first.id() + "/unlock").body()).doesNotContain("other token in use");
    }
}
