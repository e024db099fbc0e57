package org.countersign.server.kernel;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Which virtual servers the work at hand may see and change: the database holds every statement to it, below the checks
 * of the code (ADR 0014). A call from outside begins with none, and gets the one it is for once that is known; the
 * server's own work, as sweeps and the start, is not bound. A thread that a call starts is not bound either.
 */
public final class Reach {
    private static final ScopedValue<Reach> CURRENT = ScopedValue.newInstance();
    private static final Reach EVERYTHING = new Reach(Extent.EVERYTHING);

    private final Extent extent;
    private volatile @Nullable String within;
    private final Set<String> virtualServers = new ConcurrentSkipListSet<>();

    private Reach(Extent extent) {
        this.extent = extent;
    }

    /** How far a call can reach at most. */
    public enum Extent {
        /** One virtual server, once it is known. */
        ONE,
        /** Each virtual server that it names: an app holds tokens of several. */
        SEVERAL,
        /** All of them. */
        EVERYTHING
    }

    /**
     * Some work.
     *
     * @param <X> what it may throw
     */
    @FunctionalInterface
    @Seam("work of any kind runs within a reach")
    public interface Work<X extends Exception> {
        void run() throws X;
    }

    /** Does work that came from outside: it reaches nothing before it {@linkplain #enter enters}. */
    public static <X extends Exception> void outside(Extent extent, Work<X> work) throws X {
        ScopedValue.where(CURRENT, new Reach(extent)).call(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    /** Does work across all virtual servers on behalf of a call; who may ask for that is for the caller to check. */
    public static <T> T everywhere(Supplier<T> work) {
        requireNoTransaction();
        return ScopedValue.where(CURRENT, EVERYTHING).call(work::get);
    }

    /**
     * Lets the work at hand reach a virtual server from its next transaction on.
     *
     * @throws IllegalStateException when it reaches another one already and may reach only one, or in a transaction
     */
    public static void enter(VirtualServerId virtualServer) {
        if (!CURRENT.isBound() || CURRENT.get().extent == Extent.EVERYTHING) {
            return;
        }
        Reach reach = CURRENT.get();
        if (reach.virtualServers.contains(virtualServer.toString())) {
            return;
        }
        requireNoTransaction();
        if (reach.extent == Extent.ONE && !reach.virtualServers.isEmpty()) {
            throw new IllegalStateException("a call for one virtual server turned to another");
        }
        reach.virtualServers.add(virtualServer.toString());
    }

    /**
     * Cuts the work at hand down to the people of some containers, from its next transaction on: whatever it asks for then, it
     * finds nobody else and none of their tokens.
     *
     * @param containers ids; none of them means nobody
     */
    public static void narrow(Collection<UUID> containers) {
        if (!CURRENT.isBound() || CURRENT.get().extent == Extent.EVERYTHING) {
            throw new IllegalStateException("only a call for one virtual server can be narrowed");
        }
        requireNoTransaction();
        CURRENT.get().within = containers.stream().map(UUID::toString).sorted().collect(Collectors.joining(","));
    }

    /** Returns the containers that the work at hand is cut down to, with commas between them; nothing when it is not. */
    public static Optional<String> within() {
        return CURRENT.isBound() ? Optional.ofNullable(CURRENT.get().within) : Optional.empty();
    }

    /**
     * Returns what the database is told: {@code all}, or the ids with commas between them, or nothing for none.
     */
    public static String said() {
        if (!CURRENT.isBound() || CURRENT.get().extent == Extent.EVERYTHING) {
            return "all";
        }
        return String.join(",", CURRENT.get().virtualServers);
    }

    /** A transaction has told the database already. */
    private static void requireNoTransaction() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("the reach of a transaction cannot change");
        }
    }
}
