package org.countersign.server.web.console.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.GroupId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Groups;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Role;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S2: an act on many users in the console")
class ConsoleBulkPeopleTest {
    private static final RunningServer SERVER = RunningServer.get();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final TestConsole console = TestConsole.signedIn(SERVER, acme);
    private final UserAccount ada = SERVER.newUser(acme, "ada");
    private final UserAccount bob = SERVER.newUser(acme, "bob");
    private final UserAccount eve = SERVER.newUser(acme, "eve");
    private final GroupId leavers = SERVER.part(Groups.class)
            .create(acme.id(), "Leavers", new Actor.Server())
            .orElseThrow()
            .id();

    private boolean isDisabled(UserAccount user) {
        return SERVER.part(Users.class).find(acme.id(), user.id()).orElseThrow().state() == UserAccount.State.DISABLED;
    }

    private void waitUntilDisabled(UserAccount user) {
        for (int i = 0; i < 200 && !isDisabled(user); i++) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertThat(isDisabled(user)).isTrue();
    }

    /** Planted: leaving the group out of the search disables eve, too. */
    @Test
    void keepsOutAllWhoMatchTheFiltersOfTheList() {
        SERVER.part(Groups.class).add(acme.id(), leavers, List.of(ada.id(), bob.id()), new Actor.Server());
        TestToken.hotp(SERVER, ada);
        TestToken.hotp(SERVER, ada);
        TestToken.hotp(SERVER, bob);
        TestBrowser asked =
                console.open("/bulk/choice?act=disable&all=yes&q=&state=active&container=&group=" + leavers);
        assertThat(asked.address().getPath()).endsWith("/bulk/people");
        assertThat(asked.body())
                .contains("Disable 2 users", "3 tokens that they have stop working for as long.")
                .contains("name=\"group\" value=\"" + leavers + "\"");
        TestBrowser job = console.post(
                "/bulk/people",
                Map.of("act", "disable", "all", "yes", "state", "active", "group", leavers.toString(), "count", "2"));
        assertThat(job.body()).contains("Disable 2 users");
        waitUntilDisabled(ada);
        waitUntilDisabled(bob);
        assertThat(isDisabled(eve)).isFalse();
    }

    @Test
    void saysWhatDeletingMeansInNumbersAndDoesNothingWhenTheNumberChanged() {
        TestToken.hotp(SERVER, ada);
        assertThat(console.open("/bulk/people?act=delete&chosen=" + ada.id() + "&chosen=" + bob.id())
                        .body())
                .contains("Delete 2 users", "1 token is revoked, and its seed is erased.", "This cannot be undone.");
        assertThat(console.post(
                                "/bulk/people",
                                Map.of("act", "delete", "chosen", ada.id().toString(), "count", "2"))
                        .status())
                .isEqualTo(422);
        assertThat(SERVER.part(Users.class).find(acme.id(), ada.id())).isPresent();
    }

    @Test
    void takesNoActOfOneKindAtTheDoorOfTheOther() {
        assertThat(console.post(
                                "/bulk/users",
                                Map.of("act", "delete", "chosen", ada.id().toString(), "count", "1"))
                        .status())
                .isEqualTo(422);
        assertThat(console.post(
                                "/bulk/people",
                                Map.of("act", "revoke", "chosen", ada.id().toString(), "count", "1"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void offersAndTakesOnlyWhatTheRoleAllows() {
        Role role = ((RoleOutcome.Done) SERVER.part(Roles.class)
                        .add(
                                acme.id(),
                                "Desk",
                                "",
                                Permissions.parse(List.of("USERS.CHANGE", "TOKENS.VIEW")),
                                Acting.server()))
                .role();
        TestConsole desk = TestConsole.signedIn(SERVER, acme, "dora", role);
        assertThat(desk.open("/users").body())
                .contains("value=\"disable\"", "value=\"enable\"")
                .doesNotContain("value=\"delete\"", "value=\"revoke\"");
        assertThat(desk.post(
                                "/bulk/people",
                                Map.of("act", "delete", "chosen", ada.id().toString(), "count", "1"))
                        .status())
                .isEqualTo(403);
        assertThat(desk.open("/bulk/users?act=suspend&chosen=" + ada.id()).status())
                .isEqualTo(403);
    }
}
