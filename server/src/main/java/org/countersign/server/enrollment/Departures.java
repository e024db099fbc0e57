package org.countersign.server.enrollment;

import java.util.List;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.Leavers;
import org.countersign.server.users.Groups;
import org.countersign.server.users.UserStates;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** People who leave: their enrollments end, their tokens are taken, and nobody finds them any more, all at once. */
@Component
public final class Departures {
    private final EnrollmentStore store;
    private final Issuing issuing;
    private final EnrollmentNews news;
    private final Leavers leavers;
    private final Membership membership;
    private final TransactionOperations transactions;

    Departures(
            EnrollmentStore store,
            Issuing issuing,
            EnrollmentNews news,
            Leavers leavers,
            Membership membership,
            TransactionOperations transactions) {
        this.store = store;
        this.issuing = issuing;
        this.news = news;
        this.leavers = leavers;
        this.membership = membership;
        this.transactions = transactions;
    }

    /** Where a user stands besides having tokens. */
    @Component
    record Membership(UserStates states, Groups groups, TaskMemberStore tasks) {}

    /**
     * What deleting a user does.
     *
     * @param tokens what becomes of their tokens
     * @param enrollments links and codes that stop working
     * @param groups groups they leave
     */
    public record Consequences(Leavers.Ended tokens, int enrollments, int groups) {}

    /** Returns what {@link #delete} would do now. */
    public Consequences consequences(VirtualServerId virtualServer, UserId user) {
        return new Consequences(
                leavers.consequences(virtualServer, user),
                store.countOpen(virtualServer, user),
                membership.groups().of(virtualServer, user).size());
    }

    /**
     * Deletes a user for good. The record of what they did stays, with their name.
     *
     * @return false when there is no such user
     */
    public boolean delete(VirtualServerId virtualServer, UserId user, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            if (!membership.states().isKnown(virtualServer, user)) {
                return false;
            }
            List<EnrollmentRow> ended = issuing.clear(List.of(user));
            leavers.end(virtualServer, user, actor);
            membership.tasks().removeDeparted(virtualServer, user);
            if (!membership.states().delete(virtualServer, user, actor)) {
                // Another operator deleted them at the same moment.
                status.setRollbackOnly();
                return false;
            }
            ended.forEach(enrollment -> news.revoked(enrollment, "user deleted", actor));
            return true;
        }));
    }
}
