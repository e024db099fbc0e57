package org.countersign.server.users;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.GroupId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** People who are treated alike, and who they are. Another virtual server's group or user is not found. */
@Component
public final class Groups {
    /** Up to so many members {@link #size} counts; above, it says one more and means more. */
    public static final int COUNTED = 1_000;

    private final GroupStore store;
    private final Audit audit;
    private final Randomness randomness;
    private final TransactionOperations transactions;

    Groups(GroupStore store, Audit audit, Randomness randomness, TransactionOperations transactions) {
        this.store = store;
        this.audit = audit;
        this.randomness = randomness;
        this.transactions = transactions;
    }

    /**
     * Creates a group without members, kept in the console.
     *
     * @return the group, or nothing when the name is taken
     * @throws UnacceptableEntry when the name is empty or too long
     */
    public Optional<Group> create(VirtualServerId virtualServer, String name, Actor actor) {
        Group group = new Group(
                new GroupId(randomness.newId()),
                virtualServer,
                Names.requireName(UnacceptableEntry.What.GROUP_NAME, name),
                Origin.LOCAL);
        return transactions.execute(status -> {
            if (!store.insert(group)) {
                return Optional.empty();
            }
            audit.append(event(AuditType.GROUP_CREATED, group, actor));
            return Optional.of(group);
        });
    }

    /** Returns all groups by name. */
    public List<Group> of(VirtualServerId virtualServer) {
        return store.of(virtualServer);
    }

    /** Returns the groups a user is in, by name. */
    public List<Group> of(VirtualServerId virtualServer, UserId user) {
        return store.of(virtualServer, user);
    }

    /** Finds a group by id. */
    public Optional<Group> find(VirtualServerId virtualServer, GroupId id) {
        return store.find(virtualServer, id);
    }

    /** Finds a group by name, whatever the case. */
    public Optional<Group> find(VirtualServerId virtualServer, String name) {
        return store.find(virtualServer, name);
    }

    /**
     * Gives a group another name.
     *
     * @throws UnacceptableEntry when the name is empty or too long
     */
    public Renaming rename(VirtualServerId virtualServer, GroupId id, String name, Actor actor) {
        String wanted = Names.requireName(UnacceptableEntry.What.GROUP_NAME, name);
        try {
            return transactions.execute(status -> {
                Group before = store.lock(virtualServer, id).orElse(null);
                if (before == null) {
                    return Renaming.UNKNOWN;
                }
                if (!wanted.equals(before.name())) {
                    store.rename(virtualServer, id, wanted);
                    audit.append(event(AuditType.GROUP_RENAMED, before, actor).with("to", wanted));
                }
                return Renaming.RENAMED;
            });
        } catch (DuplicateKeyException taken) {
            return Renaming.TAKEN;
        }
    }

    /**
     * Removes a group; its members stay users.
     *
     * @return how many members it had, or nothing when there is no such group
     */
    public OptionalInt remove(VirtualServerId virtualServer, GroupId id, Actor actor) {
        return transactions.execute(status -> {
            Group group = store.lock(virtualServer, id).orElse(null);
            if (group == null) {
                return OptionalInt.empty();
            }
            int members = store.delete(virtualServer, id);
            audit.append(event(AuditType.GROUP_REMOVED, group, actor).with("members", members));
            return OptionalInt.of(members);
        });
    }

    /**
     * Puts users into a group.
     *
     * @return how many were not in it before, or nothing when there is no such group. Users who are not of this virtual
     *     server are left out
     */
    public OptionalInt add(VirtualServerId virtualServer, GroupId id, Collection<UserId> users, Actor actor) {
        return transactions.execute(status -> {
            Group group = store.lock(virtualServer, id).orElse(null);
            return group == null
                    ? OptionalInt.empty()
                    : recorded(AuditType.GROUP_JOINED, group, store.add(virtualServer, id, users), actor);
        });
    }

    /**
     * Takes users out of a group.
     *
     * @return how many were in it, or nothing when there is no such group
     */
    public OptionalInt takeOut(VirtualServerId virtualServer, GroupId id, Collection<UserId> users, Actor actor) {
        return transactions.execute(status -> {
            Group group = store.lock(virtualServer, id).orElse(null);
            return group == null
                    ? OptionalInt.empty()
                    : recorded(AuditType.GROUP_LEFT, group, store.remove(virtualServer, id, users), actor);
        });
    }

    /** Counts the members of a group exactly. */
    public int count(VirtualServerId virtualServer, GroupId group) {
        return store.count(virtualServer, group);
    }

    /** Counts members up to {@link #COUNTED}; one more than that means more. */
    public int size(VirtualServerId virtualServer, GroupId group) {
        return store.countUpTo(virtualServer, group, COUNTED + 1);
    }

    private OptionalInt recorded(AuditType type, Group group, List<UserId> users, Actor actor) {
        for (UserId user : users) {
            audit.append(event(type, group, actor).about(user));
        }
        return OptionalInt.of(users.size());
    }

    private static AuditEvent event(AuditType type, Group group, Actor actor) {
        return AuditEvent.of(group.virtualServer(), type, actor)
                .with("group", group.name())
                .with("id", group.id());
    }
}
