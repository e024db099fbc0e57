package org.countersign.server.web.console.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorRules;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Role;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S15: operators and roles in the console")
class OperatorPagesTest {
    private static final String HOSTILE = "<script>alert(1)</script>\"' {0}";

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final TestConsole console = TestConsole.signedIn(server, acme);

    @Test
    void makesAUserAnOperatorAndTakesItBack() {
        UserAccount user = server.newUser(acme, "harriet");
        assertThat(console.open("/operators/new?q=harr").body()).contains("harriet", "No operator");
        console.open("/operators/add?user=" + user.id());
        console.browser().submit("/operators", Map.of("role", ""));
        assertThat(console.browser().status()).isEqualTo(422);
        assertThat(console.browser().body()).contains("Choose a role.");
        console.browser()
                .submit("/operators", Map.of("role", role("Help desk").id().toString()));
        assertThat(console.browser().body()).contains("Operator added", "Help desk", "None yet");

        console.browser().submit("/role", Map.of("role", role("Auditor").id().toString()));
        assertThat(console.browser().body()).contains("Role changed", "Auditor");
        String page = "/operators/" + operator("harriet").id();
        assertThat(console.open(page + "/suspend").body()).contains("0 browsers", "until you resume them");
        console.browser().submit("/suspend", Map.of());
        assertThat(console.browser().body()).contains("Operator suspended", "Suspended");
        console.browser().submit("/resume", Map.of());
        assertThat(console.browser().body()).contains("Operator resumed");
        console.open(page + "/remove").submit("/remove", Map.of());
        assertThat(console.browser().body()).contains("Operator removed").doesNotContain(">harriet<");
        assertThat(console.open(page).status()).isEqualTo(404);
        assertThat(console.open("/users/" + user.id()).status()).isEqualTo(200);
    }

    @Test
    void leavesOneAdministrator() {
        String page = "/operators/" + console.operator().id();
        console.open(page + "/remove").submit("/remove", Map.of());
        assertThat(console.browser().status()).isEqualTo(422);
        assertThat(console.browser().body()).contains("Somebody has to be left");
        assertThat(console.open("/operators").body()).contains("olivia");
    }

    @Test
    void addsChangesAndDeletesARole() {
        console.open("/operators/roles/new").submit("/roles", Map.of("name", "", "description", ""));
        assertThat(console.browser().status()).isEqualTo(422);
        assertThat(console.browser().body()).contains("A name has 1 to 60 characters.");
        console.browser().submit("/roles", Map.of("name", "Night shift", "description", "Nights"));
        assertThat(console.browser().body())
                .contains("Choose at least one permission.", "value=\"Night shift\"", "Nights");
        console.browser()
                .submit("/roles", Map.of("name", "help DESK", "description", "", "permission", "TOKENS.CHANGE"));
        assertThat(console.browser().body())
                .contains("There is a role with this name.")
                .containsPattern("value=\"TOKENS.CHANGE\" checked");
        console.browser()
                .submit("/roles", Map.of("name", "Night shift", "description", "", "permission", "TOKENS.CHANGE"));
        assertThat(console.browser().body()).contains("Role added", "Night shift");

        String page = "/operators/roles/" + role("Night shift").id();
        console.open(page).submit(page, Map.of("name", "Night shift", "description", "", "permission", "USERS.VIEW"));
        assertThat(console.browser().body()).contains("Role changed");
        assertThat(role("Night shift").permissions().texts()).containsExactly("USERS.VIEW");
        assertThat(console.open("/operators/roles/new?like="
                                + role("Night shift").id())
                        .body())
                .containsPattern("value=\"USERS.VIEW\" checked");

        console.open(page + "/remove").submit("/remove", Map.of());
        assertThat(console.browser().body()).contains("Role deleted").doesNotContain("Night shift");
    }

    @Test
    void saysWhoHasARoleThatIsToGo() {
        TestConsole.at(server, acme, "hal", role("Help desk"));
        String page = "/operators/roles/" + role("Help desk").id();
        assertThat(console.open(page + "/remove").body()).contains("1 operator has this role", ">hal<");
        console.post(page + "/remove", Map.of());
        assertThat(console.browser().status()).isEqualTo(422);
        assertThat(console.browser().body()).contains("This role is in use", ">hal<");
    }

