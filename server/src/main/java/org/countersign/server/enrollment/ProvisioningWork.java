package org.countersign.server.enrollment;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.countersign.server.audit.Actor;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Works on provisioning tasks in the background, some users per transaction: whatever is interrupted goes on after the next
 * start, and any number of servers may work at once.
 */
@Component
class ProvisioningWork {
    private static final int AT_ONCE = 20;

    private final TaskStore tasks;
    private final TaskMemberStore members;
    private final Inviting inviting;
    private final ProvisioningCare care;
    private final InstantSource time;
    private final TransactionOperations transactions;

    ProvisioningWork(
            TaskStore tasks,
            TaskMemberStore members,
            Inviting inviting,
            ProvisioningCare care,
            InstantSource time,
            TransactionOperations transactions) {
        this.tasks = tasks;
        this.members = members;
        this.inviting = inviting;
        this.care = care;
        this.time = time;
        this.transactions = transactions;
    }

    @Scheduled(initialDelay = 2, fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    void work() {
        untilNothingIsLeft(() -> {
            List<TaskMemberStore.Member> due = members.due(AT_ONCE);
            inviting.invite(due);
            return due.size();
        });
        untilNothingIsLeft(() -> {
            List<TaskMemberStore.Member> over = members.toRelease(null, AT_ONCE);
            inviting.releaseAll(over, new Actor.Server());
            return over.size();
        });
    }

    @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
    void endTasks() {
        transactions.executeWithoutResult(status -> members.noteSignIns(time.instant()));
        for (TaskStore.Owned owned : tasks.completed()) {
            end(owned, ProvisioningTask.End.COMPLETED);
        }
        for (TaskStore.Owned owned : tasks.stopped()) {
            end(owned, ProvisioningTask.End.STOPPED);
        }
        transactions.executeWithoutResult(status -> tasks.markReleased());
    }

    private void end(TaskStore.Owned owned, ProvisioningTask.End because) {
        transactions.executeWithoutResult(
                status -> care.end(owned.virtualServer(), owned.task(), because, new Actor.Server()));
    }

    private void untilNothingIsLeft(Supplier<Integer> some) {
        Integer done;
        do {
            done = transactions.execute(status -> some.get());
        } while (done != null && done == AT_ONCE);
    }
}
