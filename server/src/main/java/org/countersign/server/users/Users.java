package org.countersign.server.users;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The people who sign in to protected resources, and their passwords. */
@Component
public final class Users {
    private final UserStore store;
    private final UserSearchStore words;
    private final Passwords passwords;
    private final Audit audit;
    private final Randomness randomness;
    private final TransactionOperations transactions;

    Users(
            UserStore store,
            UserSearchStore words,
            Passwords passwords,
            Audit audit,
            Randomness randomness,
            TransactionOperations transactions) {
        this.store = store;
        this.words = words;
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
            words.write(account);
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
        return Boolean.TRUE.equals(transactions.execute(status -> store.find(virtualServer, user)
                .map(now -> change(virtualServer, user, now.userName(), now.displayName(), mail, actor))
                .filter(Renaming.RENAMED::equals)
                .isPresent()));
    }

    /**
     * Changes who somebody is for people; what stays as it is, is not on record.
     *
     * @param mail the address, or empty for none
     * @throws UnacceptableEntry when a name is empty or too long, or the address is none
     */
    public Renaming change(
            VirtualServerId virtualServer, UserId user, String userName, String displayName, String mail, Actor actor) {
        String name = Names.requireName(UnacceptableEntry.What.USER_NAME, userName);
        String shown = Names.requireName(UnacceptableEntry.What.DISPLAY_NAME, displayName);
        String address = mail.isBlank() ? null : Names.requireMail(mail);
        try {
            return transactions.execute(status -> store.find(virtualServer, user)
                    .map(before -> {
                        UserAccount after = new UserAccount(
                                user, virtualServer, name, shown, address, before.state(), before.placement());
                        if (!after.equals(before)) {
                            store.change(after);
                            words.write(after);
                            audit.append(changed(before, after, actor));
                        }
                        return Renaming.RENAMED;
                    })
                    .orElse(Renaming.UNKNOWN));
        } catch (DuplicateKeyException taken) {
            return Renaming.TAKEN;
        }
    }

    private static AuditEvent changed(UserAccount before, UserAccount after, Actor actor) {
        AuditEvent event = AuditEvent.of(after.virtualServer(), AuditType.USER_CHANGED, actor)
                .about(after.id());
        if (!before.userName().equals(after.userName())) {
            event = event.with("userNameBefore", before.userName()).with("userName", after.userName());
        }
        if (!before.displayName().equals(after.displayName())) {
            event = event.with("displayNameBefore", before.displayName()).with("displayName", after.displayName());
        }
        if (!Objects.equals(before.mail(), after.mail())) {
            event = event.with("mailBefore", before.mail() == null ? "none" : before.mail())
                    .with("mail", after.mail() == null ? "none" : after.mail());
        }
        return event;
    }

    /** Returns what the database can be asked for about a typed name, for statements that read {@code active_user}. */
    public static String searchable(String typed) {
        return Names.searchable(typed);
    }

    /** Finds a user by name, whatever the case; deleted users are not found, by name or id. */
    public Optional<UserAccount> find(VirtualServerId virtualServer, String userName) {
        return store.find(virtualServer, userName);
    }

    /** Finds a user by id; another virtual server's is not found. */
    public Optional<UserAccount> find(VirtualServerId virtualServer, UserId id) {
        return store.find(virtualServer, id);
    }

    /**
     * Returns users of whose user name, name or mail address words begin with those of {@code text}, in the order of
     * {@link #page}.
     *
     * @param limit at most so many, 1 to 500
     */
    public List<UserAccount> search(VirtualServerId virtualServer, String text, int limit) {
        return page(virtualServer, UserFilter.text(text), null, limit);
    }

    /** Returns one page of the users whom {@code text} finds; see {@link #page(VirtualServerId, UserFilter, String, int)}. */
    public List<UserAccount> page(VirtualServerId virtualServer, String text, @Nullable String after, int limit) {
        return page(virtualServer, UserFilter.text(text), after, limit);
    }

    /**
     * Returns what somebody looks for who types this, what fits the fewest first: people are found who have a word of each
     * range. Nobody is found where there is none.
     */
    public List<SearchWords.Range> terms(VirtualServerId virtualServer, String text) {
        return words.terms(virtualServer, text);
    }

    /**
     * Returns one page of users. Everybody goes by user name; who was searched goes by the word that fits, so that a page costs
     * the same among a hundred people and among a million.
     *
     * @param after the user name that ended the page before, or none for the first page
     * @param limit at most so many, 1 to 500
     */
    public List<UserAccount> page(VirtualServerId virtualServer, UserFilter filter, @Nullable String after, int limit) {
        return words.page(virtualServer, filter, after, Math.clamp(limit, 1, 500));
    }

    /** Returns the users of a virtual server that have one of these ids, deleted ones too; another one's are left out. */
    public Map<UserId, UserAccount> named(VirtualServerId virtualServer, Collection<UserId> ids) {
        return store.named(virtualServer, ids);
    }

    /** Returns which of these users cannot sign in with a password, because nobody has chosen one yet. */
    public Set<UserId> withoutPassword(VirtualServerId virtualServer, Collection<UserId> ids) {
        return store.withoutPassword(virtualServer, ids);
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
        Optional<Passwords.Candidate<UserAccount>> found = store.candidate(virtualServer, userName);
        PasswordCheck<UserAccount> check = passwords.check(virtualServer, "user", userName, password, found);
        if (check instanceof PasswordCheck.Refused<UserAccount>(boolean pauses) && pauses) {
            transactions.executeWithoutResult(status -> paused(virtualServer, userName, found));
        }
        return check;
    }

    /** A name that nobody has is recorded too, without the name: what is typed there may be a password. */
    private void paused(
            VirtualServerId virtualServer, String userName, Optional<Passwords.Candidate<UserAccount>> found) {
        AuditEvent event = AuditEvent.of(virtualServer, AuditType.ACCOUNT_LOCKED, new Actor.Unknown())
                .with("userNameLength", userName.length());
        audit.append(found.map(known -> event.about(known.who().id())).orElse(event));
    }
}
