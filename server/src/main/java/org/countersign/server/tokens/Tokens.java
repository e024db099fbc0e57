package org.countersign.server.tokens;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.virtualservers.Allocations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The life of every token, from the inventory to the last passcode it spent. */
@Component
public final class Tokens {
    /** Policy level of a token in a browser: keys kept by the browser, without attestation. */
    public static final int LEVEL_WEB = 1;

    private final TokenStore store;
    private final TokenTallyStore tally;
    private final TokenLife life;
    private final Sealing sealing;
    private final Ledger ledger;
    private final Allocations allocations;

    Tokens(
            TokenStore store,
            TokenTallyStore tally,
            TokenLife life,
            Sealing sealing,
            Ledger ledger,
            Allocations allocations) {
        this.store = store;
        this.tally = tally;
        this.life = life;
        this.sealing = sealing;
        this.ledger = ledger;
        this.allocations = allocations;
    }

    /** Record, randomness and transactions. */
    @Component
    record Ledger(Audit audit, Randomness randomness, TransactionOperations transactions) {}

    /**
     * Puts {@code count} new tokens into the inventory of a virtual server.
     *
     * @throws BeyondAllocation when it would have more than the provider lets it have
     */
    public void allocate(VirtualServerId virtualServer, int count, Actor actor) {
        if (count < 1 || count > 100_000) {
            throw new IllegalArgumentException("allocate 1 to 100000 tokens at a time, not " + count);
        }
        ledger.transactions.executeWithoutResult(status -> {
            allocations.hold(virtualServer).ifPresent(allowed -> {
                int left = tally.held(virtualServer).softwareLeft(allowed);
                if (count > left) {
                    throw new BeyondAllocation(left);
                }
            });
            for (int i = 0; i < count; i++) {
                store.insertInventory(new TokenId(ledger.randomness.newId()), virtualServer, PolicySettings.DEFAULT);
            }
            ledger.audit.append(AuditEvent.of(virtualServer, AuditType.TOKEN_ALLOCATED, actor)
                    .with("count", count));
        });
    }

    /**
     * Takes a token out of the inventory for a user who is to enroll, or the one they were given before and never put to
     * use; it gets the token rules of {@code settings}.
     *
     * @return the token, or nothing when the inventory is empty
     */
    public Optional<Token> assign(VirtualServerId virtualServer, UserId user, PolicySettings settings, Actor actor) {
        return ledger.transactions.execute(status -> {
            Optional<Token> assigned = store.assign(virtualServer, user, settings);
            assigned.ifPresent(token -> {
                ledger.audit.append(AuditEvent.of(virtualServer, AuditType.TOKEN_ASSIGNED, actor)
                        .about(user)
                        .about(token.id())
                        .with("serial", token.serial()));
            });
            return assigned;
        });
    }

    /**
     * Gives a software token that waits for its user the rules of {@code settings}: what was changed since it was assigned
     * holds for it, too.
     *
     * @return the token, or nothing when anything was done to it since it was read
     */
    public Optional<Token> renew(Token token, PolicySettings settings) {
        return store.renew(token, settings);
    }

    /**
     * Gives an assigned token its seed, sealed. It is in use only after {@link Passcodes#activate}.
     *
     * @return false when the token is not assigned any more
     */
    public boolean store(Token token, SecretBytes seed, String name) {
        return token.owner()
                .filter(user -> store.storeSeed(
                        token.id(),
                        user,
                        sealing.seal(seed, Passcodes.seedPlace(token.virtualServer(), token.id())),
                        name))
                .isPresent();
    }

    /**
     * Gives an assigned token a seed that a standard authenticator app gets, with the rules that such apps know. It is in use
     * only after {@link Passcodes#activate}.
     *
     * @return false when anything was done to the token since it was read
     */
    public boolean storeStandard(Token token, SecretBytes seed, PolicySettings settings) {
        return store.storeStandardSeed(
                token, sealing.seal(seed, Passcodes.seedPlace(token.virtualServer(), token.id())), settings);
    }

    /** Finds a token by its serial number, on whichever virtual server. */
    public Optional<Token> find(String serial) {
        return store.find(serial);
    }

    /** Finds a token by id; another virtual server's is not found. */
    public Optional<Token> find(VirtualServerId virtualServer, TokenId id) {
        return store.find(virtualServer, id);
    }

    /** Returns those of {@code ids} that are not in use. */
    public Set<TokenId> outOfUse(Collection<TokenId> ids) {
        return store.outOfUse(ids);
    }

    /** Returns a user's tokens, newest first. */
    public List<Token> of(VirtualServerId virtualServer, UserId user) {
        return store.of(virtualServer, user);
    }

    /** Returns how many software tokens are free to be given out. */
    public int inventory(VirtualServerId virtualServer) {
        return tally.free(virtualServer);
    }

    /**
     * Takes a token from its user for good and keeps it out of the inventory: a software token's seed is erased.
     *
     * @return false when there is no such token, or it is already out of use
     */
    public boolean revoke(VirtualServerId virtualServer, TokenId token, Actor actor) {
        return life.act(virtualServer, token, TokenAct.REVOKE, ActOrder.by(actor)) instanceof ActOutcome.Done;
    }

    /**
     * Ends the pause or lock of a token.
     *
     * @return false when there is no such token in use
     */
    public boolean unlock(VirtualServerId virtualServer, TokenId token, Actor actor) {
        return life.act(virtualServer, token, TokenAct.UNLOCK, ActOrder.by(actor)) instanceof ActOutcome.Done;
    }
}
