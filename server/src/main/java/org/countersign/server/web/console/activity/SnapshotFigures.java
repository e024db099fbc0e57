package org.countersign.server.web.console.activity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.reports.Snapshots;
import org.countersign.server.tokens.TokenState;
import org.springframework.stereotype.Component;

/** Shows what the first page of the console counts, and where its pages tell more. */
@Component
public final class SnapshotFigures {
    private final Snapshots snapshots;

    SnapshotFigures(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /**
     * How many sign-ins of a period ended how.
     *
     * @param whole whether all of the period was counted
     */
    public record Activity(int accepted, int refused, int reported, boolean whole) {
        static Activity of(Snapshots.Activity counted) {
            return new Activity(counted.accepted(), counted.refused(), counted.reported(), counted.whole());
        }

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
     * @param count up to {@link Snapshots#MOST}
     * @param page the page of the console that shows which
     */
    public record Problem(String kind, int count, String page) {
        static Problem of(Snapshots.Problem found) {
            String kind = found.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
            return new Problem(kind, found.count(), page(found.kind()));
        }

        private static String page(Snapshots.Kind kind) {
            return switch (kind) {
                case REPORTED -> "/sign-ins?kind=alarms";
                case DENIED -> "/sign-ins?kind=denied";
                case LOCKED_USERS -> "/users?state=locked";
                case LOCKED_TOKENS -> "/tokens?state=locked";
                case OVERDUE -> "/problems/overdue";
                case UNDELIVERED -> "/problems/undelivered";
                case FAILED_REPORTS -> "/reports/kept";
            };
        }

        /** Returns the number in words. */
        public String shownCount() {
            return count >= Snapshots.MOST ? Snapshots.MOST + "+" : Integer.toString(count);
        }
    }

    Activity lastDay(VirtualServerId virtualServer) {
        return Activity.of(snapshots.lastDay(virtualServer));
    }

    Activity lastWeek(VirtualServerId virtualServer) {
        return Activity.of(snapshots.lastWeek(virtualServer));
    }

    List<Problem> problems(VirtualServerId virtualServer, Map<TokenState, Integer> tokens) {
        return snapshots.problems(virtualServer, tokens).stream()
                .map(Problem::of)
                .toList();
    }
}
