package org.countersign.server.recovery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.Policies;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Ten codes on paper, each good for one sign-in without a token. A code is 80 random bits, so nobody finds one by trying, and
 * what is kept of it is a keyed hash: a slow hash such as Argon2id protects what people think up, and here it would only make
 * ten times as much work of each try. Without the server's key the hashes say nothing; see docs/adr/0015-recovery-codes-are-random.md.
 */
@Component
public final class RecoveryCodes {
    /** How many a set has. */
    public static final int IN_A_SET = 10;

    /** Without letters and digits that look alike: five bits each. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int CHARACTERS = 16;
    private static final int GROUP = 4;

    private final RecoveryCodeStore store;
    private final RecoveryMails mails;
    private final Policies policies;
    private final Sealing sealing;
    private final Ledger ledger;

    RecoveryCodes(RecoveryCodeStore store, RecoveryMails mails, Policies policies, Sealing sealing, Ledger ledger) {
        this.store = store;
        this.mails = mails;
        this.policies = policies;
        this.sealing = sealing;
        this.ledger = ledger;
    }

    /** Time, randomness, record and transactions of this module. */
    @Component
    record Ledger(InstantSource time, Randomness randomness, Audit audit, TransactionOperations transactions) {}

    /** A set of codes that stands nowhere else: to be shown once. */
    public static final class Made {
        private final List<String> codes;

        private Made(List<String> codes) {
            this.codes = List.copyOf(codes);
        }

        /** Returns the codes as they are printed, in groups of four. */
        public List<String> exposed() {
            return codes;
        }

        @Override
        public String toString() {
            return "Made[" + codes.size() + " recovery codes]";
        }
    }

    /** How many codes of their set a user has left, and since when they have it. */
    public record Standing(int left, Instant madeAt) {}

    /** Says whether the rules let people have recovery codes. */
    public boolean isAllowed(VirtualServerId virtualServer) {
        return policies.current(virtualServer).selfService().recoveryCodes();
    }

    /** Returns how many codes a user has left; nothing when they never made any. */
    public Optional<Standing> standing(VirtualServerId virtualServer, UserId user) {
        return store.standing(virtualServer, user);
    }

    /**
     * Makes a new set for a user who has just proved themselves; the set before is worth nothing any more.
     *
     * @throws IllegalStateException when the rules allow none
     */
    public Made renew(VirtualServerId virtualServer, UserId user, String ip) {
        if (!isAllowed(virtualServer)) {
            throw new IllegalStateException("the rules allow no recovery codes");
        }
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < IN_A_SET; i++) {
            codes.add(code());
        }
        ledger.transactions.executeWithoutResult(status -> {
            store.replace(
                    virtualServer,
                    user,
                    codes.stream().map(code -> hash(user, code)).toList(),
                    ledger.time.instant());
            mails.renewed(virtualServer, user, ip);
            ledger.audit.append(AuditEvent.of(virtualServer, AuditType.RECOVERY_CODES_MADE, new Actor.User(user))
                    .about(user)
                    .from(ip)
                    .with("count", IN_A_SET));
        });
        return new Made(codes.stream().map(RecoveryCodes::grouped).toList());
    }

    /** Withdraws the codes of a user, in the caller's transaction; returns how many could still be used. */
    int withdraw(VirtualServerId virtualServer, UserId user, Actor actor) {
        int left = store.end(virtualServer, user);
        if (left > 0) {
            ledger.audit.append(AuditEvent.of(virtualServer, AuditType.RECOVERY_CODES_WITHDRAWN, actor)
                    .about(user)
                    .with("count", left));
        }
        return left;
    }

    /** Says whether something typed has the form of a recovery code. */
    static boolean isForm(String typed) {
        String code = normalised(typed);
        return code.length() == CHARACTERS && code.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }

    /** Uses a code, once, in the caller's transaction; the caller records the sign-in. */
    RecoveryUse use(VirtualServerId virtualServer, UserId user, String typed, String ip) {
        if (!isAllowed(virtualServer)
                || !store.use(virtualServer, user, hash(user, normalised(typed)), ledger.time.instant())) {
            return new RecoveryUse.Refused();
        }
        int left = store.standing(virtualServer, user).map(Standing::left).orElse(0);
        mails.used(virtualServer, user, ip, left);
        ledger.audit.append(AuditEvent.of(virtualServer, AuditType.RECOVERY_CODE_USED, new Actor.User(user))
                .about(user)
                .from(ip)
                .with("left", left));
        return new RecoveryUse.Accepted("recovery-code", left);
    }

    private String code() {
        StringBuilder code = new StringBuilder(CHARACTERS);
        for (int i = 0; i < CHARACTERS; i++) {
            code.append(ALPHABET.charAt(ledger.randomness.below(ALPHABET.length())));
        }
        return code.toString();
    }

    private static String grouped(String code) {
        return code.replaceAll("(.{" + GROUP + "})(?!$)", "$1-");
    }

    /** People type groups with and without dashes, and in small letters. */
    private static String normalised(String typed) {
        return typed.replaceAll("[\\s\\u00a0\\u202f-]", "").toUpperCase(Locale.ROOT);
    }

    private String hash(UserId user, String code) {
        byte[] subject = (user + "|" + code).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(sealing.derived("countersign/recovery-code/v1", subject, 32));
    }
}
