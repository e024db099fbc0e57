package org.countersign.server.web.console.tokens;

import java.util.List;
import java.util.Map;
import org.countersign.server.bulk.BulkAct;
import org.countersign.server.bulk.BulkForecast.Forecast;
import org.countersign.server.bulk.BulkForecast.PeopleForecast;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkJob;
import org.jspecify.annotations.Nullable;

/** What the pages of acts on many show. */
public final class BulkPages {
    private BulkPages() {}

    /**
     * What the page to confirm shows.
     *
     * @param forecast what it would do to tokens now, where that can be said
     * @param people what it would do to users themselves now, where that can be said
     * @param problem {@code act}, {@code nothing}, {@code many}, {@code people}, {@code above}, {@code changed}, {@code inventory},
     *     {@code mail}, {@code unknown}, or none
     */
    public record ConfirmPage(
            BulkOrder order,
            int count,
            @Nullable Forecast forecast,
            @Nullable PeopleForecast people,
            String because,
            @Nullable String problem) {
        /** Says whether the button is there. */
        public boolean isPossible() {
            return count > 0 && (problem == null || problem.equals("changed"));
        }

        /** Says whether it is about every token of some users. */
        public boolean isOnTokensOfUsers() {
            return !order.isOfTokens()
                    && order.job().filter(BulkAct::isOnTokens).isPresent();
        }

        /** Returns what was looked for, by field: it is looked for again when the button is pressed. */
        public Map<String, String> search() {
            return order.isOfTokens()
                    ? Map.of(
                            "q", order.tokens().q(),
                            "user", order.tokens().user(),
                            "state", order.tokens().state(),
                            "kind", order.tokens().kind(),
                            "push", order.tokens().push())
                    : Map.of(
                            "q", order.people().q(),
                            "state", order.people().state(),
                            "container", order.people().container(),
                            "group", order.people().group());
        }

        /** Says whether it takes tokens out of use. */
        public boolean isTaking() {
            return isDanger() || BulkAct.SUSPEND.slug().equals(order.act());
        }

        /** Says whether it ends something that cannot be had back. */
        public boolean isDanger() {
            return BulkAct.of(order.act()).filter(BulkAct::isDanger).isPresent();
        }
    }

    /** What the list of jobs shows. */
    public record JobsPage(List<BulkJob> jobs, Map<String, String> operators) {}

    /**
     * What the page of one job shows.
     *
     * @param operator user name of who started it, or empty: a program did
     * @param mayStop whether it is for whoever looks to stop it
     * @param state which rows are shown, or all
     * @param next address of the next page, or none
     */
    public record JobPage(
            BulkJob job,
            String operator,
            boolean mayStop,
            BulkItem.@Nullable State state,
            List<BulkItem> items,
            @Nullable String next,
            boolean further) {
        /** Returns how many rows are in a state. */
        public int count(BulkItem.State value) {
            return switch (value) {
                case WAITING -> job.waiting();
                case DONE -> job.done();
                case REFUSED -> job.refused();
                case CANCELLED -> job.untouched();
            };
        }

        /** Returns the kind of badge that a state gets. */
        public static String badge(BulkItem.State value) {
            return switch (value) {
                case DONE -> "good";
                case REFUSED -> "look";
                case WAITING, CANCELLED -> "neutral";
            };
        }
    }
}
