package org.countersign.server.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.UserAccount;
import org.springframework.transaction.support.TransactionOperations;

/** Many who type the same thing in the place of a passcode at the same moment. */
final class RecoveryRace {
    private static final int RUNNERS = 8;

    private RecoveryRace() {}

    /** Returns how many of them were let in. */
    static int accepted(RunningServer server, UserAccount user, String typed) {
        Recovery recovery = server.part(Recovery.class);
        TransactionOperations transactions = server.part(TransactionOperations.class);
        return count(
                () -> transactions.execute(status -> recovery.use(user.virtualServer(), user.id(), typed, "127.0.0.1"))
                        instanceof RecoveryUse.Accepted);
    }

    /** Returns how often {@code act} says yes when many do it at once. */
    static int count(Callable<Boolean> act) {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> runs = new ArrayList<>();
            for (int i = 0; i < RUNNERS; i++) {
                runs.add(threads.submit(() -> {
                    start.await();
                    return act.call();
                }));
            }
            start.countDown();
            int yes = 0;
            for (Future<Boolean> run : runs) {
                yes += Boolean.TRUE.equals(run.get()) ? 1 : 0;
            }
            return yes;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
