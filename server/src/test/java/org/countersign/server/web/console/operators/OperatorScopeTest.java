package org.countersign.server.web.console.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.countersign.server.audit.Actor;
import org.countersign.server.authentication.PasscodeChecks;
import org.countersign.server.bulk.BulkAct;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkJobs;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.kernel.BulkJobId;
import org.countersign.server.kernel.GroupId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Container;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Groups;
import org.countersign.server.users.OperatorOutcome;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Role;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S15: operators who see the people of some containers")
class OperatorScopeTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final Container north = server.part(Containers.class)
            .create(acme.id(), "North", new Actor.Server())
            .orElseThrow();
    private final UserAccount nora = server.newUser(acme, "nora");
    private final UserAccount sam = server.newUser(acme, "samson");
    private final TestToken noras = TestToken.totp(server, nora);
    private final TestToken sams = TestToken.totp(server, sam);
    private final TestConsole boss = TestConsole.signedIn(server, acme);
    private final TestConsole hal = TestConsole.at(server, acme, "hal", everythingButOperators());

    private Role everythingButOperators() {
        List<String> all = new ArrayList<>(Permissions.EVERYTHING.texts());
        all.removeIf(text -> text.startsWith("OPERATORS"));
        RoleOutcome added = server.part(Roles.class)
                .add(acme.id(), "All but operators", "", Permissions.parse(all), Acting.server());
        return ((RoleOutcome.Done) added).role();
    }

    private void limit() {
        server.part(Containers.class).move(acme.id(), List.of(nora.id()), north.id(), new Actor.Server());
        Application payroll =
                server.part(VirtualServers.class).createApplication(acme.id(), "Payroll", new Actor.Server());
        for (Map.Entry<UserAccount, TestToken> person :
                Map.of(nora, noras, sam, sams).entrySet()) {
            server.part(PasscodeChecks.class)
                    .check(
                            payroll,
                            new Actor.Server(),
                            new Visitor("193.0.6.139", null, null),
                            person.getKey().userName(),
                            null,
                            person.getValue().at(server, Duration.ZERO));
        }
        boss.open("/operators/" + hal.operator().id() + "/scope");
        boss.browser()
                .submit("/scope", Map.of("sees", "some", "container", north.id().toString()));
        assertThat(boss.browser().body()).contains("Saved", "Those of 1 containers");
        hal.open("/sign-in");
        hal.signIn(TestConsole.PASSWORD);
    }

    @Test
    void seesAndTouchesNobodyElse() {
        limit();
        assertThat(hal.open("/users").body()).contains(">nora<").doesNotContain("samson");
        assertThat(hal.open("/users?q=samson").body()).contains("Nobody matches");
        assertThat(hal.open("/users/" + nora.id()).status()).isEqualTo(200);
        assertThat(hal.open("/users/" + sam.id()).status()).isEqualTo(404);
        assertThat(hal.open("/tokens?state=active").body())
                .contains(noras.token().serial())
                .doesNotContain(sams.token().serial());
        assertThat(hal.open("/tokens/" + sams.token().id()).status()).isEqualTo(404);
        assertThat(hal.open("/tokens/" + noras.token().id()).status()).isEqualTo(200);
        assertThat(hal.open("/sign-ins").body()).contains("nora").doesNotContain("samson");
        assertThat(hal.open("").body()).doesNotContain("samson");
        assertThat(hal.open("/provision").body()).contains("nora").doesNotContain("samson");
        assertThat(hal.open("/audit").body())
                .doesNotContain("samson", sams.token().serial());
        for (String report :
                List.of("users-with-tokens", "sign-in-activity", "token-inventory", "users-without-second-factor")) {
            assertThat(hal.open("/reports/" + report + "/download?format=csv").body())
                    .as(report)
                    .doesNotContain("samson", sams.token().serial());
        }

        assertThat(hal.post("/users/" + sam.id() + "/mail", Map.of("mail", "evil@example.com"))
                        .status())
                .isEqualTo(404);
        assertThat(hal.post("/tokens/" + sams.token().id() + "/revoke", Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(hal.post("/users/" + sam.id() + "/disable", Map.of()).status())
                .isEqualTo(404);
        assertThat(hal.post("/provision", Map.of("user", sam.id().toString())).status())
                .isEqualTo(422);
        assertThat(server.part(Users.class).find(acme.id(), sam.id())).contains(sam);
        assertThat(server.part(Tokens.class).of(acme.id(), sam.id())).hasSize(1);

        hal.post("/users/" + nora.id() + "/mail", Map.of("mail", "nora@north.example.com"));
        assertThat(hal.browser().body()).contains("nora<wbr>@north.example.com");
        assertThat(boss.open("/users").body()).contains("nora", "samson");
    }

    @Test
    void seesNobodyElseInWhatIsAboutManyPeople() {
        server.part(Provisioning.class).provision(acme.id(), List.of(nora.id(), sam.id()), new Actor.Server());
        GroupId group = server.part(Groups.class)
                .create(acme.id(), "Everybody", new Actor.Server())
                .orElseThrow()
                .id();
        server.part(Groups.class).add(acme.id(), group, List.of(nora.id(), sam.id()), new Actor.Server());
        limit();
        for (String page : List.of(
                "/provision/tasks",
                "/provision/tasks/1",
                "/groups",
                "/groups/" + group,
                "/containers",
                "/containers/default",
                "/reported",
                "/bulk",
                "/alerts",
                "/users?group=" + group,
                "/reports/provisioning-progress/download?format=csv",
                "/reports/reported-pushes/download?format=csv")) {
            assertThat(hal.open(page).body()).as(page).doesNotContain("samson");
        }
        assertThat(hal.open("/provision/tasks/1").body()).contains("nora");
        assertThat(boss.open("/provision/tasks/1").body()).contains("nora", "samson");
    }

    @Test
    void doesNothingThatIsAboutEverybody() {
        limit();
        for (String page : List.of(
                "/users/new",
                "/tokens/allocate",
                "/applications/new",
                "/reports/kept",
                "/reports/rules",
                "/audit/export")) {
            assertThat(hal.open(page).status()).as(page).isEqualTo(403);
        }
        assertThat(hal.post("/groups", Map.of("name", "Everybody")).status()).isEqualTo(403);
        assertThat(hal.post("/tokens/allocate", Map.of("count", "5")).status()).isEqualTo(403);
        assertThat(hal.post("/reports/users-with-tokens/keep", Map.of()).status())
                .isEqualTo(403);
    }

    @Test
    void placesPeopleWhereTheySeeThem() {
        Container south = server.part(Containers.class)
                .create(acme.id(), "South", new Actor.Server())
                .orElseThrow();
        limit();
        assertThat(hal.open("/users/place?user=" + nora.id()).body())
                .contains("North")
                .doesNotContain("South", "value=\"default\"");
        assertThat(hal.open("/containers").body()).contains("North").doesNotContain("South");
        for (String elsewhere : List.of(south.id().toString(), "default")) {
            assertThat(hal.post("/users/place/container", Map.of("user", nora.id() + "", "container", elsewhere))
                            .status())
                    .as(elsewhere)
                    .isEqualTo(422);
        }
        assertThat(hal.post("/users/import", Map.of("text", "userName,container\nnora,South\n"))
                        .status())
                .isEqualTo(403);
        assertThat(hal.post("/users/" + nora.id() + "/delete", Map.of()).status())
                .isEqualTo(200);
        assertThat(server.part(Users.class).find(acme.id(), nora.id())).isEmpty();
    }

    @Test
    void stopsNobodyElsesWork() {
        limit();
        BulkJobId theirs = job(sam, boss);
        BulkJobId about = job(nora, boss);
        BulkJobId own = job(nora, hal);
        assertThat(hal.open("/bulk").body()).doesNotContain("/bulk/" + theirs);
        assertThat(hal.open("/bulk/" + theirs).status()).isEqualTo(404);
        assertThat(hal.post("/bulk/" + theirs + "/cancel", Map.of()).status()).isEqualTo(404);
        assertThat(hal.open("/bulk/" + about).status()).isEqualTo(200);
        assertThat(hal.post("/bulk/" + about + "/cancel", Map.of()).status()).isEqualTo(403);
        assertThat(hal.post("/bulk/" + own + "/cancel", Map.of()).status()).isEqualTo(200);
    }

    private BulkJobId job(UserAccount about, TestConsole of) {
        return server.part(BulkJobs.class)
                .start(
                        acme.id(),
                        BulkAct.REMIND,
                        null,
                        List.of(BulkItem.Subject.of(about.id(), about.userName())),
                        new Actor.Operator(of.operator().id()));
    }

    @Test
    void aLimitToAContainerThatIsGoneShowsNobody() {
        limit();
        server.part(Containers.class).remove(acme.id(), north.id(), new Actor.Server());
        assertThat(hal.open("/users").body()).doesNotContain(">nora<", "samson");
        assertThat(hal.open("/users/" + nora.id()).status()).isEqualTo(404);
    }

    @Test
    void isNoLimitForAdministratorsAndNeedsAContainer() {
        boss.open("/operators/" + boss.operator().id() + "/scope");
        boss.browser().submit("/scope", Map.of("sees", "some", "container", "default"));
        assertThat(boss.browser().status()).isEqualTo(422);
        assertThat(boss.browser().body()).contains("Administrators see everybody");
        boss.open("/operators/" + hal.operator().id() + "/scope");
        boss.browser().submit("/scope", Map.of("sees", "some"));
        assertThat(boss.browser().body()).contains("Choose at least one container");
        assertThat(hal.operator().scope().limited()).isFalse();
    }

    /** Connections are shared: none takes a limit, or the lack of one, to the next request. */
    @Test
    void doesNotMixWithWhatOthersSee() {
        limit();
        List<CompletableFuture<Boolean>> looks = new ArrayList<>();
        TestConsole second = boss.elsewhere();
        second.signIn(TestConsole.PASSWORD);
        for (TestConsole console : List.of(hal, second)) {
            boolean sees = console == second;
            looks.add(CompletableFuture.supplyAsync(() -> {
                for (int i = 0; i < 60; i++) {
                    if (console.open("/users").body().contains("samson") != sees) {
                        return false;
                    }
                }
                return true;
            }));
        }
        assertThat(looks.stream().map(CompletableFuture::join)).containsOnly(true);
        assertThat(server.part(Operators.class).find(acme.id(), hal.operator().id()))
                .isPresent();
        assertThat(server.part(Operators.class)
                        .suspend(acme.id(), hal.operator().id(), Acting.server()))
                .isInstanceOf(OperatorOutcome.Done.class);
    }
}
