package org.countersign.server.web.console.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Container;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorOutcome;
import org.countersign.server.users.OperatorScope;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Role;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two operators with the same role stand in North: hal sees the people of North, tina those of other containers too. */
@DisplayName("S15: whoever sees more people is above, whatever their role")
class WiderScopeTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final Container north = container("North");
    private final Container south = container("South");
    private final Role people = role(List.of("USERS.CHANGE", "USERS.REMOVE", "TOKENS.CHANGE", "TOKENS.REMOVE"));
    private final TestConsole hal = TestConsole.at(server, acme, "hal", people);
    private final TestConsole tina = TestConsole.at(server, acme, "tina", people);
    private UserAccount tinasUser;
    private Token tinasToken;

    @BeforeEach
    void stand() {
        tinasUser = user(tina);
        tinasToken = TestToken.hotp(server, tinasUser).token();
        server.part(Containers.class)
                .move(
                        acme.id(),
                        List.of(hal.operator().user(), tina.operator().user()),
                        north.id(),
                        new Actor.Server());
        tinasUser = user(tina);
        tinasToken = server.part(Tokens.class).find(acme.id(), tinasToken.id()).orElseThrow();
        limit(hal, north);
        hal.signIn(TestConsole.PASSWORD);
    }

    @Test
    void doesNothingToThem() {
        String id = tinasUser.id().toString();
        String token = tinasToken.id().toString();
        assertThat(refusing(
                        Map.of("mail", "evil@example.com", "password", "evil password", "pin", "5829"),
                        "/users/" + id + "/mail",
                        "/users/" + id + "/password",
                        "/users/" + id + "/password-link",
                        "/users/" + id + "/disable",
                        "/users/" + id + "/delete",
                        "/users/" + id + "/standard-app",
                        "/tokens/" + token + "/pin",
                        "/tokens/" + token + "/suspend",
                        "/tokens/" + token + "/revoke"))
                .isEmpty();
        assertThat(hal.post("/provision", Map.of("user", id)).status()).isEqualTo(403);
        assertThat(hal.post("/users/place/container", Map.of("user", id, "container", "default"))
                        .status())
                .isEqualTo(403);
        assertUntouched();
        assertThat(hal.open("/users/" + id).body())
                .contains("an operator who may do more than you")
                .doesNotContain("Change mail address", ">Provision</a>");
    }

    @Test
    void doesNothingToManyOfWhomTheyAreOne() {
        UserAccount nora = server.newUser(acme, "nora");
        Token free = TestToken.hotp(server, nora).token();
        server.part(Containers.class).move(acme.id(), List.of(nora.id()), north.id(), new Actor.Server());
        hal.post(
                "/bulk/tokens",
                Map.of("act", "suspend", "chosen", tinasToken.id().toString(), "count", "1"));
        assertThat(hal.browser().status()).isEqualTo(422);
        assertThat(hal.browser().body()).contains("may do more than you");

        hal.post("/tokens/" + free.id() + "/assign", Map.of("userName", "tina"));
        assertThat(hal.browser().status()).isEqualTo(403);

        server.part(Provisioning.class).provision(acme.id(), List.of(tinasUser.id()), new Actor.Server());
        int tokens = server.part(Tokens.class).of(acme.id(), tinasUser.id()).size();
        hal.post("/provision/tasks/1/users/" + tinasUser.id() + "/remove", Map.of());
        assertThat(hal.browser().status()).isEqualTo(403);
        assertThat(server.part(Tokens.class).of(acme.id(), tinasUser.id())).hasSize(tokens);
    }

    @Test
    void helpsWhoeverSeesTheSamePeopleOrFewer() {
        limit(tina, north);
        assertThat(hal.post("/users/" + tinasUser.id() + "/mail", Map.of("mail", "tina@example.com"))
                        .body())
                .contains("Mail address saved");
        limit(hal, north, south);
        hal.open("/sign-in");
        hal.signIn(TestConsole.PASSWORD);
        assertThat(hal.post("/users/" + tinasUser.id() + "/mail", Map.of("mail", "tina2@example.com"))
                        .body())
                .contains("Mail address saved");
        limit(tina, south);
        limit(hal, north);
        hal.open("/sign-in");
        hal.signIn(TestConsole.PASSWORD);
        assertThat(hal.post("/users/" + tinasUser.id() + "/mail", Map.of("mail", "tina3@example.com"))
                        .status())
                .as("other people, not more of them")
                .isEqualTo(403);
    }

    @Test
    void makesNobodyAnOperatorOfMorePeopleThanTheySeeThemselves() {
        Operators operators = server.part(Operators.class);
        OperatorScope narrow = new OperatorScope(true, Set.of(north.id().value()));
        Acting limited = new Acting(new Actor.Operator(hal.operator().id()), Permissions.EVERYTHING, narrow);
        UserAccount nora = server.newUser(acme, "nora");
        assertThat(operators.add(acme.id(), nora.id(), people.id(), limited))
                .isInstanceOf(OperatorOutcome.Beyond.class);
        assertThat(operators.suspend(acme.id(), tina.operator().id(), limited))
                .isInstanceOf(OperatorOutcome.Beyond.class);
        limit(tina, north);
        assertThat(operators.changeScope(acme.id(), tina.operator().id(), OperatorScope.EVERYBODY, limited))
                .isInstanceOf(OperatorOutcome.Beyond.class);
        assertThat(operators.changeScope(acme.id(), tina.operator().id(), narrow, limited))
                .isInstanceOf(OperatorOutcome.Done.class);
    }

    @Test
    void seesEverybodyOnceTheyAreAnAdministrator() {
        limit(tina, north);
        Operators operators = server.part(Operators.class);
        Role administrator = server.part(Roles.class).administrator(acme.id());
        assertThat(operators.changeRole(acme.id(), tina.operator().id(), administrator.id(), Acting.server()))
                .isInstanceOf(OperatorOutcome.Done.class);
        assertThat(tina.operator().scope()).isEqualTo(OperatorScope.EVERYBODY);
    }

    private List<String> refusing(Map<String, String> fields, String... acts) {
        List<String> reached = new ArrayList<>();
        for (String act : acts) {
            hal.post(act, fields);
            if (hal.browser().status() != 403 || !hal.browser().body().contains("This person may do more than you")) {
                reached.add(act + " answered " + hal.browser().status());
            }
        }
        return reached;
    }

    private void assertUntouched() {
        assertThat(user(tina)).isEqualTo(tinasUser);
        assertThat(server.part(Tokens.class).of(acme.id(), tinasUser.id())).containsExactly(tinasToken);
    }

    private void limit(TestConsole whom, Container... containers) {
        Set<UUID> ids = new HashSet<>();
        for (Container container : containers) {
            ids.add(container.id().value());
        }
        Operator operator = whom.operator();
        assertThat(server.part(Operators.class)
                        .changeScope(acme.id(), operator.id(), new OperatorScope(true, ids), Acting.server()))
                .isInstanceOf(OperatorOutcome.Done.class);
    }

    private UserAccount user(TestConsole of) {
        return server.part(Users.class).find(acme.id(), of.operator().user()).orElseThrow();
    }

    private Container container(String name) {
        return server.part(Containers.class)
                .create(acme.id(), name, new Actor.Server())
                .orElseThrow();
    }

    private Role role(List<String> permissions) {
        return ((RoleOutcome.Done) server.part(Roles.class)
                        .add(acme.id(), "People", "", Permissions.parse(permissions), Acting.server()))
                .role();
    }
}
