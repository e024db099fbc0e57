package org.countersign.server.tokens;

import java.util.Collection;
import java.util.List;
import org.countersign.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens somebody looks for. Everything that is given must hold.
 *
 * @param serial how the serial number begins, in capitals or not, or empty for all
 * @param owners only tokens of these users, or of anybody and nobody when there are none
 * @param state only tokens in this state, or in any; a token with too many failures counts as locked
 * @param kind only tokens that live there, or anywhere
 * @param push only tokens whose device gets push requests like this, or like anything
 * @param after only what comes after this serial number, or from the first on
 */
public record TokenFilter(
        String serial,
        Collection<UserId> owners,
        @Nullable TokenState state,
        @Nullable TokenKind kind,
        RegisterEntry.@Nullable Push push,
        @Nullable String after) {

    /** Looks for all tokens. */
    public static final TokenFilter ALL = new TokenFilter("", List.of(), null, null, null, null);

    /** Looks for tokens by the beginning of their serial number, state and kind. */
    public static TokenFilter of(String serial, @Nullable TokenState state, @Nullable TokenKind kind) {
        return new TokenFilter(serial, List.of(), state, kind, null, null);
    }

    public TokenFilter {
        owners = List.copyOf(owners);
    }

    /** Returns the same filter from this serial number on. */
    public TokenFilter after(@Nullable String other) {
        return new TokenFilter(serial, owners, state, kind, push, other);
    }
}
