package org.countersign.server.recovery;

import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What somebody types in the place of a passcode. */
@Component
public final class Recovery {
    private final RecoveryCodes codes;
    private final TemporaryPasscodes passcodes;

    Recovery(RecoveryCodes codes, TemporaryPasscodes passcodes) {
        this.codes = codes;
        this.passcodes = passcodes;
    }

    /** Says whether the rules of a virtual server allow anything of the kind. */
    public boolean isAllowed(VirtualServerId virtualServer) {
        return codes.isAllowed(virtualServer) || passcodes.isAllowed(virtualServer);
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
