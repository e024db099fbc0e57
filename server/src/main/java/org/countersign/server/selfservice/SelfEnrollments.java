package org.countersign.server.selfservice;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.authentication.TokenTrials;
import org.countersign.server.enrollment.Enrollment;
import org.countersign.server.enrollment.OfferOutcome;
import org.countersign.server.kernel.SignInId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.SelfServiceRules;
import org.countersign.server.recovery.TemporaryPasscodes;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Authenticators that people add by themselves. One is complete when it has been used once; until then it may be broken off
 * at any step and leaves nothing behind: what is not proven in time is undone.
 */
@Component
public final class SelfEnrollments {
    /** Enrolling takes at most ten minutes; as much again and a little more is for trying it out. */
    static final Duration LIFETIME = Duration.ofMinutes(30);

    private static final Set<TokenState> HELD = Set.of(TokenState.ACTIVE, TokenState.SUSPENDED, TokenState.LOCKED);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final SelfEnrollmentStore store;
    private final Enrollment enrollment;
    private final Holdings holdings;
    private final Policies policies;
    private final TokenTrials trials;
    private final MailCodes.Ledger ledger;

    SelfEnrollments(
            SelfEnrollmentStore store,
            Enrollment enrollment,
            Holdings holdings,
            Policies policies,
            TokenTrials trials,
            MailCodes.Ledger ledger) {
        this.store = store;
        this.enrollment = enrollment;
        this.holdings = holdings;
        this.policies = policies;
        this.trials = trials;
        this.ledger = ledger;
    }

    /** The tokens of people, and what stands in for one. */
    @Component
    record Holdings(Tokens tokens, TemporaryPasscodes passcodes) {}

    /** What came of wishing for an authenticator. */
    public sealed interface Start {
        /** The page shows how to enroll it. */
        record Started(UUID id) implements Start {}

        /** The rules do not let this user add one by themselves. */
        record NotAllowed() implements Start {}

        /** The organisation has none left. */
        record NoneLeft() implements Start {}
    }

    /** Says whether the rules let this user add an authenticator by themselves, or replace one. */
    public boolean isAllowed(VirtualServerId virtualServer, UserId user) {
        SelfServiceRules rules = policies.current(virtualServer).selfService();
        return hasAny(virtualServer, user) ? rules.replace() : rules.enroll();
    }

    /**
     * Says whether a user has an authenticator, be it lost, suspended or locked: then mail and password alone add no other
     * one, or whoever has both would report the real one lost first.
     */
    public boolean hasAny(VirtualServerId virtualServer, UserId user) {
        return holdings.tokens.of(virtualServer, user).stream().anyMatch(token -> HELD.contains(token.state()));
    }

    /**
     * Starts to give a user another authenticator. What they had begun before is undone. Never call it inside a transaction.
     *
     * @param replaces the token of theirs that is taken out of use once the new one is proven, or none
     */
    public Start start(VirtualServerId virtualServer, UserId user, @Nullable TokenId replaces, String ip) {
        if (!isAllowed(virtualServer, user)) {
            return new Start.NotAllowed();
        }
        boolean ownsReplaced = replaces == null
                || holdings.tokens
                        .find(virtualServer, replaces)
                        .filter(token -> user.equals(token.user()))
                        .isPresent();
        if (!ownsReplaced) {
            return new Start.NotAllowed();
        }
        store.open(virtualServer, user).ifPresent(before -> undo(before, "started again"));
        return switch (enrollment.offerOnPage(virtualServer, user, new Actor.User(user))) {
            case OfferOutcome.Offered offered -> {
                SelfEnrollment begun = new SelfEnrollment(
                        ledger.randomness().newUnguessableId(),
                        virtualServer,
                        user,
                        offered.enrollment(),
                        offered.token(),
                        replaces,
                        ledger.time().instant().plus(LIFETIME));
                ledger.transactions().executeWithoutResult(status -> {
                    store.insert(begun, ledger.time().instant());
                    record(begun, AuditType.SELF_ENROLLMENT_STARTED, new Actor.User(user), "", ip);
                });
                yield new Start.Started(begun.id());
            }
            case OfferOutcome.NoInventory none -> new Start.NoneLeft();
            case OfferOutcome.UnknownUser unknown -> new Start.NotAllowed();
        };
    }

