package org.countersign.server.authentication;

import java.util.Optional;
import org.countersign.otp.PinRule;
import org.countersign.server.tokens.PinChoice;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The last step of a sign-in with a server PIN that an operator had set, or that has become too old: its user chooses another
 * one, and is in.
 */
@Component
public final class PinSteps {
    private final SignIns signIns;
    private final Tokens tokens;
    private final ServerPins pins;
    private final TransactionOperations transactions;

    PinSteps(SignIns signIns, Tokens tokens, ServerPins pins, TransactionOperations transactions) {
        this.signIns = signIns;
        this.tokens = tokens;
        this.pins = pins;
        this.transactions = transactions;
    }

    /** Returns which PINs the sign-in's token takes; nothing when it waits for none, or the token is out of use. */
    public Optional<PinRule> rule(SignIn signIn) {
        return token(signIn).map(token -> token.pin().rule());
    }

    /** Says whether the PIN was its user's own and has become too old. */
    public boolean hasExpired(SignIn signIn) {
        return token(signIn).filter(pins::hasExpired).isPresent();
    }

    /** Takes the PIN and ends the sign-in well: both or neither. Never call it inside a transaction. */
    public PinStep choose(SignIn signIn, String pin) {
        PinDue due = signIn.pinDue();
        Token token = token(signIn).orElse(null);
        if (due == null || token == null) {
            return new PinStep.Over();
        }
        return transactions.execute(status -> switch (pins.choose(token, due.proven(), pin)) {
            case PinChoice.Chosen chosen -> {
                if (signIns.succeedWithPin(signIn, due, token) instanceof SignInStep.SignedIn who) {
                    yield new PinStep.Chosen(who);
                }
                status.setRollbackOnly();
                yield new PinStep.Over();
            }
            case PinChoice.Unacceptable(var fault) -> new PinStep.Unacceptable(fault);
            case PinChoice.Same same -> new PinStep.Same();
            case PinChoice.Over over -> new PinStep.Over();
        });
    }

    private Optional<Token> token(SignIn signIn) {
        return Optional.ofNullable(signIn.pinDue())
                .flatMap(due -> tokens.find(signIn.virtualServer(), due.token()))
                .filter(token ->
                        token.state() == TokenState.ACTIVE && signIn.user().equals(token.user()));
    }
}
