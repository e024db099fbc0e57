package org.countersign.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.BulkJobId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.ActOrder;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenAct;
import org.countersign.server.tokens.TokenLife;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** An act on many is done once to each row, says what came of it, and can be stopped. */
@DisplayName("S4: acts on many at once")
class BulkJobsTest {
    private static final RunningServer SERVER = RunningServer.get();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final BulkJobs jobs = SERVER.part(BulkJobs.class);
    private final BulkWork work = SERVER.part(BulkWork.class);
    private final Actor operator = new Actor.Operator(SERVER.part(Operators.class)
            .create(acme.id(), "olivia", null, "battery staple", new Actor.Server())
            .id());

    private List<Token> inUse(int count) {
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tokens.add(TestToken.hotp(SERVER, SERVER.newUser(acme, "user-" + i)).token());
        }
        return tokens;
    }

    private static List<BulkItem.Subject> subjects(List<Token> tokens) {
        return tokens.stream()
                .map(token -> BulkItem.Subject.of(token.id(), token.serial()))
                .toList();
    }

    private TokenState state(TokenId token) {
        return SERVER.part(Tokens.class).find(acme.id(), token).orElseThrow().state();
    }

    private BulkJob finished(BulkJobId id) {
        return await("the end of the job")
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            work.work();
                            return jobs.find(acme.id(), id).orElseThrow();
                        },
                        job -> !job.isRunning());
    }

    @Test
    void doesItToEachAndSaysWhereItWasNotAllowed() throws Exception {
        List<Token> tokens = inUse(30);
        SERVER.part(TokenLife.class).act(acme.id(), tokens.get(3).id(), TokenAct.LOSE, ActOrder.by(operator));
        BulkJobId id = jobs.start(acme.id(), BulkAct.SUSPEND, "a drill", subjects(tokens), operator);
        BulkJob job = finished(id);
        assertThat(job.done()).isEqualTo(29);
        assertThat(job.refused()).isEqualTo(1);
        assertThat(jobs.items(acme.id(), id, BulkItem.State.REFUSED, 0, 10))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.position()).isEqualTo(4);
                    assertThat(item.why()).isEqualTo("LOST");
                    assertThat(item.label()).isEqualTo(tokens.get(3).serial());
                });
        assertThat(tokens.stream().filter(token -> state(token.id()) == TokenState.SUSPENDED))
                .hasSize(29);
        List<AuditEntry> recorded =
                SERVER.part(Audit.class).recent(acme.id(), java.util.Set.of(AuditType.TOKEN_SUSPENDED), null, 100);
        assertThat(recorded).hasSize(29).allSatisfy(entry -> {
            assertThat(entry.actor()).isEqualTo(operator.text());
            assertThat(entry.details()).containsEntry("because", "a drill");
        });
    }

    @Test
    void actsOnAllTokensOfAUser() throws Exception {
        UserAccount ada = SERVER.newUser(acme, "ada");
        TestToken.hotp(SERVER, ada);
        TestToken.hotp(SERVER, ada);
        UserAccount bob = SERVER.newUser(acme, "bob");
        BulkJobId id = jobs.start(
                acme.id(),
                BulkAct.RETURN,
                null,
                List.of(BulkItem.Subject.of(ada.id(), "ada"), BulkItem.Subject.of(bob.id(), "bob")),
                operator);
        BulkJob job = finished(id);
        assertThat(job.done()).isEqualTo(1);
        assertThat(jobs.items(acme.id(), id, BulkItem.State.REFUSED, 0, 10))
                .singleElement()
                .satisfies(item -> assertThat(item.why()).isEqualTo("NO_TOKEN"));
        assertThat(SERVER.part(Tokens.class).inventory(acme.id())).isEqualTo(100);
    }

    /** What a server that was killed left behind is rows that wait; whoever starts next goes on with them, once each. */
    @Test
    void doesEachRowOnceWhateverNumberOfServersWork() throws Exception {
        List<Token> tokens = inUse(60);
        BulkJobId id = jobs.start(acme.id(), BulkAct.REVOKE, null, subjects(tokens), operator);
        List<Callable<Boolean>> servers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            servers.add(() -> {
                work.work();
                return true;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> future : threads.invokeAll(servers)) {
                assertThat(future.get()).isTrue();
            }
        }
        BulkJob job = finished(id);
        assertThat(job.done()).isEqualTo(60);
        assertThat(SERVER.part(Audit.class).recent(acme.id(), java.util.Set.of(AuditType.TOKEN_REVOKED), null, 500))
                .hasSize(60);
    }

    @Test
    void leavesAloneWhatWasToComeWhenItIsCancelled() {
        List<Token> tokens = inUse(3);
        BulkJobId id = jobs.start(acme.id(), BulkAct.REVOKE, null, subjects(tokens), operator);
        boolean cancelled = jobs.cancel(acme.id(), id, operator);
        BulkJob job = jobs.find(acme.id(), id).orElseThrow();
        work.work();
        BulkJob later = jobs.find(acme.id(), id).orElseThrow();
        assertThat(later.done()).isEqualTo(job.done());
        assertThat(job.isRunning()).isFalse();
        assertThat(job.cancelled()).isEqualTo(cancelled);
        assertThat(later.untouched()).isEqualTo(3 - job.done());
        assertThat(jobs.cancel(acme.id(), id, operator)).isFalse();
    }

    @Test
    void leavesOutARowThatFailsAndDoesTheOthers() throws Exception {
        List<Token> tokens = inUse(3);
        BulkJobId broken = SERVER.part(TransactionOperations.class).execute(status -> {
            BulkJobId id = jobs.start(acme.id(), BulkAct.SUSPEND, null, subjects(tokens.subList(0, 1)), operator);
            SERVER.part(JdbcClient.class)
                    .sql("update bulk_job set actor = 'operator:of no id' where id = ?")
                    .param(id.value())
                    .update();
            return id;
        });
        BulkJobId id = jobs.start(acme.id(), BulkAct.SUSPEND, null, subjects(tokens.subList(1, 3)), operator);
        assertThat(finished(id).done()).isEqualTo(2);
        assertThat(finished(broken).refused()).isEqualTo(1);
        assertThat(jobs.items(acme.id(), broken, null, 0, 10))
                .singleElement()
                .satisfies(item -> assertThat(item.why()).isEqualTo("FAILED"));
        assertThat(state(tokens.getFirst().id())).isEqualTo(TokenState.ACTIVE);
    }

    /** What failed here may have been done by another server since, and what is first in the line now was not tried. */
    @Test
    void leavesOutTheVeryRowThatFailedUnlessAnotherServerHasDoneIt() {
        BulkStore store = SERVER.part(BulkStore.class);
        List<Token> tokens = inUse(3);
        SERVER.part(TransactionOperations.class).executeWithoutResult(status -> {
            BulkJobId id = jobs.start(acme.id(), BulkAct.SUSPEND, null, subjects(tokens), operator);
            List<BulkStore.Turn> turns = store.take(500).stream()
                    .filter(turn -> turn.job().equals(id))
                    .toList();
            store.leaveOut(turns.get(1));
            store.settle(turns.get(2), BulkItem.State.DONE, null);
            store.leaveOut(turns.get(2));
            assertThat(jobs.items(acme.id(), id, null, 0, 10))
                    .extracting(BulkItem::state)
                    .containsExactly(BulkItem.State.WAITING, BulkItem.State.REFUSED, BulkItem.State.DONE);
            status.setRollbackOnly();
        });
    }

    @Test
    void isUnknownOnAnotherVirtualServerAndTouchesNothingThere() throws Exception {
        VirtualServer other = SERVER.newVirtualServer();
        Token theirs = TestToken.hotp(SERVER, SERVER.newUser(other, "stranger")).token();
        BulkJobId id = jobs.start(acme.id(), BulkAct.REVOKE, null, subjects(List.of(theirs)), operator);
        assertThat(finished(id).refused()).isEqualTo(1);
        assertThat(SERVER.part(Tokens.class)
                        .find(other.id(), theirs.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(TokenState.ACTIVE);
        assertThat(jobs.find(other.id(), id)).isEmpty();
        assertThat(jobs.items(other.id(), id, null, 0, 10)).isEmpty();
        assertThat(jobs.cancel(other.id(), id, operator)).isFalse();
        assertThat(SERVER.part(JdbcClient.class)
                        .sql("select count(*) from bulk_item where virtual_server_id = ?")
                        .param(other.id().value())
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
