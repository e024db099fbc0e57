package org.countersign.server.recovery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.SelfServiceRules;
import org.countersign.server.policy.TemporaryPasscode;
import org.springframework.stereotype.Component;

/**
 * A passcode of ten digits for somebody without their phone, for one sign-in or for some hours as the rules say. Each user has
 * at most one; what is kept of it is a keyed hash, and every try is charged before it is looked at.
 */
@Component
public final class TemporaryPasscodes {
    /** What the record of a sign-in calls it. */
    public static final String FACTOR = "temporary-passcode";

    /** Tries, right or wrong ones of a form that could be right, after which it is worth nothing. */
    static final int MOST_FAILURES = 10;

    /** How many somebody may give themselves in a day. */
    static final int MOST_A_DAY = 3;

    private static final int DIGITS = 10;
    private static final Pattern FORM = Pattern.compile("[0-9]{" + DIGITS + "}");

    private final TemporaryPasscodeStore store;
    private final RecoveryMails mails;
    private final Policies policies;
    private final Sealing sealing;
    private final RecoveryCodes.Ledger ledger;

    TemporaryPasscodes(
            TemporaryPasscodeStore store,
            RecoveryMails mails,
            Policies policies,
            Sealing sealing,
            RecoveryCodes.Ledger ledger) {
        this.store = store;
        this.mails = mails;
        this.policies = policies;
        this.sealing = sealing;
        this.ledger = ledger;
    }

    /** A passcode that stands nowhere else: to be shown once. */
    public static final class Given {
        private final String passcode;
        private final Instant until;
        private final boolean once;

        private Given(String passcode, Instant until, boolean once) {
            this.passcode = passcode;
            this.until = until;
            this.once = once;
        }

        /** Returns the passcode as it is shown, with a gap in the middle. */
        public String exposed() {
            return passcode.substring(0, DIGITS / 2) + " " + passcode.substring(DIGITS / 2);
        }

        /** Returns until when it is good. */
        public Instant until() {
            return until;
        }

        /** Says whether it is good for one sign-in only. */
        public boolean once() {
            return once;
        }

        @Override
        public String toString() {
            return "Given[" + until + "]";
        }
    }

    /** Says whether the rules let people give themselves one. */
    public boolean isAllowed(VirtualServerId virtualServer) {
        return policies.current(virtualServer).selfService().temporaryPasscode() != TemporaryPasscode.NONE;
    }

    /**
     * Gives one to a user who has proved their address and their password; the one before is worth nothing any more.
     *
     * @return nothing when the rules allow none, or they have had enough for today
     */
    public Optional<Given> give(VirtualServerId virtualServer, UserId user, String ip) {
        SelfServiceRules rules = policies.current(virtualServer).selfService();
        if (rules.temporaryPasscode() == TemporaryPasscode.NONE) {
            return Optional.empty();
        }
        boolean once = rules.temporaryPasscode() == TemporaryPasscode.ONCE;
        StringBuilder digits = new StringBuilder(DIGITS);
        for (int i = 0; i < DIGITS; i++) {
            digits.append((char) ('0' + ledger.randomness().below(10)));
        }
        String passcode = digits.toString();
        Instant now = ledger.time().instant();
        Instant until = now.plus(rules.temporaryLifetime());
        return ledger.transactions().execute(status -> {
            if (!store.give(ledger.randomness().newId(), virtualServer, user, hash(user, passcode), once, now, until)) {
                return Optional.empty();
            }
            mails.given(virtualServer, user, ip, until);
            ledger.audit()
                    .append(AuditEvent.of(virtualServer, AuditType.TEMPORARY_PASSCODE_GIVEN, new Actor.User(user))
                            .about(user)
                            .from(ip)
                            .with("once", once)
                            .with("until", until));
            return Optional.of(new Given(passcode, until, once));
        });
    }

    /** Ends the one that a user has, if it is still good: they have a token at hand again, or an operator says so. */
    public boolean end(VirtualServerId virtualServer, UserId user, Actor actor) {
        return Boolean.TRUE.equals(ledger.transactions().execute(status -> {
            boolean wasGood = store.end(virtualServer, user, ledger.time().instant());
            if (wasGood) {
                ledger.audit()
                        .append(AuditEvent.of(virtualServer, AuditType.TEMPORARY_PASSCODE_ENDED, actor)
                                .about(user));
            }
            return wasGood;
        }));
    }

    /** Returns until when the one that a user has is good, or nothing. */
    Optional<Instant> goodUntil(VirtualServerId virtualServer, UserId user) {
        return store.goodUntil(virtualServer, user, ledger.time().instant());
    }

    /** Says whether something typed has the form of a temporary passcode. */
    static boolean isForm(String typed) {
        return FORM.matcher(normalised(typed)).matches();
    }

    /** Checks one in the caller's transaction, which must commit whatever the outcome; the caller records the sign-in. */
    RecoveryUse use(VirtualServerId virtualServer, UserId user, String typed, String ip) {
        if (!isAllowed(virtualServer)) {
            return new RecoveryUse.Refused();
        }
        Instant now = ledger.time().instant();
        boolean used = store.charge(virtualServer, user, now)
                .filter(hash -> MessageDigest.isEqual(hash, hash(user, normalised(typed))))
                .isPresent();
        if (!used || !store.use(virtualServer, user, now)) {
            return new RecoveryUse.Refused();
        }
        ledger.audit()
                .append(AuditEvent.of(virtualServer, AuditType.TEMPORARY_PASSCODE_USED, new Actor.User(user))
                        .about(user)
                        .from(ip));
        return new RecoveryUse.Accepted(FACTOR, 0);
    }

    private static String normalised(String typed) {
        return typed.replaceAll("[ \\t\\u00a0\\u202f]", "");
    }

    private byte[] hash(UserId user, String passcode) {
        byte[] subject = (user + "|" + passcode).getBytes(StandardCharsets.UTF_8);
        return sealing.derived("countersign/temporary-passcode/v1", subject, 32);
    }
}
