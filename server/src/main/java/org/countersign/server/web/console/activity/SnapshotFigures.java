package org.countersign.server.web.console.activity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.enrollment.OverdueEnrollments;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserFilter;
import org.countersign.server.users.Users;
import org.springframework.stereotype.Component;

/** Counts what the first page of the console shows. Nothing is counted further than people read. */
@Component
public final class SnapshotFigures {
    /** Further than this nothing is counted: the page says that there is more. */
    static final int MOST = 500;

    /** Events of a period that are looked at; a busier period is told as its latest part. */
    static final int EVENTS = 10_000;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Set<AuditType> REPORTED = ActivityKind.ALARMS.types();

    private final Audit audit;
    private final Users users;
    private final OverdueEnrollments overdue;
    private final InstantSource time;

    SnapshotFigures(Audit audit, Users users, OverdueEnrollments overdue, InstantSource time) {
        this.audit = audit;
        this.users = users;
        this.overdue = overdue;
        this.time = time;
    }

    /**
     * How many sign-ins of a period ended how.
     *
     * @param whole whether all of the period was counted
     */
    public record Activity(int accepted, int refused, int reported, boolean whole) {
        /** Returns all of them. */
        public int all() {
            return accepted + refused + reported;
        }

        /** Returns a part in percent, for bars. */
        public int percent(int part) {
            return all() == 0 ? 0 : Math.round(100f * part / all());
        }
    }

    /**
     * Something that needs a person.
     *
     * @param kind as texts name it
     * @param count up to {@link #MOST}
     * @param page the page of the console that shows which
     */
    public record Problem(String kind, int count, String page) {
        /** Returns the number in words. */
        public String shownCount() {
            return count >= MOST ? MOST + "+" : Integer.toString(count);
        }
    }

    Activity lastDay(VirtualServerId virtualServer) {
        return activity(virtualServer, time.instant().minus(DAY));
    }

    Activity lastWeek(VirtualServerId virtualServer) {
        return activity(virtualServer, time.instant().minus(WEEK));
    }

    List<Problem> problems(VirtualServerId virtualServer, Map<TokenState, Integer> tokens) {
        Instant since = time.instant().minus(WEEK);
        Map<AuditType, Integer> events = audit.count(
                virtualServer,
                EnumSet.of(
                        AuditType.PUSH_REPORTED,
                        AuditType.PAST_SIGN_IN_REPORTED,
                        AuditType.PASSCODE_REPLAYED,
                        AuditType.PUSH_DENIED,
                        AuditType.REPORT_FAILED,
                        AuditType.DELIVERY_GIVEN_UP),
                since,
                MOST);
        List<Problem> problems = new ArrayList<>();
        add(problems, "reported", sum(events, REPORTED), "/sign-ins?kind=alarms");
        add(problems, "denied", events.getOrDefault(AuditType.PUSH_DENIED, 0), "/sign-ins?kind=denied");
        add(
                problems,
                "locked-users",
                users.page(virtualServer, new UserFilter("", UserAccount.State.LOCKED, null, null), null, MOST)
                        .size(),
                "/users?state=locked");
        add(problems, "locked-tokens", tokens.getOrDefault(TokenState.LOCKED, 0), "/tokens?state=locked");
        add(problems, "overdue", overdue.of(virtualServer, MOST).size(), "/problems/overdue");
        add(problems, "undelivered", events.getOrDefault(AuditType.DELIVERY_GIVEN_UP, 0), "/problems/undelivered");
        add(problems, "failed-reports", events.getOrDefault(AuditType.REPORT_FAILED, 0), "/reports/kept");
        return problems;
    }

    private static void add(List<Problem> problems, String kind, int count, String page) {
        if (count > 0) {
            problems.add(new Problem(kind, count, page));
        }
    }

    private Activity activity(VirtualServerId virtualServer, Instant since) {
        Map<AuditType, Integer> counts = audit.count(virtualServer, ActivityKind.ALL.types(), since, EVENTS);
        int accepted = counts.getOrDefault(AuditType.SIGN_IN_SUCCEEDED, 0);
        int reported = sum(counts, REPORTED);
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        return new Activity(accepted, all - accepted - reported, reported, all < EVENTS);
    }

    private static int sum(Map<AuditType, Integer> counts, Set<AuditType> types) {
        return types.stream().mapToInt(type -> counts.getOrDefault(type, 0)).sum();
    }
}
