package org.countersign.server.web.console.tokens;

import org.countersign.server.tokens.NotAllowed;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenKind;
import org.jspecify.annotations.Nullable;

/**
 * What the page to assign a token shows.
 *
 * @param wrong {@code user}, {@code proof} or {@code overtaken}, or none
 * @param why why it cannot be assigned, or none
 */
public record AssignPage(
        Token token,
        String userName,
        String because,
        @Nullable String wrong,
        @Nullable NotAllowed why) {
    /** Says whether the token is a device of its own. */
    public boolean isHardware() {
        return token.standing().kind() == TokenKind.HARDWARE;
    }
}
