package org.countersign.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.BulkJobId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorOutcome;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Role;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserStates;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many users are kept out, let in and deleted as each would be on their own page. */
@DisplayName("S2: acts on many users at once")
class BulkPeopleTest {
    private static final RunningServer SERVER = RunningServer.get();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final BulkJobs jobs = SERVER.part(BulkJobs.class);
    private final Operator boss =
            SERVER.part(Operators.class).create(acme.id(), "olivia", null, "battery staple", new Actor.Server());
    private final Actor server = new Actor.Server();
    private final UserAccount ada = SERVER.newUser(acme, "ada");
    private final UserAccount bob = SERVER.newUser(acme, "bob");

    private UserAccount.State state(UserAccount user) {
        return SERVER.part(Users.class).find(acme.id(), user.id()).orElseThrow().state();
    }

    private List<BulkItem> done(BulkAct act, Actor actor, UserAccount... users) {
        BulkJobId id = jobs.start(
                acme.id(),
                act,
                null,
                Stream.of(users)
                        .map(user -> BulkItem.Subject.of(user.id(), user.userName()))
                        .toList(),
                actor);
        for (int i = 0; i < 200; i++) {
            SERVER.part(BulkWork.class).work();
            if (!jobs.find(acme.id(), id).orElseThrow().isRunning()) {
                return jobs.items(acme.id(), id, null, 0, 100);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("the job does not end");
    }

    private Operator operator(String name, String... permissions) {
        Role role = ((RoleOutcome.Done) SERVER.part(Roles.class)
                        .add(acme.id(), name, "", Permissions.parse(List.of(permissions)), Acting.server()))
                .role();
        OperatorOutcome added = SERVER.part(Operators.class)
                .add(acme.id(), SERVER.newUser(acme, name).id(), role.id(), Acting.server());
        return ((OperatorOutcome.Done) added).operator();
    }

    @Test
    void keepsOutAndLetsInAgainAndSaysWhoWasSoAlready() {
        SERVER.part(UserStates.class).disable(acme.id(), bob.id(), server);
        assertThat(done(BulkAct.DISABLE, server, ada, bob))
                .extracting(BulkItem::why)
                .containsExactly(null, "USER_STATE");
        assertThat(state(ada)).isEqualTo(UserAccount.State.DISABLED);
        assertThat(done(BulkAct.ENABLE, server, ada, bob)).allMatch(item -> item.state() == BulkItem.State.DONE);
        assertThat(state(bob)).isEqualTo(UserAccount.State.ACTIVE);
    }

    @Test
    void deletesThemWithWhatTheyHave() {
        Token token = TestToken.hotp(SERVER, ada).token();
        assertThat(done(BulkAct.DELETE, server, ada, ada))
                .extracting(BulkItem::why)
                .containsExactly(null, "GONE");
        assertThat(SERVER.part(Users.class).find(acme.id(), ada.id())).isEmpty();
        assertThat(SERVER.part(Tokens.class)
                        .find(acme.id(), token.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(TokenState.REVOKED);
    }

    /** Planted: without the question before it, the last administrator takes the rows beside them back. */
    @Test
    void leavesTheLastAdministratorAndDoesTheOthers() {
        UserAccount olivia =
                SERVER.part(Users.class).find(acme.id(), boss.user()).orElseThrow();
        assertThat(done(BulkAct.DELETE, server, ada, olivia, bob))
                .extracting(BulkItem::why)
                .containsExactly(null, "LAST_ADMINISTRATOR", null);
        assertThat(state(olivia)).isEqualTo(UserAccount.State.ACTIVE);
    }

    @Test
    void leavesWhoeverOrderedIt() {
        Operator hal = operator("hal", "USERS.CHANGE");
        UserAccount himself =
                SERVER.part(Users.class).find(acme.id(), hal.user()).orElseThrow();
        assertThat(done(BulkAct.DISABLE, new Actor.Operator(hal.id()), himself, ada))
                .extracting(BulkItem::why)
                .containsExactly("SELF", null);
    }

    /** Planted: asking for the permission on tokens makes this fail. */
    @Test
    void needsThePermissionOnUsers() {
        Actor tokensOnly = new Actor.Operator(operator("tom", "TOKENS.REMOVE").id());
        Actor noRemoving = new Actor.Operator(operator("una", "USERS.CHANGE").id());
        assertThat(done(BulkAct.DISABLE, tokensOnly, ada))
                .extracting(BulkItem::why)
                .containsExactly("NOT_ALLOWED");
        assertThat(done(BulkAct.DELETE, noRemoving, ada))
                .extracting(BulkItem::why)
                .containsExactly("NOT_ALLOWED");
        assertThat(done(BulkAct.DISABLE, noRemoving, ada))
                .extracting(BulkItem::why)
                .containsOnlyNulls();
    }
}
