package org.countersign.server.enrollment;

import java.util.List;
import org.countersign.server.audit.Actor;
import org.countersign.server.tokens.TokenTaken;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Withdraws the link to a token that was taken from its user. The token itself lets nobody enroll it from then on. */
@Component
class TakenTokens {
    private final EnrollmentStore store;
    private final EnrollmentNews news;
    private final TransactionOperations ownTransaction;

    TakenTokens(EnrollmentStore store, EnrollmentNews news, PlatformTransactionManager transactions) {
        this.store = store;
        this.news = news;
        TransactionTemplate template = new TransactionTemplate(transactions);
        template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.ownTransaction = template;
    }

    @TransactionalEventListener
    void withdraw(TokenTaken taken) {
        ownTransaction.executeWithoutResult(status -> {
            List<EnrollmentRow> revoked = store.revokeOpen(taken.token());
            revoked.forEach(enrollment -> news.revoked(enrollment, "token taken", new Actor.Server()));
        });
    }
}
