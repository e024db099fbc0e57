package org.countersign.server.web.console.settings;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.countersign.server.policy.PolicyGroup;
import org.countersign.server.policy.PolicyRule;
import org.countersign.server.policy.PolicyValues;
import org.countersign.server.policy.Profile;
import org.countersign.server.policy.Profiles;
import org.countersign.server.policy.UnacceptableRule;
import org.jspecify.annotations.Nullable;

/** What the console's pages about rules show. */
public final class PolicyPages {
    private PolicyPages() {}

    /**
     * The rules as they are.
     *
     * @param version their version, 0 when nobody has changed them yet
     * @param operatorsNeedFactor the rule for operators, or none when whoever looks may not see it
     * @param done what was done a moment ago, or nothing
     */
    public record Overview(
            int version, PolicyValues values, @Nullable Boolean operatorsNeedFactor, String done) {}

    /**
     * The form of one group.
     *
     * @param at address of the form below the console's
     * @param section place of the navigation
     * @param version the version that the form is about
     * @param meanwhile what somebody else changed while this was typed, or none when nobody did
     */
    public record Form(
            PolicyGroup group,
            String at,
            String section,
            int version,
            PolicyValues values,
            Map<PolicyRule, UnacceptableRule> wrong,
            @Nullable List<PolicyValues.Change> meanwhile) {
        /** Returns what is wrong with rules that stand on other pages. */
        public List<PolicyRule> wrongElsewhere() {
            return wrong.keySet().stream().filter(rule -> rule.group() != group).toList();
        }
    }

    /**
     * What is about to change.
     *
     * @param at address to send it to below the console's
     * @param back address to go back to below the console's
     * @param fields what the form sends again
     * @param tokens tokens in use, which keep their own rules
     * @param restores the version that is restored, or none
     * @param shortPin whether server PINs may be shorter afterwards than AAL2 asks for, and the change is about that
     */
    public record Confirm(
            String at,
            String back,
            String section,
            int version,
            List<PolicyValues.Change> changes,
            Map<String, String> fields,
            int tokens,
            @Nullable Integer restores,
            boolean shortPin) {
        /** Says whether any of the changes leaves tokens in use as they are. */
        public boolean isKeptByTokens() {
            return changes.stream().anyMatch(change -> change.rule().isKeptByTokens());
        }

        /** Says whether any of the changes holds for everybody from now on. */
        public boolean isAtOnce() {
            return changes.stream().anyMatch(change -> !change.rule().isKeptByTokens());
        }
    }

    /**
     * One version of the change log.
     *
     * @param who user name of the operator who made it, or none
     * @param actorWords key of the text that says what kind of actor it was
     */
    public record Version(
            int number,
            @Nullable Instant at,
            @Nullable String who,
            String actorWords,
            List<PolicyValues.Change> changes,
            boolean now) {}

    /** The change log. */
    public record Log(List<Version> versions, @Nullable String next, boolean further) {}

    /** A profile and how the rules stand to it. */
    public record Judged(Profile profile, List<Profiles.Verdict> verdicts) {
        /** Says whether the rules meet all of it. */
        public boolean isMet() {
            return verdicts.stream().allMatch(Profiles.Verdict::met);
        }

        /** Returns how much of it they do not meet. */
        public long broken() {
            return verdicts.stream().filter(verdict -> !verdict.met()).count();
        }
    }

    /** How the rules stand to the profiles. */
    public record Profiling(List<Judged> profiles) {}
}
