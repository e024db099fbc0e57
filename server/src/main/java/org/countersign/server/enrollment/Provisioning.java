package org.countersign.server.enrollment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/** Provisioning tasks: these users shall get a token of this type by then. */
@Component
public final class Provisioning {
    private static final int MOST_USERS = 500;

    private final Issuing issuing;
    private final TaskStore tasks;
    private final Users users;
    private final Tokens tokens;
    private final EnrollmentNews news;
    private final TransactionOperations transactions;

    Provisioning(
            Issuing issuing,
            TaskStore tasks,
            Users users,
            Tokens tokens,
            EnrollmentNews news,
            TransactionOperations transactions) {
        this.issuing = issuing;
        this.tasks = tasks;
        this.users = users;
        this.tokens = tokens;
        this.news = news;
        this.transactions = transactions;
    }

    /**
     * Reserves a token for each user and mails each a link to the self-enrollment page, all in one transaction with the
     * task. Earlier open enrollments of the same users are revoked, and their reserved tokens reused.
     *
     * @param users 1 to 500; one named twice counts once
     */
    public ProvisioningOutcome provision(VirtualServerId virtualServer, List<UserId> users, Actor operator) {
        List<UserId> distinct = List.copyOf(new LinkedHashSet<>(users));
        if (distinct.isEmpty() || distinct.size() > MOST_USERS) {
            throw new IllegalArgumentException("a task is for 1 to " + MOST_USERS + " users, not " + distinct.size());
        }
        List<UserAccount> accounts = new ArrayList<>();
        List<UserId> unknown = new ArrayList<>();
        List<UserId> noMail = new ArrayList<>();
        for (UserId id : distinct) {
            Optional<UserAccount> account =
                    this.users.find(virtualServer, id).filter(found -> found.state() == UserAccount.State.ACTIVE);
            if (account.isEmpty()) {
                unknown.add(id);
            } else if (account.get().mail() == null || !Mail.isAddress(address(account.get()))) {
                noMail.add(id);
            } else {
                accounts.add(account.get());
            }
        }
        if (!unknown.isEmpty()) {
            return new ProvisioningOutcome.UnknownUsers(unknown);
        }
        return noMail.isEmpty()
                ? transactions.execute(status -> start(virtualServer, accounts, operator, status))
                : new ProvisioningOutcome.NoMailAddress(noMail);
    }

    private ProvisioningOutcome start(
            VirtualServerId virtualServer, List<UserAccount> accounts, Actor operator, TransactionStatus status) {
        tasks.lock(virtualServer);
        List<EnrollmentRow> revoked =
                issuing.clear(accounts.stream().map(UserAccount::id).toList());
        int free = tokens.inventory(virtualServer);
        Instant stopAt = issuing.mailedUntil(accounts.getFirst());
        TaskStore.Task task = tasks.insert(virtualServer, operator, stopAt);
        int needed = (int) accounts.stream().filter(this::hasNoTokenWaiting).count();
        List<Issuing.Issued> all = new ArrayList<>();
        for (UserAccount account : accounts) {
            Optional<Issuing.Issued> issued = issuing.issue(account, task.id(), SecondProof.PASSWORD, stopAt, operator);
            if (issued.isEmpty()) {
                status.setRollbackOnly();
                return new ProvisioningOutcome.InventoryTooSmall(free, needed);
            }
            all.add(issued.get());
        }
        all.forEach(issued -> news.invite(issued, address(issued.user())));
        revoked.forEach(before -> news.revoked(before, "replaced", operator));
        news.taskCreated(virtualServer, task, all.size(), stopAt, operator);
        all.forEach(issued -> news.started(issued, operator));
        return new ProvisioningOutcome.Started(task.id(), task.number(), all.size(), stopAt);
    }

    private boolean hasNoTokenWaiting(UserAccount account) {
        return tokens.of(account.virtualServer(), account.id()).stream()
                .noneMatch(token -> token.state() == TokenState.ASSIGNED);
    }

    private static String address(UserAccount account) {
        return Optional.ofNullable(account.mail()).orElse("");
    }
}
