package org.countersign.server.tokens;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;

/** What operators look up: a virtual server's tokens with their devices, a page at a time. Changes nothing. */
@Component
public final class TokenRegister {
    private final TokenRegisterStore store;
    private final DeviceStore devices;
    private final TokenTallyStore tally;

    TokenRegister(TokenRegisterStore store, DeviceStore devices, TokenTallyStore tally) {
        this.store = store;
        this.devices = devices;
        this.tally = tally;
    }

    /**
     * Returns one page of the tokens that {@code filter} asks for, by serial number.
     *
     * @param limit at most so many, 1 to 500
     */
    public List<RegisterEntry> page(VirtualServerId virtualServer, TokenFilter filter, int limit) {
        return withDevices(virtualServer, store.page(virtualServer, filter, Math.clamp(limit, 1, 500)));
    }

    /** Returns one page of tokens as {@link #page} does, without their devices. */
    public List<Token> tokens(VirtualServerId virtualServer, TokenFilter filter, int limit) {
        return store.page(virtualServer, filter, Math.clamp(limit, 1, 500));
    }

    /** Returns these tokens with the devices that hold them. */
    public List<RegisterEntry> withDevices(VirtualServerId virtualServer, List<Token> tokens) {
        Map<TokenId, Device> held =
                devices.of(virtualServer, tokens.stream().map(Token::id).toList());
        return tokens.stream()
                .map(token -> new RegisterEntry(token, held.get(token.id())))
                .toList();
    }

    /** Returns how many tokens are in each state; a token with too many failures counts as locked. */
    public Map<TokenState, Integer> countByState(VirtualServerId virtualServer) {
        return tally.byState(virtualServer);
    }

    /** Returns how many tokens of each kind are in each state, counted as {@link #countByState} does. */
    public Map<TokenKind, Map<TokenState, Integer>> countByKind(VirtualServerId virtualServer) {
        return tally.byKind(virtualServer);
    }

    /** Returns how many tokens of each type count towards the allocation. */
    public HeldTokens held(VirtualServerId virtualServer) {
        return tally.held(virtualServer);
    }

    /** Returns those of {@code ids} that are this virtual server's. */
    public List<Token> named(VirtualServerId virtualServer, Collection<TokenId> ids) {
        return ids.isEmpty() ? List.of() : store.named(virtualServer, ids);
    }

    /** Returns all tokens of these users. */
    public List<Token> ofUsers(VirtualServerId virtualServer, Collection<UserId> users) {
        return users.isEmpty() ? List.of() : store.ofUsers(virtualServer, users);
    }

    /** Returns how many tokens each of these users has in use; whoever has none is left out. */
    public Map<UserId, Integer> countInUse(VirtualServerId virtualServer, Collection<UserId> users) {
        return users.isEmpty() ? Map.of() : store.countInUse(virtualServer, users);
    }
}
