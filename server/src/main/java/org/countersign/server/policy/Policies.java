package org.countersign.server.policy;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The rules of each virtual server, with every earlier version. */
@Component
public final class Policies {
    private static final int MOST_TRIES = 10;

    private final PolicyStore store;
    private final Audit audit;
    private final InstantSource time;
    private final TransactionOperations transactions;

    Policies(PolicyStore store, Audit audit, InstantSource time, TransactionOperations transactions) {
        this.store = store;
        this.audit = audit;
        this.time = time;
        this.transactions = transactions;
    }

    /** Returns the rules that hold now; {@link PolicySettings#DEFAULT} until somebody changes them. */
    public PolicySettings current(VirtualServerId virtualServer) {
        return latest(virtualServer).settings();
    }

    /** Returns the rules that hold now, with their version. */
    public PolicyVersion latest(VirtualServerId virtualServer) {
        return store.latest(virtualServer).orElse(PolicyVersion.FIRST);
    }

    /** Returns the rules of a version; version 0 is what every virtual server starts with. */
    public Optional<PolicyVersion> version(VirtualServerId virtualServer, int number) {
        return number == 0 ? Optional.of(PolicyVersion.FIRST) : store.version(virtualServer, number);
    }

    /** Returns at most {@code limit} versions before {@code before}, newest first; the one they all began with is the last. */
    public List<PolicyVersion> history(VirtualServerId virtualServer, int before, int limit) {
        List<PolicyVersion> versions = store.history(virtualServer, before, limit);
        if (versions.size() < limit && before > 0) {
            versions.add(PolicyVersion.FIRST);
        }
        return versions;
    }

    /** Replaces the rules from now on, whichever they are. */
    public void change(VirtualServerId virtualServer, PolicySettings settings, Actor actor) {
        int expected = latest(virtualServer).number();
        for (int i = 0; i < MOST_TRIES; i++) {
            if (!(replace(virtualServer, expected, settings, actor) instanceof PolicyOutcome.Overtaken overtaken)) {
                return;
            }
            expected = overtaken.now().number();
        }
        throw new IllegalStateException("the rules of " + virtualServer + " are changed all the time");
    }

    /** Replaces the rules from now on, unless somebody did since version {@code expected}. */
    public PolicyOutcome replace(VirtualServerId virtualServer, int expected, PolicySettings settings, Actor actor) {
        PolicyOutcome outcome = transactions.execute(status -> {
            PolicyVersion before = latest(virtualServer);
            if (before.number() != expected) {
                return new PolicyOutcome.Overtaken(before);
            }
            List<PolicyValues.Change> changes = PolicyValues.changes(before.settings(), settings);
            if (changes.isEmpty()) {
                return new PolicyOutcome.Unchanged(expected);
            }
            // Decided by the table's key: of two who saw the same version, one gets the next.
            if (!store.insertAfter(virtualServer, expected, settings, actor.text(), time.instant())) {
                return new PolicyOutcome.Overtaken(latest(virtualServer));
            }
            audit.append(AuditEvent.of(virtualServer, AuditType.POLICY_CHANGED, actor)
                    .with("version", expected + 1)
                    .with("before", text(changes, PolicyValues.Change::before))
                    .with("after", text(changes, PolicyValues.Change::after)));
            return new PolicyOutcome.Changed(expected + 1);
        });
        return outcome;
    }

    /** Only what changed: the record cuts long details off, and the version holds the rest. */
    private static String text(List<PolicyValues.Change> changes, Function<PolicyValues.Change, String> value) {
        return changes.stream()
                .map(change -> change.rule().path() + "=" + value.apply(change))
                .collect(Collectors.joining(", "));
    }
}
