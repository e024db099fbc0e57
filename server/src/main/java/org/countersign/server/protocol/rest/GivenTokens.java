package org.countersign.server.protocol.rest;

import java.util.List;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.tokens.RegisterEntry;
import org.countersign.server.tokens.TokenFilter;
import org.countersign.server.tokens.TokenKind;
import org.countersign.server.tokens.TokenState;
import org.jspecify.annotations.Nullable;

/**
 * An act on many tokens as callers give it.
 *
 * @param count the number that the forecast said
 * @param tokenIds the tokens, one by one
 * @param all whether on all that match what follows, and not on {@code tokenIds}
 */
record GivenTokens(
        @Nullable String act,
        @Nullable String because,
        @Nullable Integer count,
        @Nullable List<String> tokenIds,
        @Nullable Boolean all,
        @Nullable String search,
        @Nullable String state,
        @Nullable String kind,
        @Nullable String push,
        @Nullable String userId) {

    boolean isForAll() {
        return Boolean.TRUE.equals(all);
    }

    List<TokenId> chosen() {
        return Given.ids("token", "tokenIds", tokenIds).stream()
                .map(TokenId::new)
                .toList();
    }

    @Nullable
    UserId user() {
        return userId == null ? null : new UserId(Given.id("user", userId));
    }

    TokenFilter filter() {
        UserId user = user();
        return new TokenFilter(
                search == null ? "" : search,
                user == null ? List.of() : List.of(user),
                Given.choice("state", TokenState.values(), state),
                Given.choice("kind", TokenKind.values(), kind),
                Given.choice("push", RegisterEntry.Push.values(), push),
                null);
    }
}
