package org.countersign.server.protocol.rest;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What callers must give; each miss is refused with the name of the field and what it should be. */
final class Given {
    private static final int LONGEST = 512;

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

    static void scope(ApiClient client, ApiScope scope) {
        if (!client.scopes().contains(scope)) {
            throw new RestRefusal(HttpStatus.FORBIDDEN, "scope_missing", "This key lacks the scope " + scope + ".");
        }
    }
}
