package org.countersign.server.web.console.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Container;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Group;
import org.countersign.server.users.Groups;
import org.countersign.server.users.PasswordCheck;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserStates;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("S2 people in the console")
class ConsolePeopleTest {
    private static final Actor SERVER = new Actor.Server();
    private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {0}";

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final TestConsole console = TestConsole.signedIn(server, acme);
    private final UserAccount ada = server.newUser(acme, "ada");
    private final Users users = server.part(Users.class);

    @Test
    void changesAUserAndKeepsWhatWasTypedWhenItIsWrong() {
        server.newUser(acme, "bob");
        TestBrowser browser = console.open("/users/" + ada.id() + "/change");
        browser.submit("/change", Map.of("userName", "Bob", "displayName", "Ada O", "mail", "ada@example.com"));
        assertThat(browser.status()).isEqualTo(422);
        assertThat(browser.body()).contains("already has this user name", "value=\"Bob\"", "value=\"Ada O\"");

        browser.submit("/change", Map.of("userName", "ada.o", "displayName", "Ada O", "mail", ""));

        assertThat(browser.body()).contains("Changes saved", "Ada O", "No mail address");
        assertThat(users.find(acme.id(), "ada.o")).isPresent();
        assertThat(users.find(acme.id(), "ada")).isEmpty();
        assertThat(server.part(Audit.class)
                        .recent(acme.id(), Set.of(AuditType.USER_CHANGED), ada.id(), 1)
                        .getFirst()
                        .details())
                .containsEntry("userNameBefore", "ada")
                .containsEntry("userName", "ada.o")
                .containsEntry("mailBefore", "ada@example.com");
    }

    @Test
    void disablesAfterSayingWhatThatDoesAndEnables() {
        TestToken.totp(server, ada);
        String page = "/users/" + ada.id();
        assertThat(console.open(page + "/disable").body()).contains("1 token in use stops working");
        assertThat(state()).isEqualTo(UserAccount.State.ACTIVE);

        console.browser().submit("/disable", Map.of());
        assertThat(console.browser().body()).contains("User disabled", "This user is disabled");
        assertThat(state()).isEqualTo(UserAccount.State.DISABLED);
        console.browser().submit("/enable", Map.of());

        assertThat(console.browser().body()).contains("User enabled").doesNotContain("This user is disabled");
        assertThat(state()).isEqualTo(UserAccount.State.ACTIVE);
    }

    @Test
    void unlocksALockedUserAndTellsWhy() {
        server.part(UserStates.class).lock(acme.id(), ada.id(), null, "Reported: it was not me", SERVER);
        console.open("/users/" + ada.id());
        assertThat(console.browser().body()).contains("This user is locked", "Reported: it was not me");

        console.browser().submit("/unlock", Map.of());

        assertThat(console.browser().body()).contains("User unlocked");
        assertThat(state()).isEqualTo(UserAccount.State.ACTIVE);
    }

    @Test
    void setsAPasswordOrMailsALink() {
        TestBrowser browser = console.open("/users/" + ada.id() + "/password");
        browser.submit("/password", Map.of("password", "short"));
        assertThat(browser.status()).isEqualTo(422);
        assertThat(browser.body())
                .contains("A password has 8 to 256 characters")
                .doesNotContain("short\"");
        browser.submit("/password", Map.of("password", "a long new one"));
        assertThat(browser.body()).contains("New password set");
        assertThat(users.checkPassword(acme.id(), "ada", "a long new one")).isInstanceOf(PasswordCheck.Accepted.class);

        console.open("/users/" + ada.id() + "/password").submit("/password-link", Map.of());
        assertThat(browser.body()).contains("Link sent");
    }

