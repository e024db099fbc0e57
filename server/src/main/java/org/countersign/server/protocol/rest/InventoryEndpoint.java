package org.countersign.server.protocol.rest;

import java.util.Map;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.HeldTokens;
import org.countersign.server.tokens.TokenKind;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.virtualservers.Allocation;
import org.countersign.server.virtualservers.Allocations;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A virtual server's own tokens in numbers: what lies free, what the provider allows, what is in which state. */
@RestController
class InventoryEndpoint {
    private final TokenRegister register;
    private final Allocations allocations;

    InventoryEndpoint(TokenRegister register, Allocations allocations) {
        this.register = register;
        this.allocations = allocations;
    }

    /**
     * What a virtual server has.
     *
     * @param allocation how many it may have, or none: then any number
     * @param held how many of them it has, in whatever state
     * @param free how many lie in the inventory, of each type
     */
    record Inventory(
            @Nullable Allocation allocation,
            HeldTokens held,
            HeldTokens free,
            Map<TokenState, Integer> byState,
            Map<TokenKind, Map<TokenState, Integer>> byKind) {}

    @GetMapping("/api/v1/inventory")
    @KeyNeeds(OperatorModule.TOKENS)
    Inventory inventory(ApiClient client) {
        VirtualServerId owner = client.application().virtualServer();
        Map<TokenKind, Map<TokenState, Integer>> byKind = register.countByKind(owner);
        return new Inventory(
                allocations.of(owner).orElse(null),
                register.held(owner),
                new HeldTokens(
                        free(byKind, TokenKind.APP) + free(byKind, TokenKind.STANDARD),
                        free(byKind, TokenKind.HARDWARE)),
                register.countByState(owner),
                byKind);
    }

    private static int free(Map<TokenKind, Map<TokenState, Integer>> counts, TokenKind kind) {
        return counts.getOrDefault(kind, Map.of()).getOrDefault(TokenState.INVENTORY, 0);
    }
}
