package org.countersign.server.reports;

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

/** How a virtual server is doing: its sign-ins, and what needs a person. Nothing is counted further than people read. */
@Component
public final class Snapshots {
    /** Further than this nothing is counted that needs a person: there is more. */
    public static final int MOST = 500;

    /** What stands on record when a sign-in was not its user's, or looks like it. */
    public static final Set<AuditType> ALARMS =
            Set.of(AuditType.PUSH_REPORTED, AuditType.PAST_SIGN_IN_REPORTED, AuditType.PASSCODE_REPLAYED);

    /** What stands on record when somebody was not let in. */
    public static final Set<AuditType> REFUSED = Set.of(
            AuditType.SIGN_IN_FAILED,
            AuditType.PASSWORD_REFUSED,
            AuditType.ACCOUNT_LOCKED,
            AuditType.PASSCODE_REFUSED,
            AuditType.PASSCODE_REPLAYED,
            AuditType.PUSH_DENIED,
            AuditType.PUSH_EXPIRED,
            AuditType.PUSH_WITHHELD);

    /** Events of a period that are looked at; a busier period is told as its latest part. */
    private static final int EVENTS = 10_000;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    private final Audit audit;
    private final Users users;
    private final OverdueEnrollments overdue;
    private final InstantSource time;

    Snapshots(Audit audit, Users users, OverdueEnrollments overdue, InstantSource time) {
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
    public record Activity(int accepted, int refused, int reported, boolean whole) {}

    /** What needs a person. */
    public enum Kind {
        REPORTED,
        DENIED,
        LOCKED_USERS,
        LOCKED_TOKENS,
        OVERDUE,
        UNDELIVERED,
        FAILED_REPORTS
    }

    /**
     * Something that needs a person.
     *
     * @param count 1 to {@link #MOST}
     */
    public record Problem(Kind kind, int count) {}

    /** Returns the sign-ins of the last day. */
    public Activity lastDay(VirtualServerId virtualServer) {
        return activity(virtualServer, time.instant().minus(DAY));
    }

    /** Returns the sign-ins of the last seven days. */
    public Activity lastWeek(VirtualServerId virtualServer) {
        return activity(virtualServer, time.instant().minus(WEEK));
    }

    /** Says whether the inventory is nearly used up: fewer than one free token for ten given out, or than ten. */
    public static boolean isInventoryLow(Map<TokenState, Integer> tokens) {
        int given = tokens.getOrDefault(TokenState.ACTIVE, 0) + tokens.getOrDefault(TokenState.ASSIGNED, 0);
        int free = tokens.getOrDefault(TokenState.INVENTORY, 0);
        return free > 0 && free < Math.max(10, given / 10);
    }

    /**
     * Returns what needs a person, of events those of the last seven days; what there is nothing of is left out.
     *
     * @param tokens how many tokens are in each state
     */
    public List<Problem> problems(VirtualServerId virtualServer, Map<TokenState, Integer> tokens) {
        Set<AuditType> types = EnumSet.of(AuditType.PUSH_DENIED, AuditType.REPORT_FAILED, AuditType.DELIVERY_GIVEN_UP);
        types.addAll(ALARMS);
        Map<AuditType, Integer> events =
                audit.count(virtualServer, types, time.instant().minus(WEEK), MOST);
        List<Problem> problems = new ArrayList<>();
        add(problems, Kind.REPORTED, sum(events, ALARMS));
        add(problems, Kind.DENIED, events.getOrDefault(AuditType.PUSH_DENIED, 0));
        UserFilter locked = new UserFilter("", UserAccount.State.LOCKED, null, null);
        add(
                problems,
                Kind.LOCKED_USERS,
                users.page(virtualServer, locked, null, MOST).size());
        add(problems, Kind.LOCKED_TOKENS, tokens.getOrDefault(TokenState.LOCKED, 0));
        add(problems, Kind.OVERDUE, overdue.of(virtualServer, MOST).size());
        add(problems, Kind.UNDELIVERED, events.getOrDefault(AuditType.DELIVERY_GIVEN_UP, 0));
        add(problems, Kind.FAILED_REPORTS, events.getOrDefault(AuditType.REPORT_FAILED, 0));
        return problems;
    }

    private static void add(List<Problem> problems, Kind kind, int count) {
        if (count > 0) {
            problems.add(new Problem(kind, count));
        }
    }

    private Activity activity(VirtualServerId virtualServer, Instant since) {
        Set<AuditType> types = EnumSet.of(AuditType.SIGN_IN_SUCCEEDED);
        types.addAll(REFUSED);
        types.addAll(ALARMS);
        Map<AuditType, Integer> counts = audit.count(virtualServer, types, since, EVENTS);
        int accepted = counts.getOrDefault(AuditType.SIGN_IN_SUCCEEDED, 0);
        int reported = sum(counts, ALARMS);
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        return new Activity(accepted, all - accepted - reported, reported, all < EVENTS);
    }

    private static int sum(Map<AuditType, Integer> counts, Set<AuditType> types) {
        return types.stream().mapToInt(type -> counts.getOrDefault(type, 0)).sum();
    }
}
