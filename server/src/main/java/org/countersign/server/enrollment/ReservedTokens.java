package org.countersign.server.enrollment;

import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.ActOrder;
import org.countersign.server.tokens.OwnTokens;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenAct;
import org.countersign.server.tokens.TokenLife;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.springframework.stereotype.Component;

/**
 * Tokens that wait for users whose enrollment came to nothing. What an open provisioning task counts on stays theirs, without
 * what the enrollment left in it; the rest goes back to the inventory. In the transaction of the caller.
 */
@Component
class ReservedTokens {
    private final TaskMemberStore members;
    private final Tokens tokens;
    private final OwnTokens own;
    private final TokenLife life;

    ReservedTokens(TaskMemberStore members, Tokens tokens, OwnTokens own, TokenLife life) {
        this.members = members;
        this.tokens = tokens;
        this.own = own;
        this.life = life;
    }

    /** Lets go what somebody was about to enroll by themselves; false when the token waits for them no more. */
    boolean letGo(VirtualServerId virtualServer, UserId user, TokenId token, Actor actor) {
        if (waiting(virtualServer, user, token).isEmpty()) {
            return false;
        }
        return isKept(virtualServer, user, token) || own.giveBack(virtualServer, user, token, actor);
    }

    /** Lets go what nobody enrolled, unless something was done to the token since it was reserved. */
    void letGo(VirtualServerId virtualServer, UserId user, TokenId token, int acts, String because) {
        waiting(virtualServer, user, token)
                .filter(found -> found.standing().acts() == acts)
                .filter(found -> !isKept(virtualServer, user, token))
                .ifPresent(found -> life.act(
                        virtualServer, token, TokenAct.RETURN, new ActOrder(new Actor.Server(), because, acts)));
    }

    private Optional<Token> waiting(VirtualServerId virtualServer, UserId user, TokenId token) {
        return tokens.find(virtualServer, token)
                .filter(found -> found.state() == TokenState.ASSIGNED && user.equals(found.user()));
    }

    private boolean isKept(VirtualServerId virtualServer, UserId user, TokenId token) {
        boolean kept = members.isCountedOn(virtualServer, token, user, null);
        if (kept) {
            own.unbind(virtualServer, user, token);
        }
        return kept;
    }
}
