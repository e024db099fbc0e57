package org.countersign.server.tokens;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.countersign.otp.PinFault;
import org.countersign.otp.PinRule;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.policy.PinKind;
import org.countersign.server.users.PasswordHashing;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** PINs that are typed beside the passcode and kept here as hashes. Whoever checks one charges the token before. */
@Component
public final class ServerPins {
    private final PinStore store;
    private final TokenStore tokens;
    private final PasswordHashing hashing;
    private final Audit audit;
    private final InstantSource time;
    private final TransactionOperations transactions;

    ServerPins(
            PinStore store,
            TokenStore tokens,
            PasswordHashing hashing,
            Audit audit,
            InstantSource time,
            TransactionOperations transactions) {
        this.store = store;
        this.tokens = tokens;
        this.hashing = hashing;
        this.audit = audit;
        this.time = time;
        this.transactions = transactions;
    }

    /** Says why a PIN may not become this token's, or nothing. */
    public static Optional<PinFault> fault(Token token, String pin) {
        return token.pin().rule().fault(pin);
    }

    /** Says whether the PIN was set by an operator and waits to be changed by its user. */
    public boolean mustChange(Token token) {
        return token.pin().kind() == PinKind.SERVER && store.mustChange(token.id());
    }

    /** Keeps the first PIN of a token that is being enrolled, in the caller's transaction. */
    public void enroll(Token token, String pin) {
        requireServerPin(token);
        store.set(token.id(), hashing.hash(PinRule.normalised(pin)), false, time.instant());
    }

    /**
     * Sets a PIN on behalf of an operator; its user changes it at the next sign-in.
     *
     * @return why it is not taken, or nothing
     */
    public Optional<PinFault> reset(Token token, String pin, Actor actor) {
        requireServerPin(token);
        Optional<PinFault> fault = fault(token, pin);
        if (fault.isEmpty()) {
            set(token, pin, true, AuditType.PIN_RESET, actor);
        }
        return fault;
    }

    /** Replaces the PIN by one that its user chose on a page, after they have just proved it. */
    public Optional<PinFault> choose(Token token, String pin) {
        requireServerPin(token);
        Optional<PinFault> fault = fault(token, pin);
        if (fault.isEmpty()) {
            set(
                    token,
                    pin,
                    false,
                    AuditType.PIN_CHANGED,
                    new Actor.User(token.owner().orElseThrow()));
        }
        return fault;
    }

    /**
     * Replaces the PIN by one that its user chose in the app. A wrong current PIN is charged like a wrong passcode. Never
     * call it inside a transaction.
     */
    public PinCheck change(Token token, String current, String next) {
        if (token.pin().kind() != PinKind.SERVER) {
            return new PinCheck.Malformed();
        }
        Optional<PinFault> fault = fault(token, next);
        if (fault.isPresent()) {
            return new PinCheck.Unacceptable(fault.get());
        }
        return transactions.execute(status -> {
            Optional<TokenUse> use = tokens.charge(token.id(), time.instant());
            if (use.isEmpty()) {
                return token.state() == TokenState.ACTIVE ? new PinCheck.Paused() : new PinCheck.TokenInactive();
            }
            if (!isRight(token.id(), current)) {
                audit.append(event(token, AuditType.PIN_REFUSED, new Actor.Device(token.id())));
                return new PinCheck.Wrong(use.get().triesLeft());
            }
            tokens.refund(List.of(token.id()));
            set(token, next, false, AuditType.PIN_CHANGED, new Actor.Device(token.id()));
            return new PinCheck.Right();
        });
    }

    /** Says whether this is the PIN; takes as long where there is none. The caller has charged the token. */
    boolean isRight(TokenId token, String pin) {
        return hashing.matches(PinRule.normalised(pin), store.hash(token).orElse(null));
    }

    private void set(Token token, String pin, boolean mustChange, AuditType type, Actor actor) {
        String hash = hashing.hash(PinRule.normalised(pin));
        transactions.executeWithoutResult(status -> {
            store.set(token.id(), hash, mustChange, time.instant());
            audit.append(event(token, type, actor));
        });
    }

    private static AuditEvent event(Token token, AuditType type, Actor actor) {
        return AuditEvent.of(token.virtualServer(), type, actor)
                .about(token.user())
                .about(token.id())
                .with("serial", token.serial());
    }

    private static void requireServerPin(Token token) {
        if (token.pin().kind() != PinKind.SERVER) {
            throw new IllegalArgumentException("token " + token.serial() + " has no server PIN");
        }
    }
}
