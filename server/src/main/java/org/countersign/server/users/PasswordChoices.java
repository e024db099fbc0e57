package org.countersign.server.users;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.springframework.stereotype.Component;

/** Passwords that users choose at the end of a sign-in. */
@Component
public final class PasswordChoices {
    private final UserStore users;
    private final PasswordLinkStore store;
    private final Passwords passwords;
    private final PasswordNews news;
    private final Audit audit;
    private final InstantSource time;

    PasswordChoices(
            UserStore users,
            PasswordLinkStore store,
            Passwords passwords,
            PasswordNews news,
            Audit audit,
            InstantSource time) {
        this.users = users;
        this.store = store;
        this.passwords = passwords;
        this.news = news;
        this.audit = audit;
        this.time = time;
    }

    /** Why a password may not be chosen. */
    public enum Fault {
        /** It is the one that they have. */
        SAME,
        /** It has fewer than 8 or more than 256 characters. */
        LENGTH,
        /** It contains their user name. */
        NAME
    }

    /** A password that may be kept; it shows nothing of itself. */
    public static final class Prepared {
        private final String hash;

        private Prepared(String hash) {
            this.hash = hash;
        }
    }

    /** Says why a user may not choose this password, or nothing. Never call it inside a transaction: it hashes. */
    public Optional<Fault> fault(UserAccount user, String password) {
        if (password.length() < 8 || password.length() > Passwords.LONGEST) {
            return Optional.of(Fault.LENGTH);
        }
        if (password.toLowerCase(Locale.ROOT).contains(user.userName().toLowerCase(Locale.ROOT))) {
            return Optional.of(Fault.NAME);
        }
        return users.candidate(user.virtualServer(), user.userName())
                .filter(now -> passwords.isRight(now.hash(), password))
                .map(same -> Fault.SAME);
    }

    /** Prepares a password to be kept. Never call it inside a transaction: hashing must not hold a connection. */
    public Prepared prepare(String password) {
        return new Prepared(passwords.hash(password));
    }

    /** Keeps a password that its user chose, in the caller's transaction, and tells them by mail. */
    public void keep(UserAccount user, Prepared password, String ip) {
        store.setPassword(user.virtualServer(), user.id(), password.hash);
        passwords.forgive(user.virtualServer(), "user", user.userName());
        news.changed(user, time.instant());
        audit.append(AuditEvent.of(user.virtualServer(), AuditType.PASSWORD_CHOSEN, new Actor.User(user.id()))
                .about(user.id())
                .from(ip));
    }
}
