package org.countersign.server.tokens;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.countersign.otp.OtpKey;
import org.countersign.otp.PinProof;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.CompactJws;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.policy.PinKind;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Counts the tries of token PINs, which only the server can: on the device a wrong PIN looks like a right one. Every try is
 * charged before it is looked at, so that tries at once are no more than tries one by one.
 */
@Component
public final class PinTries {
    /** Longer than any signed message is good, clocks that differ included. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final PinStore store;
    private final Sealing sealing;
    private final Audit audit;
    private final InstantSource time;
    private final TransactionOperations transactions;

    PinTries(PinStore store, Sealing sealing, Audit audit, InstantSource time, TransactionOperations transactions) {
        this.store = store;
        this.sealing = sealing;
        this.audit = audit;
        this.time = time;
        this.transactions = transactions;
    }

    /**
     * Looks at the proof of a genuine {@code countersign-pin-check+jwt}, once. Never call it inside a transaction: a wrong
     * proof must be charged and on record too.
     *
     * @param ip address it came from
     */
    public PinCheck check(Token token, CompactJws message, String ip) {
        Optional<byte[]> proof = message.text("proof").flatMap(Base64Url::decode);
        Optional<String> jti = message.text("jti").filter(id -> id.length() <= 64);
        if (proof.isEmpty() || jti.isEmpty() || token.pin().kind() != PinKind.TOKEN) {
            return new PinCheck.Malformed();
        }
        return transactions.execute(status -> check(token, jti.get(), proof.get(), ip));
    }

    private PinCheck check(Token token, String jti, byte[] proof, String ip) {
        Optional<PinStore.Charged> charged = store.charge(token.id());
        if (charged.isEmpty()) {
            return token.state() == TokenState.ACTIVE || token.state() == TokenState.LOCKED
                    ? new PinCheck.Locked()
                    : new PinCheck.TokenInactive();
        }
        if (!store.take(token.id(), jti, time.instant())) {
            store.refund(token.id());
            return new PinCheck.Malformed();
        }
        if (isProof(token, charged.get(), jti, proof)) {
            store.clear(token.id());
            return new PinCheck.Right();
        }
        return wrong(token, charged.get(), ip);
    }

    /** Charges a try for a push answer, whose passcode shows whether the PIN was right; nothing when none is left. */
    Optional<PinStore.Charged> charge(Token token) {
        return store.charge(token.id());
    }

    /** Says what a charged push answer came to. */
    CodeCheck settle(Token token, PinStore.Charged charged, CodeCheck check) {
        return switch (check) {
            case CodeCheck.Accepted accepted -> {
                store.clear(token.id());
                yield check;
            }
            // A spent passcode came from the right seed, and a pause is not about the PIN.
            case CodeCheck.Replayed replayed -> refunded(token, check);
            case CodeCheck.Paused paused -> refunded(token, check);
            case CodeCheck.ChallengeOver over -> refunded(token, check);
            case CodeCheck.NoToken none -> refunded(token, check);
            case CodeCheck.Wrong wrong -> new CodeCheck.WrongPin(left(wrong(token, charged, "")));
            case CodeCheck.WrongPin wrong -> check;
        };
    }

    private CodeCheck refunded(Token token, CodeCheck check) {
        store.refund(token.id());
        return check;
    }

    private static int left(PinCheck check) {
        return check instanceof PinCheck.Wrong(int left) ? left : 0;
    }

    private PinCheck wrong(Token token, PinStore.Charged charged, String ip) {
        int left = charged.limit - charged.tries;
        record(token, AuditType.PIN_REFUSED, ip, left);
        if (left > 0) {
            return new PinCheck.Wrong(left);
        }
        if (store.lock(token.id(), time.instant())) {
            record(token, AuditType.TOKEN_LOCKED, ip, 0);
        }
        return new PinCheck.Locked();
    }

    private void record(Token token, AuditType type, String ip, int left) {
        AuditEvent event = AuditEvent.of(token.virtualServer(), type, new Actor.Device(token.id()))
                .about(token.user())
                .about(token.id())
                .with("serial", token.serial())
                .with("left", left);
        audit.append(ip.isEmpty() ? event : event.from(ip));
    }

    private boolean isProof(Token token, PinStore.Charged charged, String jti, byte[] proof) {
        try (SecretBytes opened =
                sealing.open(charged.sealedSeed, Passcodes.seedPlace(token.virtualServer(), token.id()))) {
            byte[] bytes = opened.exposed();
            try (OtpKey seed = OtpKey.copyOf(bytes)) {
                byte[] right = PinProof.of(seed, charged.algorithm, token.serial(), jti);
                return MessageDigest.isEqual(right, proof);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    /** Forgets messages that are too old to come again. */
    @Scheduled(fixedDelayString = "PT5M", initialDelayString = "PT5M")
    void forget() {
        store.forget(time.instant().minus(MEMORY));
    }
}
