package org.countersign.server.authentication;

import org.countersign.server.recovery.Recovery;
import org.countersign.server.recovery.RecoveryUse;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Recovery codes and temporary passcodes as the second factor of a sign-in. */
@Component
public final class RecoverySteps {
    /** Tries of one sign-in; whoever needs more begins anew, with the password. */
    static final int MOST_TRIES = 5;

    private final SignIns signIns;
    private final SignInStore store;
    private final SignInRecord record;
    private final Recovery recovery;
    private final TransactionOperations transactions;

    RecoverySteps(
            SignIns signIns,
            SignInStore store,
            SignInRecord record,
            Recovery recovery,
            TransactionOperations transactions) {
        this.signIns = signIns;
        this.store = store;
        this.record = record;
        this.recovery = recovery;
        this.transactions = transactions;
    }

    /** Says whether a sign-in may end with one; not one that tries a token out. */
    public boolean isAllowed(SignIn signIn) {
        return signIn.onlyToken() == null && recovery.isAllowed(signIn.virtualServer());
    }

    /** Checks what was typed as the second factor. The try is charged to the sign-in before it is looked at. */
    public SignInStep recover(SignIn signIn, String typed) {
        return transactions.execute(status -> {
            if (!store.chargeRecovery(signIn.id(), MOST_TRIES)) {
                return new SignInStep.Over();
            }
            RecoveryUse use = isAllowed(signIn)
                    ? recovery.use(
                            signIn.virtualServer(),
                            signIn.user(),
                            typed,
                            signIn.visitor().ip())
                    : new RecoveryUse.Refused();
            return switch (use) {
                case RecoveryUse.Accepted(String factor, int left) -> signIns.succeedWithout(signIn, factor);
                case RecoveryUse.Refused refused -> {
                    record.recoveryRefused(signIn);
                    yield new SignInStep.PasscodeRefused();
                }
            };
        });
    }
}
