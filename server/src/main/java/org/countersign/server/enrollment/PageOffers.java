package org.countersign.server.enrollment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Enrollments given to one user at a time, and taken back. */
@Component
class PageOffers {
    private final Issuing issuing;
    private final EnrollmentStore store;
    private final Users users;
    private final EnrollmentNews news;
    private final ReservedTokens reserved;
    private final TransactionOperations transactions;

    PageOffers(
            Issuing issuing,
            EnrollmentStore store,
            Users users,
            EnrollmentNews news,
            ReservedTokens reserved,
            TransactionOperations transactions) {
        this.issuing = issuing;
        this.store = store;
        this.users = users;
        this.news = news;
        this.reserved = reserved;
        this.transactions = transactions;
    }

    boolean showsQr(VirtualServerId virtualServer) {
        return issuing.showsQr(virtualServer);
    }

    boolean awaitsWord(EnrollmentRow enrollment) {
        return issuing.awaitsWord(enrollment);
    }

    OfferOutcome offer(VirtualServerId virtualServer, UserId id, Actor actor) {
        Optional<UserAccount> user =
                users.find(virtualServer, id).filter(account -> account.state() == UserAccount.State.ACTIVE);
        if (user.isEmpty()) {
            return new OfferOutcome.UnknownUser();
        }
        return transactions.execute(status -> {
            List<EnrollmentRow> revoked = issuing.clear(List.of(id));
            Optional<Issuing.Issued> issued =
                    issuing.issue(user.get(), null, SecondProof.NONE, issuing.shownUntil(), actor);
            if (issued.isEmpty()) {
                status.setRollbackOnly();
                return new OfferOutcome.NoInventory();
            }
            revoked.forEach(before -> news.revoked(before, "replaced", actor));
            news.started(issued.get(), actor);
            return new OfferOutcome.Offered(
                    issued.get().enrollment(),
                    issued.get().token().id(),
                    issued.get().activation(),
                    issued.get().expiresAt());
        });
    }

    /** Returns the string of an enrollment that nobody has taken yet. */
    Optional<ActivationString> shown(VirtualServerId virtualServer, EnrollmentId id, Instant now) {
        return store.find(id)
                .filter(enrollment -> enrollment.virtualServer.equals(virtualServer))
                .filter(enrollment ->
                        !enrollment.isTaken() && enrollment.over(now).isEmpty())
                .map(issuing::again);
    }

    boolean revoke(VirtualServerId virtualServer, EnrollmentId id, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            Optional<EnrollmentRow> revoked = store.revoke(virtualServer, id);
            revoked.ifPresent(enrollment -> news.revoked(enrollment, "withdrawn", actor));
            return revoked.isPresent();
        }));
    }

    /** Withdraws an enrollment, and lets the token go that waited for it; false when the token waited no more. */
    boolean breakOff(VirtualServerId virtualServer, EnrollmentId id, UserId user, TokenId token, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            revoke(virtualServer, id, actor);
            return reserved.letGo(virtualServer, user, token, actor);
        }));
    }
}
