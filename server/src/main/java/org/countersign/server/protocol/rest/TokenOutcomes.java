package org.countersign.server.protocol.rest;

import org.countersign.server.tokens.ActOutcome;
import org.countersign.server.tokens.NotAllowed;
import org.countersign.server.tokens.Token;
import org.springframework.http.HttpStatus;

/** What came of an act on a token, as callers read it: what is not allowed says why. */
final class TokenOutcomes {
    private TokenOutcomes() {}

    /** Returns the token after an act that was done. */
    static Token done(ActOutcome outcome) {
        return switch (outcome) {
            case ActOutcome.Done(Token token) -> token;
            case ActOutcome.Refused(Token token, NotAllowed why) -> throw refusal(token, why);
            case ActOutcome.Overtaken(Token token) -> throw overtaken(token);
            case ActOutcome.NotProven none ->
                throw new RestRefusal(
                        HttpStatus.UNPROCESSABLE_CONTENT, "not_proven", "This is no unused passcode of this token.");
            case ActOutcome.UnknownUser none -> throw RestRefusal.notFound("active user");
            case ActOutcome.UnknownToken none -> throw RestRefusal.notFound("token");
        };
    }

    static RestRefusal refusal(Token token, NotAllowed why) {
        return refusal(token, why.words());
    }

    static RestRefusal refusal(Token token, String why) {
        return RestRefusal.conflict("act_not_allowed", "Token " + token.serial() + " is " + token.state() + ". " + why);
    }

    static RestRefusal overtaken(Token token) {
        return RestRefusal.conflict(
                "overtaken", "Token " + token.serial() + " has changed meanwhile; it is " + token.state() + " now.");
    }
}