    @Test
    void offersNothingThatIsMoreThanOnesOwn() {
        RoleOutcome added = server.part(Roles.class)
                .add(
                        acme.id(),
                        "Operators only",
                        "",
                        Permissions.parse(List.of("OPERATORS.ADD", "OPERATORS.CHANGE", "OPERATORS.REMOVE")),
                        Acting.server());
        TestConsole small = TestConsole.signedIn(server, acme, "sam", ((RoleOutcome.Done) added).role());
        UserAccount user = server.newUser(acme, "ursula");
        assertThat(small.open("/operators/add?user=" + user.id()).body())
                .contains("Allows more than your own role, so you cannot give it.");
        small.post(
                "/operators",
                Map.of(
                        "user",
                        user.id().toString(),
                        "role",
                        role("Auditor").id().toString()));
        assertThat(small.browser().status()).isEqualTo(422);
        assertThat(small.open("/operators/" + console.operator().id()).body())
                .contains("This operator may do more than you")
                .doesNotContain("Change role", "Suspend …");
        small.post("/operators/roles", Map.of("name", "More", "description", "", "permission", "POLICIES.CHANGE"));
        assertThat(small.browser().status()).isEqualTo(422);
        assertThat(small.browser().body()).contains("Not with your role", "Policies: Change");
        assertThat(server.part(Operators.class).of(acme.id(), user.id())).isEmpty();
    }

    @Test
    void switchesTheRuleOnAndOff() {
        assertThat(console.open("").body()).contains("Operators sign in with a password alone.");
        console.open("/operators/rule").submit("/rule", Map.of("secondFactor", "yes"));
        assertThat(console.browser().body())
                .contains("Rule saved", "with their password and their authenticator")
                .doesNotContain("with a password alone.");
        assertThat(server.part(OperatorRules.class).secondFactorRequired(acme.id()))
                .isTrue();
        console.open("/operators/rule").submit("/rule", Map.of("secondFactor", "no"));
        assertThat(server.part(OperatorRules.class).secondFactorRequired(acme.id()))
                .isFalse();
        assertThat(server.part(OperatorRules.class)
                        .secondFactorRequired(server.newVirtualServer().id()))
                .isTrue();
    }

    @Test
    void findsNothingOfAnotherVirtualServer() {
        VirtualServer other = server.newVirtualServer();
        Operator theirs =
                server.part(Operators.class).create(other.id(), "otto", null, "battery staple", new Actor.Server());
        Role role = server.part(Roles.class).administrator(other.id());
        for (String page : List.of(
                "/operators/" + theirs.id(),
                "/operators/" + theirs.id() + "/remove",
                "/operators/" + theirs.id() + "/suspend",
                "/operators/roles/" + role.id(),
                "/operators/roles/" + role.id() + "/remove",
                "/operators/add?user=" + theirs.user(),
                "/operators/not-an-id",
                "/operators/roles/not-an-id")) {
            assertThat(console.open(page).status()).as(page).isEqualTo(404);
        }
        for (String act : List.of(
                "/operators/" + theirs.id() + "/remove",
                "/operators/" + theirs.id() + "/suspend",
                "/operators/" + theirs.id() + "/role",
                "/operators/roles/" + role.id(),
                "/operators/roles/" + role.id() + "/remove")) {
            assertThat(console.post(act, Map.of("name", "x", "role", role.id().toString()))
                            .status())
                    .as(act)
                    .isEqualTo(404);
        }
        assertThat(server.part(Operators.class).atWork(other.id())).hasSize(1);
    }

    @Test
    void takesNoFormWithoutItsToken() {
        UserAccount user = server.newUser(acme, "ursula");
        for (String act : List.of("/operators", "/operators/rule", "/operators/roles", "/confirm")) {
            console.browser()
                    .post(
                            server.pages().resolve(console.path(act)),
                            Map.of(
                                    "user", user.id().toString(),
                                    "role", role("Auditor").id().toString(),
                                    "name", "Planted",
                                    "permission", "USERS.VIEW",
                                    "secondFactor", "yes"));
            assertThat(console.browser().status()).as(act).isEqualTo(403);
        }
        assertThat(server.part(Operators.class).of(acme.id(), user.id())).isEmpty();
        assertThat(server.part(OperatorRules.class).secondFactorRequired(acme.id()))
                .isFalse();
        assertThat(server.part(Roles.class).of(acme.id()))
                .extracting(Role::name)
                .doesNotContain("Planted");
    }

    @Test
    void escapesWhateverARoleIsCalled() {
        RoleOutcome added = server.part(Roles.class)
                .add(acme.id(), HOSTILE, HOSTILE, Permissions.parse(List.of("USERS.VIEW")), Acting.server());
        Role role = ((RoleOutcome.Done) added).role();
        TestConsole hal = TestConsole.signedIn(server, acme, "hal", role);
        for (String page : List.of(
                "/operators",
                "/operators/roles",
                "/operators/roles/" + role.id(),
                "/operators/roles/" + role.id() + "/remove",
                "/operators/" + hal.operator().id(),
                "/operators/add?user=" + hal.operator().user())) {
            assertThat(console.open(page).body()).as(page).doesNotContain("<script>alert");
        }
        assertThat(hal.open("/operators").body()).doesNotContain("<script>alert");
    }

    private Operator operator(String name) {
        return server.part(Operators.class).of(acme.id()).stream()
                .filter(operator -> operator.userName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Role role(String name) {
        return server.part(Roles.class).of(acme.id()).stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
