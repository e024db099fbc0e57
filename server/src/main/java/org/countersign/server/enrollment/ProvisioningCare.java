package org.countersign.server.enrollment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What operators do with a provisioning task under way: remind, extend, take users out, remove it. */
@Component
public final class ProvisioningCare {
    /** The longest time a task may still go on. */
    public static final Duration LONGEST = Duration.ofDays(90);

    /** The links of so many users of a task end with it; those of more end in the background within minutes. */
    public static final int ENDED_AT_ONCE = 500;

    /** Nobody gets a reminder earlier than this after the mail before. */
    static final Duration BETWEEN_MAILS = Duration.ofHours(24);

    private final ProvisioningTaskStore lookup;
    private final TaskStore tasks;
    private final TaskMemberStore members;
    private final Inviting inviting;
    private final EnrollmentNews news;
    private final Course course;

    ProvisioningCare(
            ProvisioningTaskStore lookup,
            TaskStore tasks,
            TaskMemberStore members,
            Inviting inviting,
            EnrollmentNews news,
            Course course) {
        this.lookup = lookup;
        this.tasks = tasks;
        this.members = members;
        this.inviting = inviting;
        this.news = news;
        this.course = course;
    }

    /** Time and transactions. */
    @Component
    record Course(InstantSource time, TransactionOperations transactions) {}

    /**
     * Sends another mail, with a new link, to all users of an open task who have not enrolled and whose last mail is a day old.
     * The mails go out in the background.
     *
     * @return how many it will be, or nothing when there is no such open task
     */
    public Optional<Integer> remind(VirtualServerId virtualServer, int number, Actor actor) {
        return course.transactions.execute(status -> open(virtualServer, number).map(task -> {
            int count = members.remind(task, virtualServer, null, mailedBefore());
            news.task(virtualServer, AuditType.TASK_REMINDED, number, Map.of("users", count), actor);
            return count;
        }));
    }

    /**
     * Sends one user another mail in the newest open task they are in, as {@link #remind} does.
     *
     * @return false when they are in none, have enrolled, or their last mail is younger than a day
     */
    public boolean remind(VirtualServerId virtualServer, UserId user, Actor actor) {
        return Boolean.TRUE.equals(course.transactions.execute(status -> {
            ProvisioningTask task = lookup.open(virtualServer, user).orElse(null);
            if (task == null || members.remind(task, virtualServer, user, mailedBefore()) == 0) {
                return false;
            }
            news.task(virtualServer, AuditType.TASK_REMINDED, task.number(), Map.of("users", 1, "user", user), actor);
            return true;
        }));
    }

    /**
     * Moves the stop date of an open task, and reminds its users as {@link #remind} does: a link cannot be made longer once it
     * is mailed.
     *
     * @param stopAt later than now, and not more than {@link #LONGEST} from now
     * @return false when there is no such open task
     */
    public boolean extend(VirtualServerId virtualServer, int number, Instant stopAt, Actor actor) {
        Instant now = course.time.instant();
        if (!stopAt.isAfter(now) || stopAt.isAfter(now.plus(LONGEST))) {
            throw new IllegalArgumentException("a task stops within " + LONGEST.toDays() + " days from now");
        }
        return Boolean.TRUE.equals(course.transactions.execute(status -> {
            ProvisioningTask task = open(virtualServer, number).orElse(null);
            if (task == null || !tasks.extend(task, virtualServer, stopAt)) {
                return false;
            }
            int count = members.remind(task, virtualServer, null, mailedBefore());
            news.task(
                    virtualServer, AuditType.TASK_EXTENDED, number, Map.of("stopAt", stopAt, "reminded", count), actor);
            return true;
        }));
    }

    /**
     * Takes a user out of an open task: the link stops working, and the token that waits for them goes back to the inventory. A
     * token that they have enrolled stays theirs.
     *
     * @return false when there is no such user in an open task of this number
     */
    public boolean remove(VirtualServerId virtualServer, int number, UserId user, Actor actor) {
        return Boolean.TRUE.equals(course.transactions.execute(status -> {
            Optional<TaskMemberStore.Member> member =
                    open(virtualServer, number).flatMap(task -> members.lock(task, virtualServer, user));
            member.ifPresent(found -> {
                inviting.release(found, actor, "taken out of provisioning task " + number);
                members.remove(found);
                news.removed(virtualServer, number, user, actor);
            });
            return member.isPresent();
        }));
    }

    /**
     * Ends an open task: its links stop working, and the tokens that wait for its users go back to the inventory, of the first
     * {@link #ENDED_AT_ONCE} users before this returns and of more in the background. Tokens that were enrolled stay in use.
     *
     * @return false when there is no such open task
     */
    public boolean remove(VirtualServerId virtualServer, int number, Actor actor) {
        return Boolean.TRUE.equals(course.transactions.execute(status -> open(virtualServer, number)
                .filter(task -> end(virtualServer, task, ProvisioningTask.End.REMOVED, actor))
                .map(task -> {
                    inviting.releaseAll(members.toRelease(task, ENDED_AT_ONCE), actor);
                    return task;
                })
                .isPresent()));
    }

    /** Ends a task, and records it; false when it has ended already. */
    boolean end(VirtualServerId virtualServer, ProvisioningTask task, ProvisioningTask.End because, Actor actor) {
        boolean ended = tasks.end(task, virtualServer, because);
        if (ended) {
            news.task(virtualServer, AuditType.TASK_ENDED, task.number(), Map.of("end", because), actor);
        }
        return ended;
    }

    private Instant mailedBefore() {
        return course.time.instant().minus(BETWEEN_MAILS);
    }

    private Optional<ProvisioningTask> open(VirtualServerId virtualServer, int number) {
        return lookup.find(virtualServer, number).filter(ProvisioningTask::isOpen);
    }
}
