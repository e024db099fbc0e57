package org.countersign.server.web.console.settings;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicyDraft;
import org.countersign.server.policy.PolicyGroup;
import org.countersign.server.policy.PolicyOutcome;
import org.countersign.server.policy.PolicyRule;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.PolicyValues;
import org.countersign.server.policy.PolicyVersion;
import org.countersign.server.policy.Profile;
import org.countersign.server.policy.ProfileRow;
import org.countersign.server.policy.Profiles;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.OperatorVisit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The three steps of changing rules: a form, what it comes to, and the change. */
@Component
final class PolicyChanging {
    private static final List<TokenState> IN_USE =
            List.of(TokenState.ACTIVE, TokenState.SUSPENDED, TokenState.LOCKED, TokenState.LOST);

    private final Policies policies;
    private final TokenRegister register;

    PolicyChanging(Policies policies, TokenRegister register) {
        this.policies = policies;
        this.register = register;
    }

    /**
     * Where a group is changed.
     *
     * @param at address of the form below the console's
     * @param home address of the page it is reached from
     * @param section place of the navigation
     */
    record Place(PolicyGroup group, String at, String home, String section) {}

    /** Shows the form: with what was typed before, or with what holds now. */
    ModelAndView form(OperatorVisit visit, Place place, Map<String, String> typed) {
        PolicyVersion now = policies.latest(visit.id());
        if (!typed.containsKey("version")) {
            return form(visit, place, now, PolicyDraft.of(now.settings(), Map.of()), null, HttpStatus.OK);
        }
        PolicyDraft draft = PolicyDraft.of(now.settings(), read(place.group(), typed));
        return version(typed) == now.number()
                ? form(visit, place, now, draft, null, HttpStatus.OK)
                : overtaken(visit, place, version(typed), now, draft);
    }

    /** Shows what the form comes to, or the form again with what is wrong in it. */
    ModelAndView confirm(OperatorVisit visit, Place place, Map<String, String> typed) {
        PolicyVersion now = policies.latest(visit.id());
        Map<PolicyRule, String> read = read(place.group(), typed);
        PolicyDraft draft = PolicyDraft.of(now.settings(), read);
        int version = version(typed);
        if (version != now.number()) {
            return overtaken(visit, place, version, now, draft);
        }
        PolicySettings settings = draft.settings();
        if (settings == null) {
            return form(visit, place, now, draft, null, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        List<PolicyValues.Change> changes = PolicyValues.changes(now.settings(), settings);
        if (changes.isEmpty()) {
            return ConsoleView.onTo(visit, place.home() + "?done=same");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        read.forEach((rule, text) -> fields.put(rule.path(), text));
        fields.put("version", Integer.toString(version));
        return page(
                visit,
                new PolicyPages.Confirm(
                        place.at(),
                        place.at(),
                        place.section(),
                        version,
                        changes,
                        fields,
                        inUse(visit),
                        null,
                        isShortPin(settings, changes)));
    }

    /** Changes the rules, unless they cannot be so or somebody else was faster. */
    ModelAndView change(OperatorVisit visit, Place place, Map<String, String> typed) {
        PolicyVersion now = policies.latest(visit.id());
        PolicyDraft draft = PolicyDraft.of(now.settings(), read(place.group(), typed));
        int version = version(typed);
        if (version != now.number()) {
            return overtaken(visit, place, version, now, draft);
        }
        PolicySettings settings = draft.settings();
        if (settings == null) {
            return form(visit, place, now, draft, null, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return switch (policies.replace(visit.id(), version, settings, visit.actor())) {
            case PolicyOutcome.Changed changed -> ConsoleView.onTo(visit, place.home() + "?done=changed");
            case PolicyOutcome.Unchanged same -> ConsoleView.onTo(visit, place.home() + "?done=same");
            case PolicyOutcome.Overtaken(PolicyVersion other) -> overtaken(visit, place, version, other, draft);
        };
    }

    /** Shows what a whole version would change if it were restored. */
    ModelAndView confirmRestoring(OperatorVisit visit, PolicyVersion old) {
        PolicyVersion now = policies.latest(visit.id());
        List<PolicyValues.Change> changes = PolicyValues.changes(now.settings(), old.settings());
        return changes.isEmpty()
                ? ConsoleView.onTo(visit, "/policies?done=same")
                : page(
                        visit,
                        new PolicyPages.Confirm(
                                "/policies/versions/" + old.number(),
                                "/policies/versions",
                                "policies",
                                now.number(),
                                changes,
                                Map.of("version", Integer.toString(now.number())),
                                inUse(visit),
                                old.number(),
                                isShortPin(old.settings(), changes)));
    }

    /** Reads the version that a form was about; what is no number is no version. */
    static int version(Map<String, String> typed) {
        String text = typed.getOrDefault("version", "");
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }

    /** Whoever typed sees what changed meanwhile, keeps what they typed, and decides anew. */
    private ModelAndView overtaken(
            OperatorVisit visit, Place place, int version, PolicyVersion now, PolicyDraft draft) {
        List<PolicyValues.Change> meanwhile = policies.version(visit.id(), version)
                .map(seen -> PolicyValues.changes(seen.settings(), now.settings()))
                .orElse(List.of());
        return form(visit, place, now, draft, meanwhile, HttpStatus.CONFLICT);
    }

    private static ModelAndView form(
            OperatorVisit visit,
            Place place,
            PolicyVersion now,
            PolicyDraft draft,
            @Nullable List<PolicyValues.Change> meanwhile,
            HttpStatus status) {
        return ConsoleView.page(
                "policy-form",
                visit,
                new PolicyPages.Form(
                        place.group(),
                        place.at(),
                        place.section(),
                        now.number(),
                        draft.values(),
                        draft.wrong(),
                        meanwhile),
                status);
    }

    private static ModelAndView page(OperatorVisit visit, PolicyPages.Confirm view) {
        return ConsoleView.page("policy-confirm", visit, view);
    }

    /** A switch that is off sends nothing. */
    private static Map<PolicyRule, String> read(PolicyGroup group, Map<String, String> typed) {
        Map<PolicyRule, String> texts = new EnumMap<>(PolicyRule.class);
        for (PolicyRule rule : group.rules()) {
            String absent = rule.kind() == PolicyRule.Kind.SWITCH ? "false" : "";
            texts.put(rule, typed.getOrDefault(rule.path(), absent).strip());
        }
        return texts;
    }

    /** A server PIN is no secret of a phone's: below what AAL2 asks for, whoever chooses it is warned. */
    private static boolean isShortPin(PolicySettings settings, List<PolicyValues.Change> changes) {
        return changes.stream()
                        .anyMatch(change ->
                                change.rule() == PolicyRule.PIN_KIND || change.rule() == PolicyRule.PIN_MINIMUM)
                && Profiles.of(Profile.AAL2, settings).stream()
                        .anyMatch(verdict -> verdict.row() == ProfileRow.SERVER_PIN_LENGTH && !verdict.met());
    }

    private int inUse(OperatorVisit visit) {
        Map<TokenState, Integer> counts = register.countByState(visit.id());
        return IN_USE.stream().mapToInt(state -> counts.getOrDefault(state, 0)).sum();
    }
}
