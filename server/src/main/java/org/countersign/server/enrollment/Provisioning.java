package org.countersign.server.enrollment;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/** Provisioning tasks: these users shall get a token of this type by then. */
@Component
public final class Provisioning {
    /** A task for so many users at most. */
    public static final int MOST_USERS = 100_000;

    /** Up to so many are served at once, all or nobody; more are served in the background, each for themselves. */
    private static final int AT_ONCE = 500;

    private final Issuing issuing;
    private final TaskStore tasks;
    private final Inviting inviting;
    private final TaskMemberStore members;
    private final EnrollmentNews news;
    private final Stock stock;

    Provisioning(
            Issuing issuing,
            TaskStore tasks,
            Inviting inviting,
            TaskMemberStore members,
            EnrollmentNews news,
            Stock stock) {
        this.issuing = issuing;
        this.tasks = tasks;
        this.inviting = inviting;
        this.members = members;
        this.news = news;
        this.stock = stock;
    }

    /** Users, tokens for them, time and transactions. */
    @Component
    record Stock(Users users, Tokens tokens, InstantSource time, TransactionOperations transactions) {}

    /** Provisions until the links that are mailed now expire. */
    public ProvisioningOutcome provision(VirtualServerId virtualServer, List<UserId> users, Actor operator) {
        return provision(virtualServer, users, null, operator);
    }

    /**
     * Reserves a token for each user and mails each a link to the self-enrollment page. Earlier open enrollments of the same
     * users are revoked, and their reserved tokens reused. Up to 500 users are served in one transaction with the task, or none
     * of them; more are served in the background, and the task says who was left out and why.
     *
     * @param users 1 to 100,000; one named twice counts once
     * @param stopAt when the task ends at the latest, within {@link ProvisioningCare#LONGEST}; or none: when the links that are
     *     mailed now expire
     */
    public ProvisioningOutcome provision(
            VirtualServerId virtualServer, List<UserId> users, @Nullable Instant stopAt, Actor operator) {
        List<UserId> distinct = List.copyOf(new LinkedHashSet<>(users));
        if (distinct.isEmpty() || distinct.size() > MOST_USERS) {
            throw new IllegalArgumentException("a task is for 1 to " + MOST_USERS + " users, not " + distinct.size());
        }
        Instant now = stock.time.instant();
        if (stopAt != null && (!stopAt.isAfter(now) || stopAt.isAfter(now.plus(ProvisioningCare.LONGEST)))) {
            throw new IllegalArgumentException("a task stops within " + ProvisioningCare.LONGEST.toDays() + " days");
        }
        if (distinct.size() > AT_ONCE) {
            return stock.transactions.execute(status -> startLarge(virtualServer, distinct, stopAt, operator));
        }
        Map<UserId, UserAccount> known = stock.users.named(virtualServer, distinct);
        List<UserAccount> accounts =
                distinct.stream().map(known::get).filter(Objects::nonNull).toList();
        List<UserId> unknown = distinct.stream()
                .filter(id -> known.get(id) == null || known.get(id).state() != UserAccount.State.ACTIVE)
                .toList();
        if (!unknown.isEmpty()) {
            return new ProvisioningOutcome.UnknownUsers(unknown);
        }
        List<UserId> noMail = accounts.stream()
                .filter(account -> !Mail.isAddress(address(account)))
                .map(UserAccount::id)
                .toList();
        return noMail.isEmpty()
                ? stock.transactions.execute(status -> start(virtualServer, accounts, stopAt, operator, status))
                : new ProvisioningOutcome.NoMailAddress(noMail);
    }

    private ProvisioningOutcome start(
            VirtualServerId virtualServer,
            List<UserAccount> accounts,
            @Nullable Instant stopAt,
            Actor operator,
            TransactionStatus status) {
        tasks.lock(virtualServer);
        List<EnrollmentRow> revoked =
                issuing.clear(accounts.stream().map(UserAccount::id).toList());
        int free = stock.tokens.inventory(virtualServer);
        Instant mailedUntil = issuing.mailedUntil(virtualServer);
        Instant stop = stopAt == null ? mailedUntil : stopAt;
        TaskStore.Task task = tasks.insert(virtualServer, operator, stop);
        members.insert(
                task.id(), virtualServer, accounts.stream().map(UserAccount::id).toList());
        int needed = (int) accounts.stream().filter(this::hasNoTokenWaiting).count();
        List<Issuing.Issued> all = new ArrayList<>();
        for (UserAccount account : accounts) {
            Optional<Issuing.Issued> issued = issuing.issue(
                    account,
                    task.id(),
                    SecondProof.PASSWORD,
                    mailedUntil.isBefore(stop) ? mailedUntil : stop,
                    operator);
            if (issued.isEmpty()) {
                status.setRollbackOnly();
                return new ProvisioningOutcome.InventoryTooSmall(free, needed);
            }
            all.add(issued.get());
        }
        all.forEach(issued -> inviting.send(task.id(), issued, address(issued.user()), false, operator));
        revoked.forEach(before -> news.revoked(before, "replaced", operator));
        news.taskCreated(virtualServer, task, all.size(), stop, operator);
        all.forEach(issued -> news.started(issued, operator));
        return new ProvisioningOutcome.Started(task.id(), task.number(), all.size(), stop);
    }

    private ProvisioningOutcome startLarge(
            VirtualServerId virtualServer, List<UserId> users, @Nullable Instant stopAt, Actor operator) {
        tasks.lock(virtualServer);
        int free = stock.tokens.inventory(virtualServer);
        if (free < users.size()) {
            return new ProvisioningOutcome.InventoryTooSmall(free, users.size());
        }
        Set<UserId> known = stock.users.named(virtualServer, users).keySet();
        List<UserId> unknown =
                users.stream().filter(user -> !known.contains(user)).toList();
        if (!unknown.isEmpty()) {
            return new ProvisioningOutcome.UnknownUsers(unknown);
        }
        Instant stop = stopAt == null ? issuing.mailedUntil(virtualServer) : stopAt;
        TaskStore.Task task = tasks.insert(virtualServer, operator, stop);
        members.insert(task.id(), virtualServer, users);
        news.taskCreated(virtualServer, task, users.size(), stop, operator);
        return new ProvisioningOutcome.Started(task.id(), task.number(), users.size(), stop);
    }

    private boolean hasNoTokenWaiting(UserAccount account) {
        return stock.tokens.of(account.virtualServer(), account.id()).stream()
                .noneMatch(token -> token.state() == TokenState.ASSIGNED);
    }

    private static String address(UserAccount account) {
        return Optional.ofNullable(account.mail()).orElse("");
    }
}
