package org.countersign.server.web.console.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The filter of the record as it was typed: {@code from} and {@code to} in UTC, {@code type} as an event's name or a topic,
 * {@code actor}, {@code user}, {@code token}, {@code ip} and {@code text}. What is empty does not matter.
 */
public record AuditForm(Map<String, String> fields) {
    private static final List<String> NAMES = List.of("from", "to", "type", "actor", "user", "token", "ip", "text");
    private static final int LONGEST = 128;

    public AuditForm {
        Map<String, String> tidy = new LinkedHashMap<>();
        for (String name : NAMES) {
            String text = fields.getOrDefault(name, "").strip();
            tidy.put(name, text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        }
        fields = Map.copyOf(tidy);
    }

    /** Returns what was typed in a field, or empty text. */
    public String of(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Says whether nothing is asked for but perhaps a range of time. */
    public boolean isWide() {
        return NAMES.stream()
                .filter(name -> !name.equals("from") && !name.equals("to"))
                .allMatch(name -> of(name).isEmpty());
    }

    /** Says whether nothing is asked for at all. */
    public boolean isEmpty() {
        return isWide() && of("from").isEmpty() && of("to").isEmpty();
    }

    /** Returns the fields besides the range of time that say something. */
    public List<String> narrowing() {
        return NAMES.subList(2, NAMES.size()).stream()
                .filter(name -> !of(name).isEmpty())
                .toList();
    }

    /** Returns names and values in turn, for an address, followed by others. */
    String[] pairs(String... more) {
        List<String> pairs = new ArrayList<>();
        for (String name : NAMES) {
            pairs.add(name);
            pairs.add(of(name));
        }
        pairs.addAll(List.of(more));
        return pairs.toArray(String[]::new);
    }
}