    /** Finds what this user has begun and neither finished nor let lapse. */
    public Optional<SelfEnrollment> find(VirtualServerId virtualServer, UserId user, UUID id) {
        return store.open(virtualServer, user)
                .filter(found ->
                        found.id().equals(id) && ledger.time().instant().isBefore(found.expiresAt()));
    }

    /**
     * Completes it, if the new token has proven itself by this sign-in; a token that it replaces is taken out of use in the
     * same moment, and a temporary passcode ends.
     */
    public boolean prove(SelfEnrollment begun, SignInId signIn, String ip) {
        if (!trials.hasProven(begun.virtualServer(), signIn, begun.token())) {
            return false;
        }
        return Boolean.TRUE.equals(
                ledger.transactions().execute(status -> complete(begun, new Actor.User(begun.user()), "", ip)));
    }

    /** Ends it well: what the new token replaces goes out of use in the same moment. */
    private boolean complete(SelfEnrollment begun, Actor actor, String reason, @Nullable String ip) {
        if (!store.end(begun.id(), "PROVEN", ledger.time().instant())) {
            return false;
        }
        record(begun, AuditType.SELF_ENROLLMENT_PROVEN, actor, reason, ip);
        holdings.passcodes.end(begun.virtualServer(), begun.user(), actor);
        if (begun.replaces() != null) {
            holdings.tokens.revoke(begun.virtualServer(), begun.replaces(), actor);
        }
        return true;
    }

    /** Breaks it off; nothing of it stays. */
    public void giveUp(SelfEnrollment begun) {
        undo(begun, "given up");
    }

    /** Undoes what nobody has proven in time. */
    @Scheduled(initialDelay = 60, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
    public void undoDue() {
        List<SelfEnrollment> due = store.due(ledger.time().instant());
        due.forEach(begun -> undo(begun, "not proven in time"));
    }

    private void undo(SelfEnrollment begun, String reason) {
        Actor actor = new Actor.Server();
        ledger.transactions().executeWithoutResult(status -> {
            Token token =
                    holdings.tokens.find(begun.virtualServer(), begun.token()).orElse(null);
            if (token != null && wasUsed(token)) {
                complete(begun, actor, "used elsewhere", null);
                return;
            }
            if (!store.end(begun.id(), "UNDONE", ledger.time().instant())) {
                return;
            }
            if (!enrollment.breakOff(begun.virtualServer(), begun.enrollment(), begun.user(), begun.token(), actor)
                    && token != null
                    && begun.user().equals(token.user())) {
                holdings.tokens.revoke(begun.virtualServer(), begun.token(), actor);
            }
            record(begun, AuditType.SELF_ENROLLMENT_UNDONE, actor, reason, null);
        });
    }

    /** The passcode that put it to use does not count: the app sent that by itself. */
    private static boolean wasUsed(Token token) {
        return token.state() == TokenState.ACTIVE
                && token.activatedAt() != null
                && token.lastUsedAt() != null
                && token.lastUsedAt().isAfter(token.activatedAt().plus(A_MOMENT));
    }

    private void record(SelfEnrollment begun, AuditType type, Actor actor, String reason, @Nullable String ip) {
        AuditEvent event = AuditEvent.of(begun.virtualServer(), type, actor)
                .about(begun.user())
                .about(begun.token())
                .from(ip)
                .with("enrollment", begun.enrollment());
        ledger.audit().append(reason.isEmpty() ? event : event.with("reason", reason));
    }
}