    @Test
    void deletesWithTheConsequencesInNumbers() {
        TestToken used = TestToken.totp(server, ada);
        TestPhone.offer(server, ada);
        int free = server.part(Tokens.class).inventory(acme.id());
        String page = "/users/" + ada.id();
        assertThat(console.open(page + "/delete").body())
                .contains("1 token in use is revoked", "1 token that they never put to use", "1 open enrollment ends");

        console.browser().submit("/delete", Map.of());

        assertThat(console.browser().body()).contains("User deleted");
        assertThat(console.open(page).status()).isEqualTo(404);
        assertThat(users.find(acme.id(), "ada")).isEmpty();
        assertThat(server.part(Tokens.class).inventory(acme.id())).isEqualTo(free + 1);
        assertThat(server.part(Tokens.class)
                        .find(acme.id(), used.token().id())
                        .orElseThrow()
                        .state())
                .isEqualTo(TokenState.REVOKED);
        assertThat(users.create(acme.id(), "ADA", "Another Ada", null, null, SERVER))
                .isPresent();
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.USER_DELETED), ada.id(), 1))
                .hasSize(1);
    }

    @Test
    void keepsGroupsAndTheirMembers() {
        TestBrowser browser = console.open("/groups");
        browser.submit("/groups", Map.of("name", " "));
        assertThat(browser.status()).isEqualTo(422);
        browser.submit("/groups", Map.of("name", "Sales"));
        assertThat(browser.body()).contains("Group added", "Sales");
        browser.submit("/groups", Map.of("name", "SALES"));
        assertThat(browser.body()).contains("There is a group with this name already", "value=\"SALES\"");
        Group sales = server.part(Groups.class).find(acme.id(), "sales").orElseThrow();
        String page = "/groups/" + sales.id();

        console.open(page + "?add=ad")
                .submit("/members", Map.of("user", ada.id().toString()));
        assertThat(browser.body()).contains("1 user joined", "Members: 1");
        assertThat(console.open(page + "?add=ad").body()).contains("Nobody outside the group matches");
        assertThat(console.open(page + "?q=ad").body()).contains("/users/" + ada.id());
        browser.submit("/members/remove", Map.of("user", ada.id().toString()));
        assertThat(browser.body()).contains("1 user left", "No members yet");

        console.open(page + "/rename").submit("/rename", Map.of("name", "Sellers"));
        assertThat(browser.body()).contains("Group renamed", "Sellers");
        server.part(Groups.class).add(acme.id(), sales.id(), java.util.List.of(ada.id()), SERVER);
        assertThat(console.open(page + "/remove").body()).contains("1 member leaves it");
        browser.submit("/remove", Map.of());
        assertThat(browser.body()).contains("Group removed", "No groups yet");
    }

    @Test
    void keepsContainersAndMovesChosenPeople() {
        TestBrowser browser = console.open("/containers");
        browser.submit("/containers", Map.of("name", "North"));
        assertThat(browser.body()).contains("Container added", "North");
        Container north = server.part(Containers.class).find(acme.id(), "north").orElseThrow();

        console.open("/users/place?user=" + ada.id());
        assertThat(browser.body()).contains("Where 1 user belongs", "Move 1 user");
        browser.submit("/place/container", Map.of("container", "x"));
        assertThat(browser.status()).isEqualTo(422);
        browser.submit("/place/container", Map.of("container", north.id().toString()));

        assertThat(browser.body()).contains("1 user was moved here", ">ada</a>");
        assertThat(console.open("/users?container=default").body()).doesNotContain(">ada</a>");
        assertThat(console.open("/containers/" + north.id() + "/remove").body())
                .contains("1 user moves to the default container");
        browser.submit("/remove", Map.of());
        assertThat(browser.body()).contains("Container removed");
        assertThat(console.open("/users?container=default").body()).contains(">ada</a>");
        assertThat(console.open("/users/place").body()).contains("Nobody is chosen");
    }

    static Stream<String> pages() {
        return Stream.of(
                "/users/USER/change",
                "/users/USER/disable",
                "/users/USER/password",
                "/users/USER/delete",
                "/groups/GROUP",
                "/groups/GROUP/rename",
                "/groups/GROUP/remove",
                "/containers/CONTAINER/rename",
                "/containers/CONTAINER/remove");
    }

    static Stream<String> acts() {
        return Stream.of(
                "/users/USER/change",
                "/users/USER/disable",
                "/users/USER/enable",
                "/users/USER/unlock",
                "/users/USER/password",
                "/users/USER/password-link",
                "/users/USER/delete",
                "/groups/GROUP/rename",
                "/groups/GROUP/remove",
                "/groups/GROUP/members",
                "/groups/GROUP/members/remove",
                "/containers/CONTAINER/rename",
                "/containers/CONTAINER/remove");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void findsNothingOfAnotherVirtualServer(String page) {
        assertThat(console.open(theirs(page)).status()).isEqualTo(404);
        assertThat(console.open(page.replaceAll("[A-Z]+", "not-an-id")).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void changesNothingOfAnotherVirtualServer(String page) {
        assertThat(console.post(
                                theirs(page),
                                Map.of("userName", "x", "displayName", "x", "name", "x", "password", "long enough"))
                        .status())
                .isEqualTo(404);
        assertThat(console.browser()
                        .post(server.pages().resolve(console.path(ours(page))), Map.of("name", "x", "userName", "x"))
                        .status())
                .as("without the form's token")
                .isEqualTo(403);
        assertThat(state()).isEqualTo(UserAccount.State.ACTIVE);
    }

    @Test
    void escapesWhateverThingsAreCalled() {
        UserAccount hostile =
                users.create(acme.id(), HOSTILE, HOSTILE, null, null, SERVER).orElseThrow();
        Group group =
                server.part(Groups.class).create(acme.id(), HOSTILE, SERVER).orElseThrow();
        server.part(Containers.class).create(acme.id(), HOSTILE, SERVER);
        server.part(Groups.class).add(acme.id(), group.id(), java.util.List.of(hostile.id()), SERVER);
        server.part(UserStates.class).lock(acme.id(), hostile.id(), null, HOSTILE, SERVER);
        for (String page : new String[] {
            "/users",
            "/users?q=alert",
            "/groups",
            "/containers",
            "/groups/" + group.id(),
            "/groups/" + group.id() + "?add=script&q=script",
            "/groups/" + group.id() + "/remove",
            "/users/place?user=" + hostile.id(),
            "/users/" + hostile.id(),
            "/users/" + hostile.id() + "/change",
            "/users/" + hostile.id() + "/delete",
            "/users/" + hostile.id() + "/disable",
            "/users/" + hostile.id() + "/password",
        }) {
            assertThat(console.open(page).status()).as(page).isEqualTo(200);
            assertThat(console.browser().body())
                    .as(page)
                    .doesNotContain("<script>alert", "<img src=x", "onerror=alert(2)>\"");
        }
    }

    private String theirs(String page) {
        VirtualServer other = server.newVirtualServer();
        UserAccount stranger = server.newUser(other, "stranger");
        Group group = server.part(Groups.class).create(other.id(), "G", SERVER).orElseThrow();
        Container container =
                server.part(Containers.class).create(other.id(), "C", SERVER).orElseThrow();
        return page.replace("USER", stranger.id().toString())
                .replace("GROUP", group.id().toString())
                .replace("CONTAINER", container.id().toString());
    }

    private String ours(String page) {
        return page.replaceAll("USER|GROUP|CONTAINER", ada.id().toString());
    }

    private UserAccount.State state() {
        return users.find(acme.id(), ada.id()).orElseThrow().state();
    }
}
