package org.countersign.server.users;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The people who sign in to protected resources, and their passwords. */
@Component
public final class Users {
    private final UserStore store;
    private final Passwords passwords;
    private final Audit audit;
    private final Randomness randomness;
    private final TransactionOperations transactions;

    Users(
            UserStore store,
            Passwords passwords,
            Audit audit,
            Randomness randomness,
            TransactionOperations transactions) {
        this.store = store;
        this.passwords = passwords;
        this.audit = audit;
        this.randomness = randomness;
        this.transactions = transactions;
    }

    /**
     * Creates a user who may sign in at once.
     *
     * @param password 8 to 256 characters, or none: no password will be right
     * @return the user, or nothing when the user name is taken
     * @throws UnacceptableEntry when a name is empty or too long, or the password is too short or too long
     */
    public Optional<UserAccount> create(
            VirtualServerId virtualServer,
            String userName,
            String displayName,
            @Nullable String mail,
            @Nullable String password,
            Actor actor) {
        UserAccount account = new UserAccount(
                new UserId(randomness.newId()),
                virtualServer,
                Names.requireName(UnacceptableEntry.What.USER_NAME, userName),
                Names.requireName(UnacceptableEntry.What.DISPLAY_NAME, displayName),
                mail == null || mail.isBlank() ? null : Names.requireMail(mail),
                UserAccount.State.ACTIVE,
                UserAccount.Placement.FIRST);
        String hash = password == null || password.isEmpty() ? null : passwords.hash(password);
        return transactions.execute(status -> {
            if (!store.insert(account, hash)) {
                return Optional.empty();
            }
            audit.append(AuditEvent.of(virtualServer, AuditType.USER_CREATED, actor)
                    .about(account.id())
                    .with("userName", account.userName()));
            return Optional.of(account);
        });
    }

    /**
     * Sets the address a user's mails go to.
     *
     * @param mail the address, or empty for none
     * @return false when there is no such user
     * @throws UnacceptableEntry when it is no mail address
     */
    public boolean changeMail(VirtualServerId virtualServer, UserId user, String mail, Actor actor) {
        String address = mail.isBlank() ? null : Names.requireMail(mail);
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean changed = store.changeMail(virtualServer, user, address);
            if (changed) {
                audit.append(AuditEvent.of(virtualServer, AuditType.USER_CHANGED, actor)
                        .about(user)
                        .with("mail", address == null ? "none" : address));
            }
            return changed;
        }));
    }

    /** Returns what the database can be asked for about a typed name, for statements that read {@code active_user}. */
    public static String searchable(String typed) {
        return Names.searchable(typed);
    }

    /** Finds a user by name, whatever the case. */
    public Optional<UserAccount> find(VirtualServerId virtualServer, String userName) {
        return store.find(virtualServer, userName);
    }

    /** Finds a user by id; another virtual server's is not found. */
    public Optional<UserAccount> find(VirtualServerId virtualServer, UserId id) {
        return store.find(virtualServer, id);
    }

    /**
     * Returns users whose user name, name or mail contains {@code text}, by user name.
     *
     * @param limit at most so many, 1 to 500
     */
    public List<UserAccount> search(VirtualServerId virtualServer, String text, int limit) {
        return store.search(virtualServer, text, Math.clamp(limit, 1, 500));
    }

    /**
     * Returns one page of the users whose user name, name or mail contains {@code text}, by user name.
     *
     * @param after the user name that ended the page before, or none for the first page
     * @param limit at most so many, 1 to 500
     */
    public List<UserAccount> page(VirtualServerId virtualServer, String text, @Nullable String after, int limit) {
        return store.page(virtualServer, text, after, Math.clamp(limit, 1, 500));
    }

    /** Returns the users of a virtual server that have one of these ids, by id; another one's are left out. */
    public Map<UserId, UserAccount> named(VirtualServerId virtualServer, Collection<UserId> ids) {
        return store.named(virtualServer, ids);
    }

    /** Returns how many users a virtual server has. */
    public int count(VirtualServerId virtualServer) {
        return store.count(virtualServer);
    }

    /**
     * Checks a user's password. Never call it inside a transaction: the try is charged for good before the password is
     * looked at, and hashing must not hold a connection.
     */
    public PasswordCheck<UserAccount> checkPassword(VirtualServerId virtualServer, String userName, String password) {
        return passwords.check(virtualServer, "user", userName, password, store.candidate(virtualServer, userName));
    }
}
