package org.countersign.server.reactions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.ReactionRules;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The ladder. Only the user themselves sets it off, with a device of theirs or signed in with two factors; each sign-in that
 * they report acts once. No step keeps them out: pushes stop and passcodes go on, an address that they are used to is not
 * locked, and a new password is chosen by whoever has the second factor.
 */
@Component
public final class Reactions {
    /** An address from which somebody signed in longer ago than this is one they are used to. */
    private static final Duration USED_TO = Duration.ofDays(1);

    private final ReactionStore store;
    private final ReactionMails mails;
    private final Policies policies;
    private final Ledger ledger;

    Reactions(ReactionStore store, ReactionMails mails, Policies policies, Ledger ledger) {
        this.store = store;
        this.mails = mails;
        this.policies = policies;
        this.ledger = ledger;
    }

    /** Time, ids, record and transactions of this module. */
    @Component
    record Ledger(InstantSource time, Randomness randomness, Audit audit, TransactionOperations transactions) {}

    /**
     * Climbs the ladder as far as the rules go.
     *
     * @return the report, or nothing when this sign-in was reported before: then nothing happens again
     */
    public Optional<UUID> report(Reported reported) {
        return ledger.transactions.execute(status -> {
            UUID id = ledger.randomness.newUnguessableId();
            Instant now = ledger.time.instant();
            if (!store.insert(id, reported, now)) {
                return Optional.empty();
            }
            Map<ReactionStep, Optional<Instant>> steps = steps(reported, now);
            steps.forEach((step, until) -> store.insert(
                    ledger.randomness.newId(),
                    id,
                    reported,
                    step,
                    step == ReactionStep.LOCK_SOURCE ? reported.ip() : null,
                    now,
                    until.orElse(null)));
            mails.toUser(reported, id, steps);
            if (steps.containsKey(ReactionStep.ALERT_OPERATORS)) {
                mails.toOperators(reported, id, steps);
            }
            AuditType type = reported.byPhone() ? AuditType.SIGN_IN_REPORTED : AuditType.PAST_SIGN_IN_REPORTED;
            ledger.audit.append(AuditEvent.of(reported.virtualServer(), type, new Actor.User(reported.user()))
                    .about(reported.user())
                    .from(reported.ip())
                    .with("report", id)
                    .with("application", reported.application())
                    .with("place", reported.place())
                    .with("serial", reported.serial())
                    .with("steps", steps.keySet().stream().map(Enum::name).collect(Collectors.joining(" "))));
            return Optional.of(id);
        });
    }

    private Map<ReactionStep, Optional<Instant>> steps(Reported reported, Instant now) {
        ReactionRules rules =
                policies.current(reported.virtualServer()).selfService().reactions();
        Map<ReactionStep, Optional<Instant>> steps = new EnumMap<>(ReactionStep.class);
        if (rules.stopPushMinutes() > 0) {
            steps.put(ReactionStep.STOP_PUSHES, Optional.of(now.plus(rules.pushPause())));
        }
        if (rules.lockSourceMinutes() > 0 && isStrange(reported, now)) {
            steps.put(ReactionStep.LOCK_SOURCE, Optional.of(now.plus(rules.sourceLock())));
        }
        if (rules.endSignIns()) {
            steps.put(ReactionStep.END_SIGN_INS, Optional.empty());
        }
        if (rules.alertOperators()) {
            steps.put(ReactionStep.ALERT_OPERATORS, Optional.empty());
        }
        if (rules.changePassword()) {
            steps.put(ReactionStep.CHANGE_PASSWORD, Optional.empty());
        }
        return steps;
    }

    /** Behind one address there may be a whole office, and the user in it. */
    private boolean isStrange(Reported reported, Instant now) {
        return reported.ip() != null
                && !reported.ip().equals(reported.reporter())
                && ledger
                        .audit
                        .recent(reported.virtualServer(), Set.of(AuditType.SIGN_IN_SUCCEEDED), reported.user(), 200)
                        .stream()
                        .noneMatch(entry ->
                                reported.ip().equals(entry.ip()) && entry.at().isBefore(now.minus(USED_TO)));
    }

    /** Says whether no push request is to be sent to a user now. */
    public boolean arePushesStopped(VirtualServerId virtualServer, UserId user) {
        return store.holds(virtualServer, user, ReactionStep.STOP_PUSHES, null, ledger.time.instant());
    }

    /** Says whether a user is refused at an address now. */
    public boolean isLocked(VirtualServerId virtualServer, UserId user, String ip) {
        return store.holds(virtualServer, user, ReactionStep.LOCK_SOURCE, ip, ledger.time.instant());
    }

    /** Says whether a user has to choose a new password; not when they have another one since, whoever set it. */
    public boolean isPasswordDue(VirtualServerId virtualServer, UserId user) {
        Instant now = ledger.time.instant();
        boolean due = store.holds(virtualServer, user, ReactionStep.CHANGE_PASSWORD, null, now);
        if (due) {
            passwordChanged(virtualServer, user);
        }
        return due && store.holds(virtualServer, user, ReactionStep.CHANGE_PASSWORD, null, now);
    }

    /** Says whether somebody who signed in at {@code moment} is signed in no more. */
    public boolean haveEndedSince(VirtualServerId virtualServer, UserId user, Instant moment) {
        return store.endedAt(virtualServer, user)
                .filter(ended -> !moment.isAfter(ended))
                .isPresent();
    }

    /** Notes that a user has another password, if they do; called in the transaction that sets it. */
    public void passwordChanged(VirtualServerId virtualServer, UserId user) {
        store.noteOtherPassword(virtualServer, user, ledger.time.instant());
    }

    /** Finds a report; another virtual server's is not found. */
    public Optional<Report> find(VirtualServerId virtualServer, UUID id) {
        return store.find(virtualServer, id);
    }

    /**
     * Returns reports, newest first.
     *
     * @param before only what was reported before this moment, or from the newest on
     * @param limit at most so many, 1 to 100
     */
    public List<Report> page(VirtualServerId virtualServer, @Nullable Instant before, int limit) {
        return store.page(virtualServer, before, Math.clamp(limit, 1, 100));
    }

    /**
     * Takes steps back that hold.
     *
     * @param reaction the one, or none: all of them
     * @return how many were taken back by this call
     */
    public int undo(VirtualServerId virtualServer, UUID report, @Nullable UUID reaction, Actor actor) {
        Integer count = ledger.transactions.execute(status -> {
            Optional<Report> found = store.find(virtualServer, report);
            int undone = 0;
            for (Reaction step : found.map(Report::reactions).orElse(List.of())) {
                boolean meant = reaction == null || reaction.equals(step.id());
                Instant now = ledger.time.instant();
                if (meant && step.isUndoableAt(now) && store.undo(virtualServer, step.id(), actor.text(), now)) {
                    undone++;
                    ledger.audit.append(AuditEvent.of(virtualServer, AuditType.REACTION_UNDONE, actor)
                            .about(found.orElseThrow().user())
                            .with("report", report)
                            .with("step", step.step().name()));
                }
            }
            return undone;
        });
        return count == null ? 0 : count;
    }
}
