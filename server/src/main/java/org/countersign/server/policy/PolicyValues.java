package org.countersign.server.policy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Settings rule by rule, each as a text: what forms, lists of changes and the record need. */
public record PolicyValues(Map<PolicyRule, String> texts) {
    private static final JsonMapper JSON = new JsonMapper();

    public PolicyValues {
        texts = new EnumMap<>(texts);
    }

    /** A rule that differs between two settings. */
    public record Change(PolicyRule rule, String before, String after) {}

    /** Takes settings apart. */
    public static PolicyValues of(PolicySettings settings) {
        JsonNode root = JSON.readTree(JSON.writeValueAsString(settings));
        Map<PolicyRule, String> texts = new EnumMap<>(PolicyRule.class);
        for (PolicyRule rule : PolicyRule.values()) {
            JsonNode value = root;
            for (String step : rule.path().split("\\.", -1)) {
                value = value.path(step);
            }
            texts.put(rule, value.isNull() ? "" : value.asString());
        }
        return new PolicyValues(texts);
    }

    /** Returns the rules that are different afterwards. */
    public static List<Change> changes(PolicySettings before, PolicySettings after) {
        PolicyValues earlier = of(before);
        PolicyValues later = of(after);
        List<Change> changes = new ArrayList<>();
        for (PolicyRule rule : PolicyRule.values()) {
            if (!earlier.get(rule).equals(later.get(rule))) {
                changes.add(new Change(rule, earlier.get(rule), later.get(rule)));
            }
        }
        return changes;
    }

    /** Returns the value of a rule; empty when it has none. */
    public String get(PolicyRule rule) {
        return texts.getOrDefault(rule, "");
    }

    /**
     * Puts settings together again.
     *
     * @throws UnacceptableRule when they cannot be like this
     */
    PolicySettings settings() {
        ObjectNode root = JSON.createObjectNode();
        for (PolicyRule rule : PolicyRule.values()) {
            String[] steps = rule.path().split("\\.", -1);
            ObjectNode place = root;
            for (int i = 0; i < steps.length - 1; i++) {
                place = place.has(steps[i]) && place.get(steps[i]) instanceof ObjectNode known
                        ? known
                        : place.putObject(steps[i]);
            }
            put(place, steps[steps.length - 1], rule, get(rule));
        }
        try {
            return JSON.treeToValue(root, PolicySettings.class);
        } catch (JacksonException stopped) {
            for (Throwable cause = stopped.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof UnacceptableRule unacceptable) {
                    throw unacceptable;
                }
            }
            throw stopped;
        }
    }

    private static void put(ObjectNode place, String name, PolicyRule rule, String text) {
        switch (rule.kind()) {
            case NUMBER -> place.put(name, Integer.parseInt(text));
            case SWITCH -> place.put(name, Boolean.parseBoolean(text));
            case TEXT -> {
                if (!text.isEmpty()) {
                    place.put(name, text);
                }
            }
            case CHOICE -> {
                if (Character.isDigit(text.charAt(0))) {
                    place.put(name, Integer.parseInt(text));
                } else {
                    place.put(name, text);
                }
            }
        }
    }
}
