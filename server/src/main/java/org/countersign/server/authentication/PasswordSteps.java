package org.countersign.server.authentication;

import java.util.Optional;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.users.PasswordChoices;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The last step of a sign-in after somebody else has used the password: its user chooses another one, and is in. It comes after
 * the second factor, so whoever knows the old password alone chooses nothing.
 */
@Component
public final class PasswordSteps {
    private final SignIns signIns;
    private final Users users;
    private final PasswordChoices passwords;
    private final Reactions reactions;
    private final TransactionOperations transactions;

    PasswordSteps(
            SignIns signIns,
            Users users,
            PasswordChoices passwords,
            Reactions reactions,
            TransactionOperations transactions) {
        this.signIns = signIns;
        this.users = users;
        this.passwords = passwords;
        this.reactions = reactions;
        this.transactions = transactions;
    }

    /** What came of a password that somebody chose to end their sign-in. */
    public sealed interface Outcome {
        /** It is chosen, and with that they are signed in. */
        record Chosen(SignInStep.SignedIn who) implements Outcome {}

        /** It is not taken; the sign-in goes on. */
        record Refused(PasswordChoices.Fault why) implements Outcome {}

        /** This sign-in waits for no password (any more). The person starts again. */
        record Over() implements Outcome {}
    }

    /** Takes the password and ends the sign-in well: both or neither. Never call it inside a transaction. */
    public Outcome choose(SignIn signIn, String password) {
        String factor = signIn.passwordDueAfter();
        UserAccount user = users.find(signIn.virtualServer(), signIn.user()).orElse(null);
        if (factor == null || user == null) {
            return new Outcome.Over();
        }
        Optional<PasswordChoices.Fault> fault = passwords.fault(user, password);
        if (fault.isPresent()) {
            return new Outcome.Refused(fault.get());
        }
        PasswordChoices.Prepared chosen = passwords.prepare(password);
        return transactions.execute(status -> {
            if (!(signIns.succeedWithPassword(signIn, factor) instanceof SignInStep.SignedIn who)) {
                return new Outcome.Over();
            }
            passwords.keep(user, chosen, signIn.visitor().ip());
            reactions.passwordChanged(user.virtualServer(), user.id());
            return new Outcome.Chosen(who);
        });
    }
}
