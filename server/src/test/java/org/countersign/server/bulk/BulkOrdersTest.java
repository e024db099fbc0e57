package org.countersign.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.BulkJobId;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
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
import org.countersign.server.virtualservers.VirtualServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

@DisplayName("S15: what somebody ordered for many is done as long as they may do it")
class BulkOrdersTest {
    private static final RunningServer SERVER = RunningServer.get();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final Operators operators = SERVER.part(Operators.class);
    private final BulkJobs jobs = SERVER.part(BulkJobs.class);
    private final Container north = SERVER.part(Containers.class)
            .create(acme.id(), "North", new Actor.Server())
            .orElseThrow();
    private final Role people = ((RoleOutcome.Done) SERVER.part(Roles.class)
                    .add(acme.id(), "People", "", Permissions.parse(List.of("TOKENS.REMOVE")), Acting.server()))
            .role();
    private final UserAccount ursula = SERVER.newUser(acme, "ursula");
    private final Token token = TestToken.hotp(SERVER, ursula).token();
    private final OperatorId hal = operator("hal");

    @Test
    void isDoneWhileTheyMay() {
        assertThat(refusedAfter((by, id) -> {})).isNull();
    }

    @Test
    void isRefusedOnceTheyAreSuspended() {
        assertThat(refusedAfter((all, id) -> operators.suspend(acme.id(), id, all)))
                .isEqualTo("NOT_ALLOWED");
    }

    @Test
    void isRefusedOnceTheyAreNoOperatorAnyMore() {
        assertThat(refusedAfter((all, id) -> operators.remove(acme.id(), id, all)))
                .isEqualTo("NOT_ALLOWED");
    }

    @Test
    void isRefusedOnceTheirRoleDoesNotAllowIt() {
        assertThat(refusedAfter((all, id) -> SERVER.part(Roles.class)
                        .change(
                                acme.id(),
                                people.id(),
                                "People",
                                "",
                                Permissions.parse(List.of("TOKENS.CHANGE")),
                                all)))
                .isEqualTo("NOT_ALLOWED");
    }

    @Test
    void isRefusedForWhoeverBecameAnOperatorAboveThem() {
        Role administrator = SERVER.part(Roles.class).administrator(acme.id());
        assertThat(refusedAfter((all, id) -> operators.add(acme.id(), ursula.id(), administrator.id(), all)))
                .isEqualTo("ABOVE");
    }

    @Test
    void isRefusedForWhomTheyDoNotSeeAnyMore() {
        assertThat(refusedAfter((all, id) -> operators.changeScope(
                        acme.id(), id, new OperatorScope(true, Set.of(north.id().value())), all)))
                .isEqualTo("GONE");
    }

    /** Orders a job and lets something happen before its first row has its turn. */
    private @Nullable String refusedAfter(BiConsumer<Acting, OperatorId> happening) {
        BulkJobId job = SERVER.part(TransactionOperations.class).execute(status -> {
            BulkJobId started = jobs.start(
                    acme.id(),
                    BulkAct.REVOKE,
                    null,
                    List.of(BulkItem.Subject.of(token.id(), token.serial())),
                    new Actor.Operator(hal));
            happening.accept(Acting.server(), hal);
            return started;
        });
        BulkItem item = settled(job);
        assertThat(SERVER.part(Tokens.class)
                        .find(acme.id(), token.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(item.state() == BulkItem.State.DONE ? TokenState.REVOKED : TokenState.ACTIVE);
        return item.why();
    }

    private BulkItem settled(BulkJobId job) {
        for (int i = 0; i < 200; i++) {
            SERVER.part(BulkWork.class).work();
            BulkItem item = jobs.items(acme.id(), job, null, 0, 1).getFirst();
            if (item.state() != BulkItem.State.WAITING) {
                return item;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("the row is not done");
    }

    private OperatorId operator(String name) {
        UserAccount user = SERVER.newUser(acme, name);
        OperatorOutcome added = operators.add(acme.id(), user.id(), people.id(), Acting.server());
        Operator operator = ((OperatorOutcome.Done) added).operator();
        return operator.id();
    }
}
