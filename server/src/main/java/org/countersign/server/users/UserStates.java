package org.countersign.server.users;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Who may sign in at all. Whoever is not active is refused at every door: passwords, passcodes, push requests, answers to them,
 * enrollments. What they have stays theirs, and works again when they are active again.
 */
@Component
public final class UserStates {
    private static final int AT_ONCE = 500;

    private final UserStore users;
    private final UserStateStore store;
    private final Passwords passwords;
    private final Audit audit;
    private final InstantSource time;
    private final TransactionOperations transactions;

    UserStates(
            UserStore users,
            UserStateStore store,
            Passwords passwords,
            Audit audit,
            InstantSource time,
            TransactionOperations transactions) {
        this.users = users;
        this.store = store;
        this.passwords = passwords;
        this.audit = audit;
        this.time = time;
        this.transactions = transactions;
    }

    /**
     * Keeps a user out until they are enabled again.
     *
     * @return false when there is no such user, or they are disabled already
     * @throws LastAdministrator when nobody else could administer the virtual server then
     */
    public boolean disable(VirtualServerId virtualServer, UserId user, Actor actor) {
        return change(
                AuditEvent.of(virtualServer, AuditType.USER_DISABLED, actor).about(user),
                user,
                new Change(
                        virtualServer,
                        List.of(UserAccount.State.ACTIVE, UserAccount.State.LOCKED),
                        UserAccount.State.DISABLED,
                        null,
                        null));
    }

    /** Lets a disabled user in again; false when they are not disabled. */
    public boolean enable(VirtualServerId virtualServer, UserId user, Actor actor) {
        return change(
                AuditEvent.of(virtualServer, AuditType.USER_ENABLED, actor).about(user),
                user,
                new Change(virtualServer, List.of(UserAccount.State.DISABLED), UserAccount.State.ACTIVE, null, null));
    }

    /**
     * Keeps an active user out because something is wrong.
     *
     * @param until when the lock ends by itself, or none: an operator ends it
     * @param reason why, for operators and the record
     * @return false when there is no such user, or they are not active
     */
    public boolean lock(
            VirtualServerId virtualServer, UserId user, @Nullable Instant until, String reason, Actor actor) {
        return change(
                AuditEvent.of(virtualServer, AuditType.USER_LOCKED, actor)
                        .about(user)
                        .with("reason", reason)
                        .with("until", until == null ? "unlocked" : until),
                user,
                new Change(virtualServer, List.of(UserAccount.State.ACTIVE), UserAccount.State.LOCKED, until, reason));
    }

    /**
     * Ends a user's lock, and the pause of their user name after wrong passwords.
     *
     * @return false when there is no such user, or neither lock nor pause
     */
    public boolean unlock(VirtualServerId virtualServer, UserId id, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            UserAccount user = users.find(virtualServer, id).orElse(null);
            if (user == null) {
                return false;
            }
            boolean paused = pausedUntil(user).isPresent();
            passwords.forgive(virtualServer, "user", user.userName());
            boolean unlocked = store.change(
                    virtualServer, id, List.of(UserAccount.State.LOCKED), UserAccount.State.ACTIVE, null, null);
            if (paused || unlocked) {
                audit.append(AuditEvent.of(virtualServer, AuditType.USER_UNLOCKED, actor)
                        .about(id)
                        .with("lock", unlocked)
                        .with("passwordPause", paused));
            }
            return paused || unlocked;
        }));
    }

    /** Returns until when no password of this user is looked at, if their name pauses after wrong ones. */
    public Optional<Instant> pausedUntil(UserAccount user) {
        return passwords.pausedUntil(user.virtualServer(), "user", user.userName());
    }

    /** Says whether nobody else could administer the virtual server without this user. */
    public boolean isLastAdministrator(VirtualServerId virtualServer, UserId user) {
        return store.isLastAdministrator(virtualServer, user);
    }

    /** Says whether there is such a user who is not deleted. */
    public boolean isKnown(VirtualServerId virtualServer, UserId user) {
        return users.find(virtualServer, user).isPresent();
    }

    /**
     * Deletes a user: nobody finds them any more, their name is free, and mail address, password, memberships are erased. The
     * record stays, and so does the name in it. Tokens and enrollments are for the caller to end first, in the same
     * transaction.
     *
     * @return false when there is no such user
     * @throws LastAdministrator when nobody else could administer the virtual server then
     */
    public boolean delete(VirtualServerId virtualServer, UserId id, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            UserAccount user = users.find(virtualServer, id).orElse(null);
            requireAnotherAdministrator(virtualServer, id);
            if (user == null
                    || !store.change(virtualServer, id, List.of(user.state()), UserAccount.State.DELETED, null, null)) {
                return false;
            }
            store.erase(virtualServer, id);
            audit.append(AuditEvent.of(virtualServer, AuditType.USER_DELETED, actor)
                    .about(id)
                    .with("userName", user.userName()));
            return true;
        }));
    }

    /** Ends the locks whose time is over. Until this has run a lock holds: late is safe, early is not. */
    @Scheduled(fixedDelay = 15, timeUnit = TimeUnit.SECONDS)
    void endLocks() {
        transactions.executeWithoutResult(status -> store.endLocks(time.instant(), AT_ONCE)
                .forEach(user ->
                        audit.append(AuditEvent.of(user.virtualServer(), AuditType.USER_UNLOCKED, new Actor.Server())
                                .about(user.id())
                                .with("lock", true))));
    }

    private record Change(
            VirtualServerId virtualServer,
            List<UserAccount.State> from,
            UserAccount.State to,
            @Nullable Instant until,
            @Nullable String reason) {}

    private boolean change(AuditEvent event, UserId user, Change change) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            if (change.to == UserAccount.State.DISABLED) {
                requireAnotherAdministrator(change.virtualServer, user);
            }
            boolean changed =
                    store.change(change.virtualServer, user, change.from, change.to, change.until, change.reason);
            if (changed) {
                audit.append(event);
            }
            return changed;
        }));
    }

    private void requireAnotherAdministrator(VirtualServerId virtualServer, UserId user) {
        if (store.isLastAdministrator(virtualServer, user)) {
            throw new LastAdministrator();
        }
    }
}
