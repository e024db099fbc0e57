package org.countersign.server.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No id of another virtual server works anywhere in the console, and no form without its token. */
class ConsoleIsolationTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final VirtualServer other = server.newVirtualServer();
    private final UserAccount stranger = server.newUser(other, "stranger");
    private final Token token = TestToken.totp(server, stranger).token();
    private final TestConsole console = TestConsole.signedIn(server, acme);

    @ParameterizedTest
    @ValueSource(strings = {"/users/USER", "/users/USER/mail", "/tokens/TOKEN", "/tokens/TOKEN/revoke"})
    void findsNothingOfAnotherVirtualServer(String page) {
        assertThat(console.open(with(page, stranger, token.id().value())).status())
                .isEqualTo(404);
        assertThat(console.open(with(page, "not-an-id")).status()).isEqualTo(404);
        assertThat(console.open(with(page, UUID.randomUUID().toString())).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/users/USER/mail", "/tokens/TOKEN/revoke", "/tokens/TOKEN/unlock"})
    void changesNothingOfAnotherVirtualServer(String page) {
        assertThat(console.post(with(page, stranger, token.id().value()), Map.of("mail", "evil@example.com"))
                        .status())
                .isEqualTo(404);
        assertUntouched();
    }

    @Test
    void provisionsNobodyOfAnotherVirtualServer() {
        assertThat(console.open("/provision/check?user=" + stranger.id()).body())
                .contains("Nobody is chosen")
                .doesNotContain("stranger");
        assertThat(console.post("/provision", Map.of("user", stranger.id().toString()))
                        .status())
                .isEqualTo(422);
        assertUntouched();

        server.part(Provisioning.class).provision(other.id(), List.of(stranger.id()), new Actor.Server());
        assertThat(console.open("/provision/tasks/1").status()).isEqualTo(404);
    }

    @Test
    void findsNobodyOfAnotherVirtualServerBySearch() {
        assertThat(console.open("/users?q=stranger").body()).contains("Nobody matches");
        assertThat(console.open("/sign-ins?user=stranger").body()).contains("Nobody is called");
        assertThat(console.open("/tokens?q=" + token.serial()).body()).contains("No token matches");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/users",
                "/users/USER/mail",
                "/tokens/TOKEN/revoke",
                "/tokens/TOKEN/unlock",
                "/tokens/allocate",
                "/provision",
                "/sign-out"
            })
    void takesNoFormWithoutItsToken(String page) {
        UserAccount user = server.newUser(acme, "ursula");
        Token hers = TestToken.totp(server, user).token();
        int free = server.part(Tokens.class).inventory(acme.id());
        Map<String, String> fields = Map.of(
                "userName", "mallory",
                "displayName", "Mallory",
                "mail", "evil@example.com",
                "password", "",
                "count", "5",
                "user", user.id().toString());
        String path = console.path(with(page, user, hers.id().value()));

        assertThat(console.browser().post(server.pages().resolve(path), fields).status())
                .isEqualTo(403);

        assertThat(server.part(Users.class).find(acme.id(), "mallory")).isEmpty();
        assertThat(server.part(Users.class)
                        .find(acme.id(), user.id())
                        .orElseThrow()
                        .mail())
                .isEqualTo("ursula@example.com");
        assertThat(server.part(Tokens.class)
                        .find(acme.id(), hers.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(TokenState.ACTIVE);
        assertThat(server.part(Tokens.class).inventory(acme.id())).isEqualTo(free);
        assertThat(console.open("/users").address().getPath()).isEqualTo(console.path("/users"));
    }

    private void assertUntouched() {
        assertThat(server.part(Users.class)
                        .find(other.id(), stranger.id())
                        .orElseThrow()
                        .mail())
                .isEqualTo("stranger@example.com");
        assertThat(server.part(Tokens.class)
                        .find(other.id(), token.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(TokenState.ACTIVE);
        assertThat(server.part(Tokens.class).of(other.id(), stranger.id())).hasSize(1);
    }

    private static String with(String page, UserAccount user, UUID token) {
        return page.replace("USER", user.id().toString()).replace("TOKEN", token.toString());
    }

    private static String with(String page, String id) {
        return page.replace("USER", id).replace("TOKEN", id);
    }
}
