package org.countersign.server.policy;

import java.util.Arrays;
import java.util.List;

/** Decides which profiles settings meet. */
public final class Profiles {
    private Profiles() {}

    /**
     * Whether settings meet one demand of a profile.
     *
     * @param value what the rule is now; empty when no rule decides it
     */
    public record Verdict(ProfileRow row, boolean met, String value) {}

    /** Returns every demand of a profile and whether settings meet it. */
    public static List<Verdict> of(Profile profile, PolicySettings settings) {
        PolicyValues values = PolicyValues.of(settings);
        return Arrays.stream(ProfileRow.values())
                .filter(row -> row.isOf(profile))
                .map(row -> new Verdict(
                        row, row.isMetBy(settings), row.rule().map(values::get).orElse("")))
                .toList();
    }

    /** Says whether settings meet a profile. */
    public static boolean meets(Profile profile, PolicySettings settings) {
        return of(profile, settings).stream().allMatch(Verdict::met);
    }
}
