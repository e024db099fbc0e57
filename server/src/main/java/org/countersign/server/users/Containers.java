package org.countersign.server.users;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The parts that a virtual server's people are divided into. The default container has no id and no row: whoever stands in
 * no other container stands in it. Another virtual server's container is not found.
 */
@Component
public final class Containers {
    /** Up to so many people {@link #size} counts; above, it says one more and means more. */
    public static final int COUNTED = 1_000;

    private final ContainerStore store;
    private final Audit audit;
    private final Randomness randomness;
    private final TransactionOperations transactions;

    Containers(ContainerStore store, Audit audit, Randomness randomness, TransactionOperations transactions) {
        this.store = store;
        this.audit = audit;
        this.randomness = randomness;
        this.transactions = transactions;
    }

    /**
     * Creates a container with nobody in it.
     *
     * @return the container, or nothing when the name is taken
     * @throws UnacceptableEntry when the name is empty or too long
     */
    public Optional<Container> create(VirtualServerId virtualServer, String name, Actor actor) {
        Container container = new Container(
                new ContainerId(randomness.newId()),
                virtualServer,
                Names.requireName(UnacceptableEntry.What.CONTAINER_NAME, name));
        return transactions.execute(status -> {
            if (!store.insert(container)) {
                return Optional.empty();
            }
            audit.append(event(AuditType.CONTAINER_CREATED, container, actor));
            return Optional.of(container);
        });
    }

    /** Returns the containers by name, without the default one. */
    public List<Container> of(VirtualServerId virtualServer) {
        return store.of(virtualServer);
    }

    /** Finds a container by id. */
    public Optional<Container> find(VirtualServerId virtualServer, ContainerId id) {
        return store.find(virtualServer, id);
    }

    /** Finds a container by name, whatever the case. */
    public Optional<Container> find(VirtualServerId virtualServer, String name) {
        return store.find(virtualServer, name);
    }

    /**
     * Gives a container another name.
     *
     * @throws UnacceptableEntry when the name is empty or too long
     */
    public Renaming rename(VirtualServerId virtualServer, ContainerId id, String name, Actor actor) {
        String wanted = Names.requireName(UnacceptableEntry.What.CONTAINER_NAME, name);
        try {
            return transactions.execute(status -> {
                Container before = store.lock(virtualServer, id).orElse(null);
                if (before == null) {
                    return Renaming.UNKNOWN;
                }
                if (!wanted.equals(before.name())) {
                    store.rename(virtualServer, id, wanted);
                    audit.append(
                            event(AuditType.CONTAINER_RENAMED, before, actor).with("to", wanted));
                }
                return Renaming.RENAMED;
            });
        } catch (DuplicateKeyException taken) {
            return Renaming.TAKEN;
        }
    }

    /**
     * Removes a container; whoever stood in it stands in the default one afterwards.
     *
     * @return how many people were moved, or nothing when there is no such container
     */
    public OptionalInt remove(VirtualServerId virtualServer, ContainerId id, Actor actor) {
        return transactions.execute(status -> {
            Container container = store.lock(virtualServer, id).orElse(null);
            if (container == null) {
                return OptionalInt.empty();
            }
            int moved = store.count(virtualServer, id);
            store.empty(virtualServer, id);
            store.delete(virtualServer, id);
            audit.append(event(AuditType.CONTAINER_REMOVED, container, actor).with("moved", moved));
            return OptionalInt.of(moved);
        });
    }

    /**
     * Moves users into a container, or into the default one when {@code target} is none.
     *
     * @return how many stood elsewhere before, or nothing when there is no such container: then nobody is moved. Users who
     *     are not of this virtual server are left out
     */
    public OptionalInt move(
            VirtualServerId virtualServer, Collection<UserId> users, @Nullable ContainerId target, Actor actor) {
        return transactions.execute(status -> {
            Container into =
                    target == null ? null : store.lock(virtualServer, target).orElse(null);
            if (target != null && into == null) {
                return OptionalInt.empty();
            }
            List<UserId> moved = store.move(virtualServer, users, target);
            for (UserId user : moved) {
                audit.append(AuditEvent.of(virtualServer, AuditType.USER_MOVED, actor)
                        .about(user)
                        .with("container", into == null ? "default" : into.name()));
            }
            return OptionalInt.of(moved.size());
        });
    }

    /** Counts exactly who stands in a container, or in the default one when none is named. */
    public int count(VirtualServerId virtualServer, @Nullable ContainerId container) {
        return store.count(virtualServer, container);
    }

    /** Counts who stands in a container up to {@link #COUNTED}; one more than that means more. */
    public int size(VirtualServerId virtualServer, @Nullable ContainerId container) {
        return store.countUpTo(virtualServer, container, COUNTED + 1);
    }

    private static AuditEvent event(AuditType type, Container container, Actor actor) {
        return AuditEvent.of(container.virtualServer(), type, actor)
                .with("container", container.name())
                .with("id", container.id());
    }
}
