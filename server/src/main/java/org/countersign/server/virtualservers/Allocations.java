package org.countersign.server.virtualservers;

import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** How many tokens the provider lets each virtual server have; one without an allocation may have any number. */
@Component
public final class Allocations {
    /** The most tokens of a type. */
    public static final int MOST = 10_000_000;

    private final AllocationStore store;
    private final ProviderRecord record;
    private final TransactionOperations transactions;

    Allocations(AllocationStore store, ProviderRecord record, TransactionOperations transactions) {
        this.store = store;
        this.record = record;
        this.transactions = transactions;
    }

    /** Returns a virtual server's allocation, if it has one. */
    public Optional<Allocation> of(VirtualServerId virtualServer) {
        return store.find(virtualServer);
    }

    /**
     * Returns a virtual server's allocation and keeps it from changing until the transaction ends, so that two who put tokens into
     * the inventory at once do not go beyond it together.
     */
    public Optional<Allocation> hold(VirtualServerId virtualServer) {
        return store.lock(virtualServer);
    }

    /**
     * Says how many tokens a virtual server may have from now on. Tokens that it has beyond that stay.
     *
     * @throws IllegalArgumentException when a number is below 0 or above {@link #MOST}
     */
    public void change(VirtualServerId virtualServer, Allocation allocation, Actor actor) {
        if (allocation.software() < 0
                || allocation.hardware() < 0
                || allocation.software() > MOST
                || allocation.hardware() > MOST) {
            throw new IllegalArgumentException("an allocation is 0 to " + MOST + " tokens of each type");
        }
        transactions.executeWithoutResult(status -> {
            Optional<Allocation> before = store.lock(virtualServer);
            store.put(virtualServer, allocation);
            record.append(
                    virtualServer,
                    AuditType.ALLOCATION_CHANGED,
                    actor,
                    event -> event.with(
                                    "softwareBefore",
                                    before.map(Allocation::software)
                                            .map(String::valueOf)
                                            .orElse("any"))
                            .with("software", allocation.software())
                            .with(
                                    "hardwareBefore",
                                    before.map(Allocation::hardware)
                                            .map(String::valueOf)
                                            .orElse("any"))
                            .with("hardware", allocation.hardware()));
        });
    }
}
