package org.countersign.server.tokens;

import java.time.InstantSource;
import java.util.List;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What becomes of the tokens of people who leave. */
@Component
public final class Leavers {
    private final Tokens tokens;
    private final TokenLifeStore store;
    private final InstantSource time;
    private final Audit audit;
    private final TransactionOperations transactions;

    Leavers(Tokens tokens, TokenLifeStore store, Audit audit, InstantSource time, TransactionOperations transactions) {
        this.tokens = tokens;
        this.store = store;
        this.audit = audit;
        this.time = time;
        this.transactions = transactions;
    }

    /**
     * What becomes of a user's tokens.
     *
     * @param revoked those in use: their seeds are erased
     * @param returned those never put to use: they are in the inventory again
     */
    public record Ended(int revoked, int returned) {}

    /** Returns what {@link #end} would do. */
    public Ended consequences(VirtualServerId virtualServer, UserId user) {
        int revoked = 0;
        int returned = 0;
        for (Token token : tokens.of(virtualServer, user)) {
            if (token.state() == TokenState.ASSIGNED) {
                returned++;
            } else if (token.state() == TokenState.ACTIVE
                    || token.state() == TokenState.SUSPENDED
                    || token.state() == TokenState.LOCKED) {
                revoked++;
            }
        }
        return new Ended(revoked, returned);
    }

    /** Takes from a user every token they have. */
    public Ended end(VirtualServerId virtualServer, UserId user, Actor actor) {
        return transactions.execute(status -> {
            List<Token> released = store.giveBack(virtualServer, user, time.instant());
            int revoked = 0;
            for (Token token : tokens.of(virtualServer, user)) {
                revoked += tokens.revoke(virtualServer, token.id(), actor) ? 1 : 0;
            }
            released.forEach(token -> audit.append(AuditEvent.of(virtualServer, AuditType.TOKEN_RELEASED, actor)
                    .about(user)
                    .about(token.id())
                    .with("serial", token.serial())));
            return new Ended(revoked, released.size());
        });
    }
}
