package org.countersign.server.web.console.provisioning;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.countersign.server.enrollment.ProvisioningCare;
import org.countersign.server.enrollment.ProvisioningTask;
import org.countersign.server.kernel.UserId;
import org.countersign.server.users.UserAccount;
import org.jspecify.annotations.Nullable;

/** What the pages of provisioning tasks show. */
public final class TaskPages {
    private TaskPages() {}

    static String slug(ProvisioningTask.Progress progress) {
        return progress.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What the list of tasks shows.
     *
     * @param operators user names of operators as the record names them
     * @param next address of the next page, or none
     */
    public record TasksPage(
            List<ProvisioningTask> tasks,
            Map<String, String> operators,
            @Nullable String next,
            boolean further,
            int free) {}

    /**
     * What the page of one task shows.
     *
     * @param operator user name of who started it, or empty: a program did
     * @param progress which users are shown, or all
     * @param next address of the next page, or none
     * @param done what the operator did a moment ago, or nothing
     * @param mailed how many users get another mail by that
     */
    public record TaskPage(
            ProvisioningTask task,
            String operator,
            Map<ProvisioningTask.Progress, Integer> counts,
            ProvisioningTask.@Nullable Progress progress,
            List<ProvisioningTask.Member> members,
            Map<UserId, UserAccount> people,
            @Nullable String next,
            boolean further,
            String done,
            int mailed) {
        /** Returns the key of the words about what was done. */
        public String doneWords() {
            String words = "tokens.task.done." + done + ".text";
            return switch (done) {
                case "reminded" -> words + (mailed == 0 ? ".none" : mailed == 1 ? ".one" : ".many");
                case "removed" -> words + (task.users() > ProvisioningCare.ENDED_AT_ONCE ? ".later" : "");
                default -> words;
            };
        }

        /** Returns a progress as addresses carry it. */
        public String slug(ProvisioningTask.Progress value) {
            return TaskPages.slug(value);
        }

        /** Returns how many have done all they should. */
        public int signedIn() {
            return counts.getOrDefault(ProvisioningTask.Progress.SIGNED_IN, 0);
        }

        /** Returns how many users are so far. */
        public int count(ProvisioningTask.Progress value) {
            return Objects.requireNonNullElse(counts.get(value), 0);
        }

        /** Returns the kind of badge that a progress gets. */
        public static String badge(ProvisioningTask.Progress value) {
            return switch (value) {
                case SIGNED_IN, ENROLLED -> "good";
                case MAIL_FAILED, EXPIRED, FAILED, REFUSED -> "look";
                case QUEUED, MAILING, MAILED, OPENED, ENROLLING, WITHDRAWN, REMOVED -> "neutral";
            };
        }
    }

    /**
     * What the page of an act on a task shows.
     *
     * @param user whom it is about, when it is about one
     * @param stop the stop date typed before
     * @param wrong whether it is none that is allowed
     */
    public record ActPage(
            ProvisioningTask task,
            String act,
            @Nullable UserAccount user,
            Map<ProvisioningTask.Progress, Integer> counts,
            String stop,
            boolean wrong) {
        /** Returns how many users still have to do something. */
        public int unfinished() {
            return counts.entrySet().stream()
                    .filter(entry -> entry.getKey().isUnfinished())
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }
}
