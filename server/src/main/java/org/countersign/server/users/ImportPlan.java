package org.countersign.server.users;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What importing a file would do, or why it cannot be done: with any problem nothing is.
 *
 * @param created users who would be made
 * @param changed users who would be changed
 * @param unchanged users who are as the file says already
 * @param newGroups groups that would be made
 * @param newContainers containers that would be made
 * @param problems the first of them, at most {@link #SHOWN}
 * @param problemCount how many there are
 * @param sample the first users of the file
 */
public record ImportPlan(
        int created,
        int changed,
        int unchanged,
        List<String> newGroups,
        List<String> newContainers,
        List<ImportProblem> problems,
        int problemCount,
        List<Sample> sample) {
    /** How many problems are told at once. */
    public static final int SHOWN = 100;

    /** What would become of one user. */
    public enum Fate {
        CREATED,
        CHANGED,
        UNCHANGED
    }

    /** One user of the file as they would be. */
    public record Sample(
            int line,
            Fate fate,
            String userName,
            String displayName,
            @Nullable String mail,
            @Nullable String container,
            List<String> groups) {}

    /** Says whether it can be done. */
    public boolean isPossible() {
        return problemCount == 0;
    }

    static ImportPlan impossible(ImportProblem problem) {
        return new ImportPlan(0, 0, 0, List.of(), List.of(), List.of(problem), 1, List.of());
    }
}
