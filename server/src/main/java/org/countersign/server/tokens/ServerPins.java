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
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.PinPlace;
import org.countersign.server.users.PasswordHashing;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** PINs that are typed beside the passcode and kept here as hashes. Whoever checks one charges the token before. */
@Component
public final class ServerPins {
    /** Of a PIN that the server makes, where the rule allows. */
    private static final int USUAL_LENGTH = 6;

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

    /** Says whether the PIN was set by an operator, or has become too old, and waits to be changed by its user. */
    public boolean mustChange(Token token) {
        return token.pin().kind() == PinKind.SERVER && due(token.id()).isPresent();
    }

    /** Says whether the PIN waits to be changed because of its age alone: its user chose it. */
    public boolean hasExpired(Token token) {
        return mustChange(token) && !store.wasGiven(token.id());
    }

    /** Returns where people of a virtual server type their PIN. */
    PinPlace place(VirtualServerId virtualServer) {
        return store.place(virtualServer);
    }

    /**
     * Returns which PIN waits to be changed by its user, if one does. In the transaction that spends a passcode it is the one
     * that was typed beside it.
     */
    public Optional<Integer> due(TokenId token) {
        return store.due(token, time.instant());
    }

    /** Says whether an operator can set the PIN: before the enrollment there is none, and afterwards nobody needs one. */
    public static boolean isResettable(Token token) {
        return token.pin().kind() == PinKind.SERVER
                && (token.state() == TokenState.ACTIVE || token.state() == TokenState.SUSPENDED);
    }

    /** Returns a PIN that the token's rule takes, for an operator who does not want to think of one. */
    public static String random(Token token, Randomness randomness) {
        PinRule rule = token.pin().rule();
        int length = Math.min(Math.max(rule.minimum(), USUAL_LENGTH), rule.maximum());
        while (true) {
            StringBuilder pin = new StringBuilder(length);
            while (pin.length() < length) {
                pin.append((char) ('0' + randomness.below(10)));
            }
            if (rule.fault(pin.toString()).isEmpty()) {
                return pin.toString();
            }
        }
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

    /**
     * Replaces a PIN that an operator set, or that has become too old, by one that its user chose on a page. Runs in the caller's transaction.
     *
     * @param proven which PIN they proved, as {@link #due} said then; if it was replaced since, nothing is chosen
     */
    public PinChoice choose(Token token, int proven, String pin) {
        requireServerPin(token);
        Optional<PinFault> fault = fault(token, pin);
        if (fault.isPresent()) {
            return new PinChoice.Unacceptable(fault.get());
        }
        store.lockRow(token.id());
        if (!due(token.id()).equals(Optional.of(proven))) {
            // Looked at first: a PIN set since must not be guessed here, where no try is charged.
            return new PinChoice.Over();
        }
        if (isRight(token.id(), pin)) {
            return new PinChoice.Same();
        }
        if (!store.choose(token.id(), proven, hashing.hash(PinRule.normalised(pin)), time.instant())) {
            return new PinChoice.Over();
        }
        audit.append(
                event(token, AuditType.PIN_CHANGED, new Actor.User(token.owner().orElseThrow())));
        return new PinChoice.Chosen();
    }

    /**
     * Replaces the PIN by one that its user chose in the app. A wrong current PIN is charged like a wrong passcode. Never
     * call it inside a transaction.
     */
    public PinCheck change(Token token, String current, String next) {
        return change(token, current, next, new Actor.Device(token.id()));
    }

    /** Replaces the PIN as {@link #change(Token, String, String)} does, for a user who does it elsewhere than in the app. */
    public PinCheck change(Token token, String current, String next, Actor actor) {
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
                audit.append(event(token, AuditType.PIN_REFUSED, actor));
                use.filter(TokenUse::isLast).ifPresent(last -> audit.append(last.locked(token.virtualServer())));
                return new PinCheck.Wrong(use.get().triesLeft());
            }
            tokens.refund(List.of(token.id()));
            set(token, next, false, AuditType.PIN_CHANGED, actor);
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
            store.lockRow(token.id());
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
