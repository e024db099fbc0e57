package org.countersign.server.enrollment;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What operators look up about provisioning tasks. Changes nothing. */
@Component
public final class ProvisioningTasks {
    private final ProvisioningTaskStore store;
    private final InstantSource time;

    ProvisioningTasks(ProvisioningTaskStore store, InstantSource time) {
        this.store = store;
        this.time = time;
    }

    /** Finds a task of {@code virtualServer} by its number. */
    public Optional<ProvisioningTask> find(VirtualServerId virtualServer, int number) {
        return store.find(virtualServer, number);
    }

    /**
     * Returns one page of the tasks, newest first.
     *
     * @param before only tasks with a smaller number
     * @param limit at most so many, 1 to 500
     */
    public List<ProvisioningTask> page(VirtualServerId virtualServer, int before, int limit) {
        return store.page(virtualServer, before, Math.clamp(limit, 1, 500));
    }

    /**
     * Returns one page of a task's users, in the order in which they were chosen.
     *
     * @param progress only users who are so far, or all
     * @param after only users behind this position
     * @param limit at most so many, 1 to 500
     */
    public List<ProvisioningTask.Member> members(
            VirtualServerId virtualServer,
            ProvisioningTask task,
            ProvisioningTask.@Nullable Progress progress,
            int after,
            int limit) {
        return store.members(task, virtualServer, progress, after, Math.clamp(limit, 1, 500), time.instant());
    }

    /** Returns those of a task's users who still have to do something: whoever ends the task takes something from them. */
    public List<UserId> unfinished(VirtualServerId virtualServer, ProvisioningTask task) {
        return store.unfinished(task, virtualServer, time.instant());
    }

    /** Returns how many of a task's users are how far. */
    public Map<ProvisioningTask.Progress, Integer> counts(VirtualServerId virtualServer, ProvisioningTask task) {
        return store.counts(task, virtualServer, time.instant());
    }
}
