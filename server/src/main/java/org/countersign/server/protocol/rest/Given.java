package org.countersign.server.protocol.rest;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.kernel.Moments;
import org.countersign.server.tokens.ActOrder;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What callers must give; each miss is refused with the name of the field and what it should be. */
final class Given {
    private static final int LONGEST = 512;

    /** As many as fit into a call. */
    private static final int MOST_IDS = 1000;

    private Given() {}

    static String text(String field, @Nullable String value) {
        if (value == null || value.isEmpty() || value.length() > LONGEST) {
            throw RestRefusal.malformed("'" + field + "' is text of 1 to " + LONGEST + " characters.");
        }
        return value;
    }

    static @Nullable String optionalText(String field, @Nullable String value) {
        return value == null ? null : text(field, value);
    }

    static UUID id(String what, @Nullable String value) {
        if (value == null) {
            throw RestRefusal.malformed("The id of a " + what + " is text, not null.");
        }
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException notAnId) {
            throw RestRefusal.notFound(what);
        }
    }

    /** Returns a moment, or nothing of nothing. */
    static @Nullable Instant moment(String field, String text) {
        return text.isEmpty()
                ? null
                : Moments.moment(text)
                        .orElseThrow(() ->
                                RestRefusal.malformed("'" + field + "' is a moment such as 2026-11-22T13:41:15Z."));
    }

    /** Returns ids given one by one, each once. */
    static Set<UUID> ids(String what, String field, @Nullable List<String> values) {
        if (values == null || values.isEmpty() || values.size() > MOST_IDS) {
            throw RestRefusal.malformed("'" + field + "' is a list of 1 to " + MOST_IDS + " ids.");
        }
        Set<UUID> ids = new LinkedHashSet<>();
        values.forEach(value -> ids.add(id(what, value)));
        return ids;
    }

    /** Returns the reason for an act on tokens. */
    static @Nullable String because(@Nullable String value) {
        if (value != null && (value.isBlank() || value.length() > ActOrder.LONGEST)) {
            throw RestRefusal.malformed("'because' is text of 1 to " + ActOrder.LONGEST + " characters.");
        }
        return value;
    }

    /** Returns what a word chooses, in capitals or not; nothing when there is none. */
    static <E extends Enum<E>> @Nullable E choice(String field, E[] values, @Nullable String given) {
        return given == null || given.isEmpty()
                ? null
                : Arrays.stream(values)
                        .filter(value -> value.name().equalsIgnoreCase(given))
                        .findFirst()
                        .orElseThrow(() -> RestRefusal.malformed("'" + field + "' is one of " + List.of(values) + "."));
    }

    static void scope(ApiClient client, ApiScope scope) {
        if (!client.scopes().contains(scope)) {
            throw new RestRefusal(HttpStatus.FORBIDDEN, "scope_missing", "This key lacks the scope " + scope + ".");
        }
    }
}
