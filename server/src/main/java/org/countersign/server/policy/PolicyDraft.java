package org.countersign.server.policy;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules as somebody typed them.
 *
 * @param values all rules, those that were typed as they were typed
 * @param wrong which of them cannot be so, and why
 * @param settings the settings that they make, or none while something is wrong
 */
public record PolicyDraft(
        PolicyValues values,
        Map<PolicyRule, UnacceptableRule> wrong,
        @Nullable PolicySettings settings) {

    /** Puts what was typed in the place of what holds now. Whoever typed loses nothing of it. */
    public static PolicyDraft of(PolicySettings now, Map<PolicyRule, String> typed) {
        Map<PolicyRule, String> texts = new EnumMap<>(PolicyValues.of(now).texts());
        Map<PolicyRule, UnacceptableRule> wrong = new EnumMap<>(PolicyRule.class);
        typed.forEach((rule, text) -> {
            texts.put(rule, text);
            try {
                rule.requireText(text);
            } catch (UnacceptableRule unacceptable) {
                wrong.put(rule, unacceptable);
            }
        });
        PolicyValues values = new PolicyValues(texts);
        if (wrong.isEmpty()) {
            try {
                return new PolicyDraft(values, Map.of(), values.settings());
            } catch (UnacceptableRule together) {
                together.rules().forEach(rule -> wrong.put(rule, together));
            }
        }
        return new PolicyDraft(values, wrong, null);
    }
}
