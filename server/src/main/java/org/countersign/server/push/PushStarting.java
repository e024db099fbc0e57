package org.countersign.server.push;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PushRules;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.tokens.Devices;
import org.countersign.server.tokens.Token;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides whether a user may be asked now, on which token, and writes the request. */
@Component
class PushStarting {
    /** How far back unanswered requests count. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final Users users;
    private final Devices devices;
    private final Policies policies;
    private final PushComposer composer;
    private final Writing writing;
    private final InstantSource time;

    PushStarting(
            Users users,
            Devices devices,
            Policies policies,
            PushComposer composer,
            Writing writing,
            InstantSource time) {
        this.users = users;
        this.devices = devices;
        this.policies = policies;
        this.composer = composer;
        this.writing = writing;
        this.time = time;
    }

    /** Where a start is written down. */
    @Component
    record Writing(PushStore store, PushBook book, Audit audit, PushDelivery delivery, Reactions reactions) {}

    /** What a start came to inside the package. */
    sealed interface Start {
        record Open(StoredPush request) implements Start {}

        record NotPossible() implements Start {}

        record Withheld() implements Start {}
    }

    /** Starts or joins a request; called in a transaction. */
    Start start(PushOrder order) {
        PushRules policy = policies.current(order.virtualServer()).push();
        UserAccount account = users.find(order.virtualServer(), order.user()).orElse(null);
        List<Token> tokens = devices.pushable(order.virtualServer(), order.user(), policy).stream()
                .filter(token -> order.onlyToken() == null || order.onlyToken().equals(token.id()))
                .toList();
        if (!policy.allowed() || account == null || account.state() != UserAccount.State.ACTIVE || tokens.isEmpty()) {
            return new Start.NotPossible();
        }
        writing.store.lockUser(order.user());
        Instant now = time.instant();
        StoredPush open = stillOpen(order.user(), now);
        if (open != null && open.requester().equals(order.requester())) {
            return new Start.Open(open);
        }
        String reason = reasonToWithhold(order.virtualServer(), order.user(), policy, open != null, now);
        if (reason != null) {
            writing.audit.append(
                    AuditEvent.of(order.virtualServer(), AuditType.PUSH_WITHHELD, new Actor.User(order.user()))
                            .about(order.user())
                            .from(order.visitor().ip())
                            .with("application", order.application())
                            .with("reason", reason));
            return new Start.Withheld();
        }
        if (open != null) {
            writing.book.supersede(open, "newer");
        }
        StoredPush request = composer.compose(order, account, tokens.getFirst(), policy, now);
        writing.book.open(request, order.visitor().ip());
        writing.delivery.afterCommit(request);
        return new Start.Open(request);
    }

    private @Nullable StoredPush stillOpen(UserId user, Instant now) {
        StoredPush open = writing.store.open(user).orElse(null);
        if (open == null || !open.isOverdueAt(now)) {
            return open;
        }
        writing.book.expire(open);
        return null;
    }

    /** A request that this one would take the place of counts as unanswered, so that nobody rings by starting anew. */
    private @Nullable String reasonToWithhold(
            VirtualServerId virtualServer, UserId user, PushRules policy, boolean oneIsOpen, Instant now) {
        Instant since = now.minus(MEMORY);
        if (writing.reactions.arePushesStopped(virtualServer, user)) {
            return "reported";
        }
        int unanswered = writing.store.unanswered(user, since) + (oneIsOpen ? 1 : 0);
        if (unanswered >= policy.unansweredLimit()) {
            return "unanswered";
        }
        // Whoever has the password must not ask for ever, even of somebody who says no each time without reporting it.
        return policy.areTooManyDenials(writing.store.denied(user, since)) ? "denied" : null;
    }
}
