package org.countersign.server.protocol.rest;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditFilter;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.ActOrder;
import org.countersign.server.tokens.ActOutcome;
import org.countersign.server.tokens.Device;
import org.countersign.server.tokens.RegisterEntry;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenAct;
import org.countersign.server.tokens.TokenFilter;
import org.countersign.server.tokens.TokenKind;
import org.countersign.server.tokens.TokenLife;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tokens over REST: finding them, their life, and what was done to them. */
@RestController
class TokenEndpoints {
    private static final int PAGE = 100;

    private final Tokens tokens;
    private final TokenRegister register;
    private final TokenLife life;
    private final Audit audit;
    private final KeyGuard guard;

    TokenEndpoints(Tokens tokens, TokenRegister register, TokenLife life, Audit audit, KeyGuard guard) {
        this.tokens = tokens;
        this.register = register;
        this.life = life;
        this.audit = audit;
        this.guard = guard;
    }

    /** The mobile app that holds a token. */
    record MobileApp(String target, String deviceType, String os, String app, Instant lastSeenAt) {
        static @Nullable MobileApp of(@Nullable Device device) {
            return device == null
                    ? null
                    : new MobileApp(
                            device.target(), device.deviceType(), device.os(), device.app(), device.lastSeenAt());
        }
    }

    /** A token with where it lives. */
    record TokenDetail(
            String id,
            String serial,
            String state,
            String kind,
            String mode,
            @Nullable String userId,
            @Nullable String name,
            String policy,
            String push,
            int acts,
            @Nullable Instant activatedAt,
            @Nullable Instant lastUsedAt,
            @Nullable MobileApp mobileApp) {
        static TokenDetail of(RegisterEntry entry) {
            Token token = entry.token();
            return new TokenDetail(
                    token.id().toString(),
                    token.serial(),
                    token.state().name(),
                    token.standing().kind().name(),
                    token.mode().name(),
                    token.owner().map(UserId::toString).orElse(null),
                    token.name(),
                    token.policyString(),
                    entry.push().name(),
                    token.standing().acts(),
                    token.activatedAt(),
                    token.lastUsedAt(),
                    MobileApp.of(entry.device()));
        }
    }

    /** An act on a token. */
    record Act(
            @Nullable String act,
            @Nullable String because,
            @Nullable Integer seen) {}

    /** Whom a token is given to. */
    record Assignment(
            @Nullable String userId,
            @Nullable String passcode,
            @Nullable String because,
            @Nullable Integer seen) {
        @Override
        public String toString() {
            return "Assignment[" + userId + "]";
        }
    }

    /** One thing that was done to a token. */
    record HistoryEntry(
            Instant at,
            String type,
            String actor,
            @Nullable String userId,
            @Nullable String because) {
        static HistoryEntry of(AuditEntry entry) {
            return new HistoryEntry(
                    entry.at(),
                    entry.type(),
                    entry.actor(),
                    entry.userId() == null ? null : entry.userId().toString(),
                    entry.details().get("because"));
        }
    }

    @GetMapping("/api/v1/tokens")
    @KeyNeeds(OperatorModule.TOKENS)
    List<TokenDetail> findTokens(
            ApiClient client,
            @RequestParam(defaultValue = "") String search,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String push,
            @RequestParam(defaultValue = "") String userId,
            @RequestParam(defaultValue = "") String after) {
        TokenFilter filter = new TokenFilter(
                search,
                userId.isEmpty() ? List.of() : List.of(new UserId(Given.id("user", userId))),
                Given.choice("state", TokenState.values(), state),
                Given.choice("kind", TokenKind.values(), kind),
                Given.choice("push", RegisterEntry.Push.values(), push),
                after.isEmpty() ? null : after);
        return register.page(owner(client), filter, PAGE).stream()
                .map(TokenDetail::of)
                .toList();
    }

    @GetMapping("/api/v1/tokens/{id}")
    @KeyNeeds(OperatorModule.TOKENS)
    TokenDetail token(ApiClient client, @PathVariable String id) {
        return detail(client, known(client, id));
    }

    @GetMapping("/api/v1/tokens/{id}/history")
    @KeyNeeds(OperatorModule.TOKENS)
    List<HistoryEntry> history(ApiClient client, @PathVariable String id) {
        Token token = known(client, id);
        return audit.page(owner(client), new AuditFilter(TokenLife.RECORDED, null, token.id(), null), PAGE).stream()
                .map(HistoryEntry::of)
                .toList();
    }

    @PostMapping("/api/v1/tokens/{id}/acts")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    TokenDetail act(ApiClient client, @PathVariable String id, @RequestBody Act given) {
        known(client, id);
        TokenAct act = TokenAct.plain(Given.text("act", given.act()).toLowerCase(Locale.ROOT))
                .orElseThrow(() -> RestRefusal.malformed("'act' is one of "
                        + TokenAct.PLAIN.stream().map(TokenAct::slug).toList() + "."));
        if (act == TokenAct.REVOKE || act == TokenAct.RETURN) {
            guard.require(client, OperatorModule.TOKENS, OperatorAct.REMOVE);
        }
        return done(client, life.act(owner(client), tokenId(id), act, order(client, given.because(), given.seen())));
    }

    @PostMapping("/api/v1/tokens/{id}/assign")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    TokenDetail assign(ApiClient client, @PathVariable String id, @RequestBody Assignment given) {
        known(client, id);
        UserId user = new UserId(Given.id("user", Given.text("userId", given.userId())));
        guard.requireNotAbove(client, List.of(user));
        return done(
                client,
                life.assign(
                        owner(client),
                        tokenId(id),
                        user,
                        Given.optionalText("passcode", given.passcode()),
                        order(client, given.because(), given.seen())));
    }

    private TokenDetail done(ApiClient client, ActOutcome outcome) {
        return detail(client, TokenOutcomes.done(outcome));
    }

    private TokenDetail detail(ApiClient client, Token token) {
        return TokenDetail.of(
                register.withDevices(owner(client), List.of(token)).getFirst());
    }

    private Token known(ApiClient client, String id) {
        return tokens.find(owner(client), tokenId(id)).orElseThrow(() -> RestRefusal.notFound("token"));
    }

    private static ActOrder order(ApiClient client, @Nullable String because, @Nullable Integer seen) {
        return new ActOrder(new Actor.ApiClient(client.id()), Given.because(because), seen);
    }

    private static TokenId tokenId(String id) {
        return new TokenId(Given.id("token", id));
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }
}
