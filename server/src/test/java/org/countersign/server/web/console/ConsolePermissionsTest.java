package org.countersign.server.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.UserId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Acting;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Role;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@DisplayName("S15: operators do what their role allows, and nothing else")
class ConsolePermissionsTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();

    @Test
    void helpDeskHelpsPeopleAndSeesNothingOfRulesAndOperators() {
        UserAccount user = server.newUser(acme, "ursula");
        Token token = TestToken.totp(server, user).token();
        TestConsole help = TestConsole.signedIn(server, acme, "hal", role("Help desk"));

        assertThat(help.open("").status()).isEqualTo(200);
        assertThat(help.browser().body())
                .contains(">Users<", ">Provision<", ">Tokens<", ">Sign-ins<")
                .doesNotContain(">Operators<", ">Applications<");
        assertThat(help.open("/users").body()).doesNotContain("New user");
        assertThat(help.open("/users/" + user.id()).body()).contains("Provision", "/change");
        assertThat(help.open("/tokens/" + token.id()).body())
                .contains("Resynchronise")
                .doesNotContain("/revoke");
        assertThat(help.open("/tokens").body()).doesNotContain("Allocate tokens");

        for (String closed : List.of("/operators", "/operators/roles", "/operators/new", "/users/new")) {
            assertThat(help.open(closed).status()).as(closed).isEqualTo(403);
        }
        assertThat(help.open("/operators").body())
                .contains("Your role does not allow this", "Help desk", ">Operators</span>", ">See<");
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.OPERATOR_NOT_PERMITTED), null, 10))
                .anySatisfy(entry -> assertThat(entry.details())
                        .containsEntry("missing", "OPERATORS.VIEW")
                        .containsEntry("path", help.path("/operators")));
    }

    @Test
    void helpDeskCannotDoByHandWhatNoButtonOffers() {
        UserAccount user = server.newUser(acme, "ursula");
        Token token = TestToken.totp(server, user).token();
        TestConsole help = TestConsole.signedIn(server, acme, "hal", role("Help desk"));

        assertThat(help.post("/tokens/" + token.id() + "/revoke", Map.of()).status())
                .isEqualTo(403);
        assertThat(help.post("/tokens/allocate", Map.of("count", "5")).status()).isEqualTo(403);
        assertThat(help.post("/users", Map.of("userName", "mallory", "displayName", "", "mail", "", "password", ""))
                        .status())
                .isEqualTo(403);

        assertThat(server.part(Tokens.class)
                        .find(acme.id(), token.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(org.countersign.server.tokens.TokenState.ACTIVE);
        assertThat(server.part(Users.class).find(acme.id(), "mallory")).isEmpty();
        assertThat(help.post("/users/" + user.id() + "/mail", Map.of("mail", "new@example.com"))
                        .body())
                .contains("Mail address saved");
    }

    @Test
    void anAuditorSeesEverythingAndChangesNothing() {
        UserAccount user = server.newUser(acme, "ursula");
        Token token = TestToken.totp(server, user).token();
        TestConsole auditor = TestConsole.signedIn(server, acme, "audrey", role("Auditor"));
        for (String page : List.of(
                "",
                "/users",
                "/users/" + user.id(),
                "/tokens",
                "/tokens/" + token.id(),
                "/sign-ins",
                "/operators",
                "/operators/roles",
                "/operators/roles/" + role("Help desk").id())) {
            assertThat(auditor.open(page).status()).as(page).isEqualTo(200);
        }
        List<String> done = new ArrayList<>();
        for (String path : acts()) {
            int status = auditor.post(
                            path.replace("/console/{slug}", "")
                                    .replaceAll("\\{\\w+}", user.id().toString()),
                            Map.of())
                    .status();
            if (status != 403) {
                done.add(path + " answered " + status);
            }
        }
        assertThat(done).isEmpty();
    }

    /** Every act that names a user or a token, those of later pages too: nobody touches whoever may do more. */
    @Test
    void nobodyTouchesAnOperatorWhoMayDoMore() {
        Acting all = Acting.server();
        Permissions everythingAboutPeople = Permissions.parse(List.of(
                "SNAPSHOT.VIEW",
                "USERS.VIEW",
                "USERS.ADD",
                "USERS.CHANGE",
                "USERS.REMOVE",
                "GROUPS.VIEW",
                "GROUPS.CHANGE",
                "TOKENS.VIEW",
                "TOKENS.ADD",
                "TOKENS.CHANGE",
                "TOKENS.REMOVE"));
        RoleOutcome added = server.part(Roles.class).add(acme.id(), "People", "", everythingAboutPeople, all);
        Role people = ((RoleOutcome.Done) added).role();
        TestConsole boss = TestConsole.at(server, acme);
        UserAccount above =
                server.part(Users.class).find(acme.id(), boss.operator().user()).orElseThrow();
        Token theirs = TestToken.hotp(server, above).token();
        TestConsole help = TestConsole.signedIn(server, acme, "hal", people);

        List<String> reached = new ArrayList<>();
        int tried = 0;
        for (String path : acts()) {
            boolean aboutUser = path.startsWith("/console/{slug}/users/{id}");
            boolean aboutToken = path.startsWith("/console/{slug}/tokens/{id}");
            if (aboutUser || aboutToken) {
                tried++;
                String id = aboutUser ? above.id().toString() : theirs.id().toString();
                String address = path.replace("/console/{slug}", "").replace("{id}", id);
                help.post(address, Map.of("mail", "evil@example.com", "password", "evil password", "pin", "5829"));
                if (help.browser().status() != 403
                        || !help.browser().body().contains("This person may do more than you")) {
                    reached.add(path + " answered " + help.browser().status());
                }
            }
        }
        assertThat(reached).isEmpty();
        assertThat(tried).isGreaterThan(5);
        assertThat(help.post("/provision", Map.of("user", above.id().toString()))
                        .status())
                .isEqualTo(403);
        assertThat(help.open("/provision/check?user=" + above.id()).status()).isEqualTo(403);

        assertThat(server.part(Users.class).find(acme.id(), above.id())).contains(above);
        assertThat(server.part(Tokens.class).of(acme.id(), above.id())).hasSize(1);
        assertThat(help.open("/users/" + above.id()).body())
                .contains("an operator who may do more than you")
                .doesNotContain("Change mail address", ">Provision</a>");
        assertThat(help.open("/tokens/" + theirs.id()).body()).doesNotContain("Resynchronise …", "Revoke token …");
    }

    @Test
    void whoeverMayDoAsMuchMayHelp() {
        TestConsole one = TestConsole.signedIn(server, acme, "one", role("Help desk"));
        TestConsole other = TestConsole.at(server, acme, "other", role("Help desk"));
        UserId user = other.operator().user();
        assertThat(one.post("/users/" + user + "/mail", Map.of("mail", "other@example.com"))
                        .body())
                .contains("Mail address saved");
        assertThat(server.part(Operators.class).above(acme.id(), Acting.of(one.operator()), List.of(user)))
                .isEmpty();
    }

    @Test
    void aRoleWithoutTheFirstPageBeginsAtTheFirstThatItMaySee() {
        RoleOutcome added = server.part(Roles.class)
                .add(acme.id(), "Tokens only", "", Permissions.parse(List.of("TOKENS.VIEW")), Acting.server());
        TestConsole console = TestConsole.signedIn(server, acme, "tom", ((RoleOutcome.Done) added).role());
        assertThat(console.browser().address().getPath()).isEqualTo(console.path("/tokens"));
        assertThat(console.browser().body()).doesNotContain(">Users<", ">Provision<");
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.OPERATOR_NOT_PERMITTED), null, 10))
                .as("arriving is no attempt at what is closed")
                .isEmpty();
    }

    @Test
    void everyActWithinAModuleBringsSeeingIt() {
        assertThat(Permissions.parse(List.of("TOKENS.CHANGE"))
                        .allow(org.countersign.server.users.OperatorModule.TOKENS, OperatorAct.VIEW))
                .isTrue();
    }

    /** Returns the addresses that change something, as they are mapped. */
    private List<String> acts() {
        List<String> paths = new ArrayList<>();
        for (Map.Entry<RequestMappingInfo, HandlerMethod> entry : server.part(
                        "requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()) {
            boolean acts = entry.getKey().getMethodsCondition().getMethods().stream()
                    .anyMatch(method -> method.name().equals("POST"));
            boolean open = entry.getValue().hasMethodAnnotation(Open.class)
                    || entry.getValue().getBeanType().isAnnotationPresent(Open.class);
            if (acts && !open) {
                entry.getKey().getPatternValues().stream()
                        .filter(path -> path.startsWith("/console/{slug}"))
                        .forEach(paths::add);
            }
        }
        return paths;
    }

    private Role role(String name) {
        return server.part(Roles.class).of(acme.id()).stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
