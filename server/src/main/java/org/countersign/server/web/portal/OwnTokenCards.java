package org.countersign.server.web.portal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.countersign.server.policy.PinKind;
import org.countersign.server.tokens.Device;
import org.countersign.server.tokens.OwnTokens;
import org.countersign.server.tokens.RegisterEntry;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.web.shell.Moments;
import org.springframework.stereotype.Component;

/** Turns a user's tokens into what they read. Somebody else's token is not found. */
@Component
class OwnTokenCards {
    private static final Set<TokenState> SHOWN = Set.of(TokenState.ACTIVE, TokenState.SUSPENDED, TokenState.LOCKED);

    private final Tokens tokens;
    private final OwnTokens own;
    private final TokenRegister register;
    private final InstantSource time;

    OwnTokenCards(Tokens tokens, OwnTokens own, TokenRegister register, InstantSource time) {
        this.tokens = tokens;
        this.own = own;
        this.register = register;
        this.time = time;
    }

    List<TokenCard> all(PortalVisit visit) {
        List<Token> shown = tokens.of(visit.id(), visit.user()).stream()
                .filter(token -> SHOWN.contains(token.state()))
                .toList();
        return register.withDevices(visit.id(), shown).stream().map(this::card).toList();
    }

    Token token(PortalVisit visit, String id) {
        return tokens.find(visit.id(), PortalIds.token(id))
                .filter(token -> visit.user().equals(token.user()) && SHOWN.contains(token.state()))
                .orElseThrow(PortalIds::notFound);
    }

    TokenCard card(PortalVisit visit, String id) {
        return card(register.withDevices(visit.id(), List.of(token(visit, id))).getFirst());
    }

    /** Says whether it is the only one that works. */
    boolean isLast(PortalVisit visit, TokenCard card) {
        return card.isActive()
                && all(visit).stream()
                        .filter(TokenCard::isActive)
                        .allMatch(other -> other.id().equals(card.id()));
    }

    private TokenCard card(RegisterEntry entry) {
        Token token = entry.token();
        Device device = entry.device();
        return new TokenCard(
                token.id().toString(),
                token.name() == null ? token.serial() : token.name(),
                token.serial(),
                device == null ? null : device.target(),
                state(token),
                token.lastUsedAt() == null ? null : Moments.words(token.lastUsedAt()),
                token.pin().kind() == PinKind.SERVER ? token.pin().rule() : null,
                token.showsPasscodes() && token.state() == TokenState.ACTIVE);
    }

    private String state(Token token) {
        Instant now = time.instant();
        return switch (token.state()) {
            case SUSPENDED -> own.isLost(token.virtualServer(), token.id()) ? "lost" : "suspended";
            case LOCKED -> "locked";
            default -> token.isUsableAt(now) ? "active" : "paused";
        };
    }
}
