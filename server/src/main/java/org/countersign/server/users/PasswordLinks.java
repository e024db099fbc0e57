package org.countersign.server.users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Passwords that operators set, and those that people choose themselves by a link in a mail. The link's code has 118 random
 * bits, is good once, for a day or as long as the invitation it comes with, and only its hash is kept; it stands in the link's fragment, which no server sees.
 */
@Component
public final class PasswordLinks {
    /** So long a link is good, at least. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 24;
    private static final int GROUP = 4;

    private final UserStore users;
    private final PasswordLinkStore store;
    private final Passwords passwords;
    private final PasswordNews news;
    private final Randomness randomness;
    private final Deciding deciding;

    PasswordLinks(
            UserStore users,
            PasswordLinkStore store,
            Passwords passwords,
            PasswordNews news,
            Randomness randomness,
            Deciding deciding) {
        this.users = users;
        this.store = store;
        this.passwords = passwords;
        this.news = news;
        this.randomness = randomness;
        this.deciding = deciding;
    }

    /** When and as what a change happens. */
    @Component
    record Deciding(Audit audit, InstantSource time, TransactionOperations transactions) {}

    /** What came of sending a link. */
    public enum Sent {
        SENT,
        /** They have no mail address. */
        NO_MAIL,
        /** They may not sign in. */
        NOT_ACTIVE,
        /** There is no such user. */
        UNKNOWN
    }

    /** Mails a user a link to choose a password; the one sent before is good no more. */
    public Sent send(VirtualServerId virtualServer, UserId id, Actor actor) {
        return deciding.transactions.execute(status -> {
            UserAccount user = users.find(virtualServer, id).orElse(null);
            if (user == null) {
                return Sent.UNKNOWN;
            }
            if (!user.isActive()) {
                return Sent.NOT_ACTIVE;
            }
            if (user.mail() == null || !Mail.isAddress(user.mail())) {
                return Sent.NO_MAIL;
            }
            mail(user, user.mail(), deciding.time.instant().plus(LIFETIME), actor);
            return Sent.SENT;
        });
    }

    /**
     * Mails a link to somebody who has no password yet, with whatever else asks them for it; whoever has one is left alone. In
     * the caller's transaction, if there is one.
     *
     * @param until the link is good so long, or for {@link #LIFETIME} if that is longer
     */
    public void invite(UserAccount user, String address, Instant until, Actor actor) {
        Instant usual = deciding.time.instant().plus(LIFETIME);
        deciding.transactions.executeWithoutResult(status -> {
            if (store.hasNoPassword(user.virtualServer(), user.id())) {
                mail(user, address, until.isAfter(usual) ? until : usual, actor);
            }
        });
    }

    private void mail(UserAccount user, String address, Instant until, Actor actor) {
        String code = newCode();
        store.put(user, hash(code), deciding.time.instant(), until);
        news.link(user, address, code, until);
        deciding.audit.append(AuditEvent.of(user.virtualServer(), AuditType.PASSWORD_LINK_SENT, actor)
                .about(user.id()));
    }

    /** Says whether a code as typed can be used to choose a password; asking uses nothing up. */
    public boolean isGood(VirtualServerId virtualServer, String typed) {
        return store.owner(virtualServer, hash(plain(typed)), deciding.time.instant())
                .isPresent();
    }

    /**
     * Chooses a password, once. Never call it inside a transaction: hashing must not hold a connection.
     *
     * @param typed the code, however grouped
     * @return false when the code is unknown, used, replaced or too old, or its user may not sign in
     * @throws UnacceptableEntry when the password is too short or too long; the code stays good
     */
    public boolean choose(VirtualServerId virtualServer, String typed, String password, String ip) {
        byte[] codeHash = hash(plain(typed));
        Optional<UserId> owner = store.owner(virtualServer, codeHash, deciding.time.instant());
        if (owner.isEmpty()) {
            return false;
        }
        String passwordHash = passwords.hash(password);
        return Boolean.TRUE.equals(deciding.transactions.execute(status -> {
            UserAccount user = users.find(virtualServer, owner.get())
                    .filter(UserAccount::isActive)
                    .orElse(null);
            if (user == null || !store.use(virtualServer, codeHash, deciding.time.instant())) {
                return false;
            }
            keep(user, passwordHash);
            deciding.audit.append(AuditEvent.of(virtualServer, AuditType.PASSWORD_CHOSEN, new Actor.User(user.id()))
                    .about(user.id())
                    .from(ip));
            return true;
        }));
    }

    /**
     * Sets a user's password, and tells them by mail. A link that was sent is good no more.
     *
     * @return false when there is no such user
     * @throws UnacceptableEntry when the password is too short or too long
     */
    public boolean set(VirtualServerId virtualServer, UserId id, String password, Actor actor) {
        String hash = passwords.hash(password);
        return Boolean.TRUE.equals(deciding.transactions.execute(status -> {
            UserAccount user = users.find(virtualServer, id).orElse(null);
            if (user == null) {
                return false;
            }
            keep(user, hash);
            store.end(virtualServer, id);
            deciding.audit.append(
                    AuditEvent.of(virtualServer, AuditType.PASSWORD_SET, actor).about(id));
            return true;
        }));
    }

    @Scheduled(initialDelay = 7, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forgetExpired() {
        store.forgetExpired(deciding.time.instant());
    }

    private void keep(UserAccount user, String hash) {
        store.setPassword(user.virtualServer(), user.id(), hash);
        passwords.forgive(user.virtualServer(), "user", user.userName());
        news.changed(user, deciding.time.instant());
    }

    private String newCode() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            if (i > 0 && i % GROUP == 0) {
                code.append('-');
            }
            code.append(LETTERS.charAt(randomness.below(LETTERS.length())));
        }
        return code.toString();
    }

    private static String plain(String typed) {
        StringBuilder plain = new StringBuilder();
        typed.toLowerCase(Locale.ROOT)
                .chars()
                .filter(c -> LETTERS.indexOf(c) >= 0)
                .limit(LENGTH + 1L)
                .forEach(c -> plain.append((char) c));
        return plain.toString();
    }

    private static byte[] hash(String code) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(plain(code).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
