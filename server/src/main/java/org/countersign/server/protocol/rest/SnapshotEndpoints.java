package org.countersign.server.protocol.rest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditFilter;
import org.countersign.server.audit.AuditType;
import org.countersign.server.enrollment.OverdueEnrollments;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.reports.Snapshots;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How a virtual server is doing, over REST: the figures of the console's first page, and the lists that stand nowhere else. */
@RestController
@KeyNeeds(OperatorModule.SNAPSHOT)
class SnapshotEndpoints {
    private static final int PAGE = 100;

    private final Snapshots snapshots;
    private final TokenRegister register;
    private final Users users;
    private final OverdueEnrollments overdue;
    private final Audit audit;

    SnapshotEndpoints(
            Snapshots snapshots, TokenRegister register, Users users, OverdueEnrollments overdue, Audit audit) {
        this.snapshots = snapshots;
        this.register = register;
        this.users = users;
        this.overdue = overdue;
        this.audit = audit;
    }

    /**
     * Something that needs a person.
     *
     * @param more whether there is more than was counted
     * @param list the call that says which
     */
    record ProblemView(Snapshots.Kind kind, int count, boolean more, String list) {
        static ProblemView of(Snapshots.Problem problem) {
            return new ProblemView(
                    problem.kind(),
                    Math.min(problem.count(), Snapshots.MOST),
                    problem.count() >= Snapshots.MOST,
                    list(problem.kind()));
        }

        private static String list(Snapshots.Kind kind) {
            return switch (kind) {
                case REPORTED -> "/api/v1/audit?type=PUSH_REPORTED,PAST_SIGN_IN_REPORTED,PASSCODE_REPLAYED";
                case DENIED -> "/api/v1/audit?type=PUSH_DENIED";
                case LOCKED_USERS -> "/api/v1/users/list?state=LOCKED";
                case LOCKED_TOKENS -> "/api/v1/tokens?state=LOCKED";
                case OVERDUE -> "/api/v1/problems/overdue";
                case UNDELIVERED -> "/api/v1/problems/undelivered";
                case FAILED_REPORTS -> "/api/v1/kept-reports";
            };
        }
    }

    /** The figures. */
    record SnapshotView(
            int users,
            Map<TokenState, Integer> tokens,
            boolean inventoryLow,
            Snapshots.Activity lastDay,
            Snapshots.Activity lastWeek,
            List<ProblemView> problems) {}

    /** Somebody whose enrollment link ran out. */
    record OverdueView(String userId, @Nullable String userName, String tokenId, Instant expiredAt) {}

    /** One page of them. */
    record OverdueList(List<OverdueView> overdue, @Nullable String next) {}

    /** A message that could not be delivered; to nobody in particular, when nobody knows. */
    record UndeliveredView(
            @Nullable String userId,
            @Nullable String userName,
            Instant at,
            @Nullable String reason) {}

    /** One page of them. */
    record UndeliveredList(
            List<UndeliveredView> undelivered, @Nullable String next) {}

    @GetMapping("/api/v1/snapshot")
    SnapshotView snapshot(ApiClient client) {
        VirtualServerId owner = owner(client);
        Map<TokenState, Integer> tokens = register.countByState(owner);
        return new SnapshotView(
                users.count(owner),
                tokens,
                Snapshots.isInventoryLow(tokens),
                snapshots.lastDay(owner),
                snapshots.lastWeek(owner),
                snapshots.problems(owner, tokens).stream().map(ProblemView::of).toList());
    }

    @GetMapping("/api/v1/problems/overdue")
    OverdueList overdue(ApiClient client, @RequestParam(defaultValue = "") String after) {
        ListPosition position = ListPosition.read("after", after);
        List<OverdueEnrollments.Overdue> found = overdue.page(
                owner(client),
                position == null
                        ? null
                        : new OverdueEnrollments.Position(position.at(), new EnrollmentId(position.id())),
                PAGE + 1);
        List<OverdueEnrollments.Overdue> shown = found.subList(0, Math.min(found.size(), PAGE));
        Map<UserId, UserAccount> people = users.named(
                owner(client),
                shown.stream().map(OverdueEnrollments.Overdue::user).toList());
        String next = found.size() <= PAGE
                ? null
                : new ListPosition(
                                shown.getLast().expiredAt(),
                                shown.getLast().id().value())
                        .text();
        return new OverdueList(
                shown.stream()
                        .map(one -> new OverdueView(
                                one.user().toString(),
                                name(people.get(one.user())),
                                one.token().toString(),
                                one.expiredAt()))
                        .toList(),
                next);
    }

    @GetMapping("/api/v1/problems/undelivered")
    UndeliveredList undelivered(ApiClient client, @RequestParam(defaultValue = "") String before) {
        ListPosition position = ListPosition.read("before", before);
        AuditFilter filter = new AuditFilter(
                Set.of(AuditType.DELIVERY_GIVEN_UP),
                null,
                null,
                position == null ? null : new AuditFilter.Position(position.at(), position.id()));
        List<AuditEntry> found = audit.page(owner(client), filter, PAGE + 1);
        List<AuditEntry> shown = found.subList(0, Math.min(found.size(), PAGE));
        Map<UserId, UserAccount> people = users.named(
                owner(client),
                shown.stream()
                        .map(AuditEntry::userId)
                        .filter(Objects::nonNull)
                        .map(UserId::new)
                        .distinct()
                        .toList());
        String next = found.size() <= PAGE
                ? null
                : new ListPosition(shown.getLast().at(), shown.getLast().id()).text();
        return new UndeliveredList(
                shown.stream().map(entry -> undelivered(entry, people)).toList(), next);
    }

    private static UndeliveredView undelivered(AuditEntry entry, Map<UserId, UserAccount> people) {
        UUID user = entry.userId();
        return new UndeliveredView(
                user == null ? null : user.toString(),
                user == null ? null : name(people.get(new UserId(user))),
                entry.at(),
                entry.details().get("reason"));
    }

    private static @Nullable String name(@Nullable UserAccount user) {
        return Optional.ofNullable(user).map(UserAccount::userName).orElse(null);
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }
}
