package org.countersign.server.recovery;

import java.time.Instant;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What somebody types in the place of a passcode. */
@Component
public final class Recovery {
    private final RecoveryCodes codes;
    private final TemporaryPasscodes passcodes;
    private final TransactionOperations transactions;

    Recovery(RecoveryCodes codes, TemporaryPasscodes passcodes, TransactionOperations transactions) {
        this.codes = codes;
        this.passcodes = passcodes;
        this.transactions = transactions;
    }

    /** Says whether the rules of a virtual server allow anything of the kind. */
    public boolean isAllowed(VirtualServerId virtualServer) {
        return codes.isAllowed(virtualServer) || passcodes.isAllowed(virtualServer);
    }

    /**
     * What lets a user in without a token.
     *
     * @param codes recovery codes that are left
     * @param temporaryUntil until when their temporary passcode is good, or none
     */
    public record Held(int codes, @Nullable Instant temporaryUntil) {
        /** Says whether there is anything to withdraw. */
        public boolean isAny() {
            return codes > 0 || temporaryUntil != null;
        }
    }

    /** Returns what a user has, never the codes themselves. */
    public Held held(VirtualServerId virtualServer, UserId user) {
        return new Held(
                codes.standing(virtualServer, user)
                        .map(RecoveryCodes.Standing::left)
                        .orElse(0),
                passcodes.goodUntil(virtualServer, user).orElse(null));
    }

    /** Withdraws all of it, for an operator who fears that somebody else has it; returns whether there was anything. */
    public boolean withdraw(VirtualServerId virtualServer, UserId user, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean hadPasscode = passcodes.end(virtualServer, user, actor);
            return codes.withdraw(virtualServer, user, actor) > 0 || hadPasscode;
        }));
    }

    /**
     * Uses a recovery code or a temporary passcode. Runs in the caller's transaction, which must commit whatever the outcome;
     * the caller records it.
     */
    public RecoveryUse use(VirtualServerId virtualServer, UserId user, String typed, String ip) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a recovery code is used in the transaction that records it");
        }
        if (RecoveryCodes.isForm(typed)) {
            return codes.use(virtualServer, user, typed, ip);
        }
        return TemporaryPasscodes.isForm(typed)
                ? passcodes.use(virtualServer, user, typed, ip)
                : new RecoveryUse.Refused();
    }
}
