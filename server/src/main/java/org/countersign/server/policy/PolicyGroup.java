package org.countersign.server.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What rules are about. */
public enum PolicyGroup {
    TOKENS,
    PIN,
    LOCKS,
    PUSH,
    ENROLLMENT,
    SELF_SERVICE,
    /** What follows a report; apart from self-service, so that whoever may change that cannot switch these off. */
    REACTIONS;

    /** Returns the group that addresses name so, or nothing. */
    public static Optional<PolicyGroup> of(String slug) {
        return Arrays.stream(values())
                .filter(group -> group.slug().equals(slug))
                .findFirst();
    }

    /** Returns the group as addresses and texts name it. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns its rules, in the order in which they are shown. */
    public List<PolicyRule> rules() {
        return Arrays.stream(PolicyRule.values())
                .filter(rule -> rule.group() == this)
                .toList();
    }
}
