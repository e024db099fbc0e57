package org.countersign.server.protocol.rest;

import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.countersign.server.kernel.Moments;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list by moments ended, as answers give it and calls give it back: {@code 2026-11-22T13:41:15Z_<id>}.
 *
 * @param at the moment of the last one
 * @param id its id, for those of one moment
 */
record ListPosition(Instant at, UUID id) {
    /** Reads one; nothing of nothing. */
    static @Nullable ListPosition read(String field, String text) {
        if (text.isEmpty()) {
            return null;
        }
        int line = text.indexOf('_');
        try {
            return new ListPosition(
                    Moments.moment(text.substring(0, Math.max(line, 0))).orElseThrow(),
                    UUID.fromString(text.substring(line + 1)));
        } catch (NoSuchElementException | IllegalArgumentException notAPosition) {
            throw RestRefusal.malformed("'" + field + "' is the next of an earlier answer.");
        }
    }

    String text() {
        return at + "_" + id;
    }
}
