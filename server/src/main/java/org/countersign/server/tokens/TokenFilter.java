package org.countersign.server.tokens;

import java.util.Collection;
import java.util.List;
import org.countersign.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens somebody looks for.
 *
 * @param serial part of a serial number, or empty for all
 * @param owners tokens of these users are looked for as well as those with the serial number
 * @param state only tokens in this state, or in any; a token with too many failures counts as locked
 * @param after only what comes after this token, or from the first on
 */
public record TokenFilter(
        String serial,
        Collection<UserId> owners,
        @Nullable TokenState state,
        @Nullable Position after) {

    /**
     * Where a token stands in the register: those given out come before the inventory, then by serial number.
     *
     * @param free whether it stands among the inventory
     */
    public record Position(boolean free, String serial) {
        /** Returns where {@code token} stands. */
        public static Position of(Token token) {
            return new Position(token.state() == TokenState.INVENTORY, token.serial());
        }
    }

    public TokenFilter {
        owners = List.copyOf(owners);
    }
}
