package org.countersign.server.reports;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Reports that are made again and again, and who is told when one is there. */
@Component
public final class ReportRules {
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final int AT_ONCE = 100;

    private final ReportRuleStore store;
    private final ReportRuns runs;
    private final ReportMails mails;
    private final Audit audit;
    private final TransactionOperations transactions;
    private final InstantSource time;

    ReportRules(
            ReportRuleStore store,
            ReportRuns runs,
            ReportMails mails,
            Audit audit,
            TransactionOperations transactions,
            InstantSource time) {
        this.store = store;
        this.runs = runs;
        this.mails = mails;
        this.audit = audit;
        this.transactions = transactions;
        this.time = time;
    }

    /**
     * What somebody wants to be made again and again.
     *
     * @param name for people, 1 to 80 characters
     * @param keepDays 1 to 3650
     * @param recipients operators who get a mail with a link
     */
    public record Wanted(String name, ReportOrder order, Schedule schedule, int keepDays, List<OperatorId> recipients) {
        public Wanted {
            recipients = List.copyOf(recipients);
        }
    }

    /** Adds a rule. */
    public ReportRule add(VirtualServerId virtualServer, Wanted wanted, Actor actor) {
        ReportRule rule = rule(store.newId(), wanted);
        transactions.executeWithoutResult(status -> {
            store.insert(virtualServer, rule, actor.text(), time.instant());
            record(virtualServer, rule, "added", actor);
        });
        return rule;
    }

    /** Changes a rule; false when there is none. */
    public boolean change(VirtualServerId virtualServer, UUID id, Wanted wanted, Actor actor) {
        ReportRule rule = rule(id, wanted);
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean changed = store.update(virtualServer, rule);
            if (changed) {
                record(virtualServer, rule, "changed", actor);
            }
            return changed;
        }));
    }

    /** Removes a rule; reports that it made stay as long as they are kept. False when there is none. */
    public boolean remove(VirtualServerId virtualServer, ReportRule rule, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean removed = store.delete(virtualServer, rule.id());
            if (removed) {
                record(virtualServer, rule, "removed", actor);
            }
            return removed;
        }));
    }

    /** Returns the rules of a virtual server by name. */
    public List<ReportRule> of(VirtualServerId virtualServer) {
        return store.of(virtualServer);
    }

    /** Finds a rule. */
    public Optional<ReportRule> find(VirtualServerId virtualServer, UUID id) {
        return store.find(virtualServer, id);
    }

    /** Says whether a rule names people to tell, and none of them is told any more: they left, or may not open reports. */
    public boolean isUnheard(VirtualServerId virtualServer, ReportRule rule) {
        return !rule.recipients().isEmpty() && mails.told(virtualServer, rule).isEmpty();
    }

    /** Returns which rules' hours have come. */
    List<ReportRuleStore.DueRule> due() {
        return store.due(time.instant(), AT_ONCE);
    }

    /** Starts the report of a rule whose hour has come; false when it has been started. What a pause missed is made once. */
    boolean start(ReportRuleStore.DueRule named) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            Instant now = time.instant();
            Optional<ReportRuleStore.Due> due = store.lockDue(named, now);
            due.ifPresent(found -> {
                ReportRule rule = found.rule();
                runs.insert(
                        found.virtualServer(),
                        rule.order(),
                        "rule:" + rule.name(),
                        rule.id(),
                        Duration.ofDays(rule.keepDays()));
                store.setNext(found, rule.schedule().after(now));
            });
            return due.isPresent();
        }));
    }

    /** Records that a rule's report could not even be started, and tries again later, so that the others have their turn. */
    void putOff(ReportRuleStore.DueRule due) {
        transactions.executeWithoutResult(status -> {
            Instant now = time.instant();
            if (store.putOff(due, now, now.plus(AGAIN))) {
                audit.append(AuditEvent.of(due.virtualServer(), AuditType.REPORT_FAILED, new Actor.Server())
                        .with("schedule", due.name())
                        .with("reason", "not started"));
            }
        });
    }

    /** Mails those who are to know that a report of a rule is there. */
    void tell(VirtualServerId virtualServer, ReportRun run, long rows) {
        if (run.rule() != null) {
            store.find(virtualServer, run.rule()).ifPresent(rule -> mails.tell(virtualServer, rule, run, rows));
        }
    }

    private ReportRule rule(UUID id, Wanted wanted) {
        return new ReportRule(
                id,
                wanted.name(),
                wanted.order(),
                wanted.schedule(),
                wanted.keepDays(),
                wanted.recipients(),
                wanted.schedule().after(time.instant()));
    }

    private void record(VirtualServerId virtualServer, ReportRule rule, String what, Actor actor) {
        audit.append(AuditEvent.of(virtualServer, AuditType.REPORT_RULE_CHANGED, actor)
                .with("what", what)
                .with("name", rule.name())
                .with("report", rule.order().kind())
                .with("every", rule.schedule().every())
                .with("recipients", rule.recipients().size()));
    }
}
