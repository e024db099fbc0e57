package org.countersign.server.users;

import java.util.Set;
import java.util.UUID;
import org.countersign.server.kernel.ContainerId;
import org.jspecify.annotations.Nullable;

/**
 * Which people an operator sees.
 *
 * @param limited whether they see those of {@code containers} only
 * @param containers ids of containers; {@link #DEFAULT_CONTAINER} for the default one
 */
public record OperatorScope(boolean limited, Set<UUID> containers) {
    /** Stands for the default container, which has no row. */
    public static final UUID DEFAULT_CONTAINER = new UUID(0, 0);

    /** Everybody. */
    public static final OperatorScope EVERYBODY = new OperatorScope(false, Set.of());

    public OperatorScope {
        containers = Set.copyOf(containers);
    }

    /** Says whether people of a container are seen, or of the default one when none is named. */
    public boolean sees(@Nullable ContainerId container) {
        return !limited || containers.contains(container == null ? DEFAULT_CONTAINER : container.value());
    }

    /** Says whether everybody whom {@code other} sees is seen here too. */
    public boolean covers(OperatorScope other) {
        return !limited || (other.limited && containers.containsAll(other.containers));
    }
}
