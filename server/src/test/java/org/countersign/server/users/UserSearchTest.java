package org.countersign.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("S2 finding people")
class UserSearchTest {
    private static final Actor SERVER = new Actor.Server();

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final Users users = server.part(Users.class);

    @ParameterizedTest
    @CsvSource({
        "zo, zoe.muller",
        "ZOË, zoe.muller",
        "müll, zoe.muller",
        "mull, zoe.muller",
        "zoe.m, zoe.muller",
        "muller@ac, zoe.muller",
        "acme.ex, zoe.muller",
        "o'brien, pat",
        "brien, pat",
        "pat o'b, pat",
        "zoe pat, ",
        "uller, ",
        "50%, ",
        "_, ",
    })
    void goesByHowWordsBegin(String typed, @Nullable String found) {
        create("zoe.muller", "Zoë Müller", "zoe.muller@acme.example");
        create("pat", "Pat O'Brien", null);

        assertThat(users.search(acme.id(), typed, 10))
                .extracting(UserAccount::userName)
                .isEqualTo(found == null ? List.of() : List.of(found));
    }

    @Test
    void followsWhatPeopleAreCalledNow() {
        UserAccount user = create("anna", "Anna Alt", "anna@acme.example");
        users.change(acme.id(), user.id(), "anne", "Anne Neu", "", SERVER);

        assertThat(users.search(acme.id(), "alt", 10)).isEmpty();
        assertThat(users.search(acme.id(), "anna", 10)).isEmpty();
        assertThat(users.search(acme.id(), "neu", 10)).hasSize(1);

        server.part(UserStates.class).delete(acme.id(), user.id(), SERVER);
        assertThat(users.search(acme.id(), "neu", 10)).isEmpty();
        assertThat(users.page(acme.id(), UserFilter.ALL, null, 10)).isEmpty();
    }

    @Test
    void goesThroughAllPagesOnceAndInOrder() {
        for (int i = 0; i < 23; i++) {
            create("kim-" + i, "Kim Kimball", "kim" + i + "@acme.example");
        }
        create("lee", "Lee", null);

        assertThat(walk(UserFilter.ALL)).hasSize(24).isSorted().doesNotHaveDuplicates();
        assertThat(walk(UserFilter.text("kim"))).hasSize(23).doesNotHaveDuplicates();
        assertThat(walk(UserFilter.text("kimb kim-1"))).hasSize(11).doesNotHaveDuplicates();
    }

    @Test
    void narrowsByStateGroupAndContainer() {
        UserAccount ada = create("ada", "Ada", null);
        UserAccount bob = create("bob", "Bob", null);
        Group group = server.part(Groups.class).create(acme.id(), "G", SERVER).orElseThrow();
        server.part(Groups.class).add(acme.id(), group.id(), List.of(ada.id()), SERVER);
        Container north =
                server.part(Containers.class).create(acme.id(), "North", SERVER).orElseThrow();
        server.part(Containers.class).move(acme.id(), List.of(bob.id()), north.id(), SERVER);
        server.part(UserStates.class).disable(acme.id(), bob.id(), SERVER);

        assertThat(walk(new UserFilter("", UserAccount.State.DISABLED, null, null)))
                .containsExactly("bob");
        assertThat(walk(new UserFilter("", UserAccount.State.ACTIVE, null, null)))
                .containsExactly("ada");
        assertThat(walk(new UserFilter("", null, group.id(), null))).containsExactly("ada");
        assertThat(walk(new UserFilter("bob", null, group.id(), null))).isEmpty();
        assertThat(walk(new UserFilter("", null, null, new UserFilter.Within(true, Set.of()))))
                .containsExactly("ada");
        assertThat(walk(new UserFilter("", null, null, new UserFilter.Within(false, Set.of(north.id())))))
                .containsExactly("bob");
        assertThat(walk(new UserFilter("b", null, null, new UserFilter.Within(true, Set.of(north.id())))))
                .containsExactly("bob");
        assertThat(walk(new UserFilter("", null, null, new UserFilter.Within(false, Set.of()))))
                .isEmpty();
    }

    @Test
    void findsNobodyOfAnotherVirtualServer() {
        VirtualServer other = server.newVirtualServer();
        server.newUser(other, "stranger");

        assertThat(users.search(acme.id(), "stranger", 10)).isEmpty();
        assertThat(users.page(acme.id(), UserFilter.ALL, null, 10)).isEmpty();
    }

    @Test
    void takesAnyTextAtAll() {
        create("ada", "Ada", null);
        for (String typed : List.of("\0", "\uD800", "a".repeat(5000), "a ".repeat(500), "\uFFFF", "\u0301")) {
            assertThat(users.search(acme.id(), typed, 10)).hasSizeLessThan(2);
            assertThat(users.page(acme.id(), UserFilter.ALL, typed, 10)).hasSizeLessThan(2);
        }
    }

    private List<String> walk(UserFilter filter) {
        List<String> names = new ArrayList<>();
        String after = null;
        while (true) {
            List<UserAccount> page = users.page(acme.id(), filter, after, 5);
            page.forEach(user -> names.add(user.userName()));
            if (page.size() < 5) {
                return names;
            }
            after = page.getLast().userName();
        }
    }

    private UserAccount create(String userName, String displayName, @Nullable String mail) {
        return users.create(acme.id(), userName, displayName, mail, null, SERVER)
                .orElseThrow();
    }
}
