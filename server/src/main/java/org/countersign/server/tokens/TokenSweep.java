package org.countersign.server.tokens;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Erases the seeds of software tokens that nobody found again, and adds up the counts. */
@Component
class TokenSweep {
    /** For so long a lost token can be found again. */
    static final Duration SEED_KEPT = Duration.ofDays(14);

    private static final int AT_ONCE = 50;
    private static final int MOST_CHANGES = 500;

    private final TokenLifeStore store;
    private final TokenTallyStore tally;
    private final Audit audit;
    private final InstantSource time;
    private final TransactionOperations transactions;

    TokenSweep(
            TokenLifeStore store,
            TokenTallyStore tally,
            Audit audit,
            InstantSource time,
            TransactionOperations transactions) {
        this.store = store;
        this.tally = tally;
        this.audit = audit;
        this.time = time;
        this.transactions = transactions;
    }

    @Scheduled(initialDelay = 7, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void eraseSeedsOfLostTokens() {
        while (Boolean.TRUE.equals(transactions.execute(status -> eraseSome()))) {}
    }

    private boolean eraseSome() {
        List<Token> erased = store.eraseLost(time.instant(), SEED_KEPT, AT_ONCE);
        erased.forEach(token ->
                audit.append(AuditEvent.of(token.virtualServer(), AuditType.TOKEN_SEED_ERASED, new Actor.Server())
                        .about(token.user())
                        .about(token.id())
                        .with("serial", token.serial())));
        return erased.size() == AT_ONCE;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void addUp() {
        tally.unfolded(MOST_CHANGES).forEach(tally::fold);
    }
}
