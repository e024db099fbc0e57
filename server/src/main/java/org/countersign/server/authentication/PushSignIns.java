package org.countersign.server.authentication;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.push.PushConsumption;
import org.countersign.server.push.PushOrder;
import org.countersign.server.push.PushProgress;
import org.countersign.server.push.PushRequests;
import org.countersign.server.push.PushStart;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.Application;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Sign-ins by push alone, for programs that have checked the password themselves. */
@Component
public final class PushSignIns {
    private final Users users;
    private final PushRequests pushRequests;
    private final SignInRecord record;
    private final TransactionOperations transactions;

    PushSignIns(Users users, PushRequests pushRequests, SignInRecord record, TransactionOperations transactions) {
        this.users = users;
        this.pushRequests = pushRequests;
        this.record = record;
        this.transactions = transactions;
    }

    /** Asks a user on their phone; an unknown user is one who cannot be asked. */
    public PushStart start(Application application, String requester, Visitor visitor, String userName) {
        return users.find(application.virtualServer(), userName)
                .filter(user -> user.state() == UserAccount.State.ACTIVE)
                .map(user -> pushRequests.start(new PushOrder(
                        application.virtualServer(), user.id(), application.name(), "rest", requester, visitor)))
                .orElseGet(PushStart.NotPossible::new);
    }

    /** Returns how a request stands, to its requester only. */
    public Optional<PushProgress> progress(Application application, String requester, PushRequestId request) {
        return pushRequests.progress(application.virtualServer(), request, requester);
    }

    /** Waits, holding no thread, until the request is no longer as {@code seen} or {@code patience} is over. */
    public CompletableFuture<Optional<PushProgress>> await(
            Application application, String requester, PushProgress seen, Duration patience) {
        return pushRequests.await(application.virtualServer(), seen.id(), requester, seen, patience);
    }

    /** Uses an approval, once, and records the sign-in. */
    public PushConsumption use(Application application, String requester, PushRequestId request, Actor actor) {
        return transactions.execute(status -> {
            PushConsumption consumption = pushRequests.consume(application.virtualServer(), request, requester);
            if (consumption instanceof PushConsumption.Consumed consumed) {
                record.pushed(application, actor, consumed);
            }
            return consumption;
        });
    }
}
