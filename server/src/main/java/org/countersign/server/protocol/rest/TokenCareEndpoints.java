package org.countersign.server.protocol.rest;

import java.time.Instant;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.ActOrder;
import org.countersign.server.tokens.Resynchronisation;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenAct;
import org.countersign.server.tokens.TokenLife;
import org.countersign.server.tokens.TokenTable;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What a token in use needs now and then: an end of its pause, its step again, another PIN, or its own end. */
@RestController
class TokenCareEndpoints {
    private final Tokens tokens;
    private final TokenLife life;
    private final Resynchronisation resynchronisation;
    private final ServerPins pins;

    TokenCareEndpoints(Tokens tokens, TokenLife life, Resynchronisation resynchronisation, ServerPins pins) {
        this.tokens = tokens;
        this.life = life;
        this.resynchronisation = resynchronisation;
        this.pins = pins;
    }

    /** A server PIN to set. */
    record NewPin(@Nullable String pin) {
        @Override
        public String toString() {
            return "NewPin[]";
        }
    }

    /** Two passcodes that a token showed one after the other. */
    record TwoPasscodes(@Nullable String first, @Nullable String second) {
        @Override
        public String toString() {
            return "TwoPasscodes[]";
        }
    }

    /** What came of them: {@code resynchronised}, {@code refused} or {@code paused}. */
    record Resynchronised(String result, @Nullable Instant until) {}

    @PostMapping("/api/v1/tokens/{id}/revoke")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.REMOVE)
    ResponseEntity<Void> revoke(ApiClient client, @PathVariable String id) {
        return act(client, id, TokenAct.REVOKE);
    }

    @PostMapping("/api/v1/tokens/{id}/unlock")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> unlock(ApiClient client, @PathVariable String id) {
        return act(client, id, TokenAct.UNLOCK);
    }

    private ResponseEntity<Void> act(ApiClient client, String id, TokenAct act) {
        TokenOutcomes.done(life.act(owner(client), tokenId(id), act, ActOrder.by(actor(client))));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/api/v1/tokens/{id}/pin")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> setPin(ApiClient client, @PathVariable String id, @RequestBody NewPin given) {
        Token token = known(client, id);
        if (!ServerPins.isResettable(token)) {
            throw noPin(token);
        }
        pins.reset(token, Given.text("pin", given.pin()), actor(client)).ifPresent(fault -> {
            throw new RestRefusal(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "pin_unacceptable",
                    "The token's rule does not take this PIN: " + fault.wireName() + ".");
        });
        return ResponseEntity.noContent().build();
    }

    private static RestRefusal noPin(Token token) {
        return TokenTable.of(TokenAct.UNLOCK, token) instanceof TokenTable.Verdict.Refused refused
                ? TokenOutcomes.refusal(token, refused.why())
                : TokenOutcomes.refusal(token, "It has no PIN that the server checks.");
    }

    @PostMapping("/api/v1/tokens/{id}/resynchronise")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    Resynchronised resynchronise(ApiClient client, @PathVariable String id, @RequestBody TwoPasscodes passcodes) {
        Token token = known(client, id);
        if (TokenTable.of(TokenAct.RESYNCHRONISE, token) instanceof TokenTable.Verdict.Refused refused) {
            throw TokenOutcomes.refusal(token, refused.why());
        }
        Resynchronisation.Outcome outcome = resynchronisation.resynchronise(
                owner(client),
                token.id(),
                Given.text("first", passcodes.first()),
                Given.text("second", passcodes.second()),
                actor(client));
        return switch (outcome) {
            case Resynchronisation.Outcome.Done done -> new Resynchronised("resynchronised", null);
            case Resynchronisation.Outcome.Refused refused -> new Resynchronised("refused", null);
            case Resynchronisation.Outcome.Paused(Instant until) ->
                new Resynchronised("paused", until.equals(Instant.MAX) ? null : until);
            case Resynchronisation.Outcome.NotPossible none -> throw TokenOutcomes.overtaken(known(client, id));
        };
    }

    private Token known(ApiClient client, String id) {
        return tokens.find(owner(client), tokenId(id)).orElseThrow(() -> RestRefusal.notFound("token"));
    }

    private static TokenId tokenId(String id) {
        return new TokenId(Given.id("token", id));
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }

    private static Actor actor(ApiClient client) {
        return new Actor.ApiClient(client.id());
    }
}
