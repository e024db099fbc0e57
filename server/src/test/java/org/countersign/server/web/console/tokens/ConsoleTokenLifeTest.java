package org.countersign.server.web.console.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.ActOrder;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenAct;
import org.countersign.server.tokens.TokenFilter;
import org.countersign.server.tokens.TokenLife;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An operator finds tokens and does everything that a token's life has, each act with its consequence and its reason. */
@DisplayName("S3, S4: tokens in the console")
class ConsoleTokenLifeTest {
    private static final RunningServer SERVER = RunningServer.get();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final UserAccount ada = SERVER.newUser(acme, "ada");
    private final TestConsole console = TestConsole.signedIn(SERVER, acme);

    private Token token(TokenId id) {
        return SERVER.part(Tokens.class).find(acme.id(), id).orElseThrow();
    }

    @Test
    void walksATokenThroughItsLife() {
        TestToken made = TestToken.totp(SERVER, ada);
        String page = "/tokens/" + made.token().id();
        List<String> walk = List.of("suspend", "resume", "lose", "find", "resume", "fail", "return");
        List<TokenState> states = List.of(
                TokenState.SUSPENDED,
                TokenState.ACTIVE,
                TokenState.LOST,
                TokenState.SUSPENDED,
                TokenState.ACTIVE,
                TokenState.FAULTY,
                TokenState.INVENTORY);
        for (int i = 0; i < walk.size(); i++) {
            assertThat(console.open(page).body())
                    .contains("tokens/" + made.token().id() + "/" + walk.get(i));
            console.open(page + "/" + walk.get(i));
            console.browser().submit("/" + walk.get(i), Map.of("because", "step " + i + " <b>"));
            assertThat(console.browser().body()).contains("role=\"status\"", "“step " + i + " &lt;b");
            assertThat(token(made.token().id()).state()).isEqualTo(states.get(i));
        }
        assertThat(console.browser().body())
                .contains("by olivia", "it was suspended", "it was marked lost", "it was returned to the inventory");
    }

    @Test
    void saysWhatCannotBeDoneAndWhy() {
        TestToken made = TestToken.totp(SERVER, ada);
        assertThat(console.open("/tokens/" + made.token().id()).body())
                .contains("What cannot be done now, and why", "It is not suspended.", "It is not marked lost.");
        assertThat(console.open("/tokens/" + made.token().id() + "/resume").body())
                .contains("This cannot be done now", "It is not suspended.");
        assertThat(console.post("/tokens/" + made.token().id() + "/resume", Map.of())
                        .status())
                .isEqualTo(422);
    }

    @Test
    void saysSoOfTheActsThatHavePagesOfTheirOwnAsWell() {
        TestToken made = TestToken.totp(SERVER, ada);
        String page = console.open("/tokens/" + made.token().id()).body();
        assertThat(page).contains("<dt>Assign</dt><dd>It has a user already.");
        assertThat(page).contains("<dt>Send the link</dt><dd>It is in use.");
        SERVER.part(JdbcClient.class)
                .sql("update token set mode = 'OCRA' where id = ?")
                .param(made.token().id().value())
                .update();
        assertThat(console.open("/tokens/" + made.token().id()).body())
                .contains("<dt>Resynchronise</dt><dd>It answers challenges");
    }

    @Test
    void doesNothingOnAPageThatIsOld() {
        TestToken made = TestToken.totp(SERVER, ada);
        console.open("/tokens/" + made.token().id() + "/return");
        SERVER.part(TokenLife.class)
                .act(acme.id(), made.token().id(), TokenAct.SUSPEND, ActOrder.by(new Actor.Server()));
        console.browser().submit("/return", Map.of());
        assertThat(console.browser().status()).isEqualTo(422);
        assertThat(console.browser().body()).contains("Something happened meanwhile", "Suspended");
        assertThat(token(made.token().id()).state()).isEqualTo(TokenState.SUSPENDED);
    }

    @Test
    void assignsAFreeTokenToAUser() {
        Token free = SERVER.part(TokenRegister.class)
                .page(acme.id(), TokenFilter.ALL, 1)
                .getFirst()
                .token();
        console.open("/tokens/" + free.id() + "/assign");
        console.browser().submit("/assign", Map.of("userName", "nobody"));
        assertThat(console.browser().status()).isEqualTo(422);
        assertThat(console.browser().body()).contains("No active user has this user name", "value=\"nobody\"");
        console.browser().submit("/assign", Map.of("userName", "ada"));
        assertThat(token(free.id()).user()).isEqualTo(ada.id());
        assertThat(token(free.id()).state()).isEqualTo(TokenState.ASSIGNED);
        assertThat(console.browser().body()).contains("Token assigned", "/provision/check?user=" + ada.id());
    }

    @Test
    void findsTokensByWhatIsKnownOfThem() {
        TestToken made = TestToken.totp(SERVER, ada);
        String serial = made.token().serial();
        String other = SERVER.part(TokenRegister.class)
                .page(acme.id(), TokenFilter.ALL, 2)
                .getLast()
                .token()
                .serial();
        assertThat(other).isNotEqualTo(serial);
        assertThat(console.open("/tokens?q=" + serial.substring(0, serial.length() - 1))
                        .body())
                .contains(">" + serial + "<");
        assertThat(console.open("/tokens?q=" + serial.toLowerCase(java.util.Locale.ROOT))
                        .body())
                .contains(">" + serial + "<")
                .doesNotContain(">" + other + "<");
        assertThat(console.open("/tokens?q=" + serial.substring(2)).body()).contains("No token matches");
        for (String found : List.of("user=ada", "state=active", "user=ada&push=not_applicable&kind=app")) {
            assertThat(console.open("/tokens?" + found).body())
                    .as(found)
                    .contains(">" + serial + "<")
                    .doesNotContain(">" + other + "<");
        }
        for (String none :
                List.of("user=nobody", "user=ada&state=lost", "kind=hardware", "push=enabled", "state=locked")) {
            assertThat(console.open("/tokens?" + none).body()).as(none).contains("No token matches");
        }
    }

    @Test
    void letsNobodyOfAnotherVirtualServerAct() {
        VirtualServer other = SERVER.newVirtualServer();
        TestToken theirs = TestToken.totp(SERVER, SERVER.newUser(other, "stranger"));
        for (TokenAct act : TokenAct.PLAIN) {
            String page = "/tokens/" + theirs.token().id() + "/" + act.slug();
            assertThat(console.open(page).status()).as(page).isEqualTo(404);
            assertThat(console.post(page, Map.of()).status()).as(page).isEqualTo(404);
        }
        assertThat(console.post("/tokens/" + theirs.token().id() + "/assign", Map.of("userName", "ada"))
                        .status())
                .isEqualTo(404);
        assertThat(console.open("/tokens/" + UUID.randomUUID() + "/suspend").status())
                .isEqualTo(404);
        assertThat(console.open("/tokens/nonsense/suspend").status()).isEqualTo(404);
        assertThat(SERVER.part(Tokens.class)
                        .find(other.id(), theirs.token().id())
                        .orElseThrow()
                        .state())
                .isEqualTo(TokenState.ACTIVE);
    }
}
