package org.countersign.server.tokens;

import org.countersign.server.audit.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Who wants something done to a token, and why.
 *
 * @param because the reason in the operator's words, or none; kept in the record
 * @param seen the number of acts on the token when they looked at it ({@link TokenStanding#acts}), or none: whatever came
 *     between
 */
public record ActOrder(
        Actor actor, @Nullable String because, @Nullable Integer seen) {
    /** The longest reason. */
    public static final int LONGEST = 200;

    public ActOrder {
        if (because != null && (because.isBlank() || because.length() > LONGEST)) {
            throw new IllegalArgumentException("a reason has 1 to " + LONGEST + " characters");
        }
    }

    /** An order without a reason, whatever came between. */
    public static ActOrder by(Actor actor) {
        return new ActOrder(actor, null, null);
    }
}
