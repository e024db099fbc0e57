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
    private final Sealing sealing;
    private final Audit audit;
    private final Randomness randomness;
    private final TransactionOperations transactions;
    private final Allocations allocations;

    Tokens(
            TokenStore store,
            Sealing sealing,
            Audit audit,
            Randomness randomness,
            TransactionOperations transactions,
            Allocations allocations) {
        this.store = store;
        this.sealing = sealing;
        this.audit = audit;
        this.randomness = randomness;
        this.transactions = transactions;
        this.allocations = allocations;
    }

    /**
     * Puts {@code count} new tokens into the inventory of a virtual server.
     *
     * @throws BeyondAllocation when it would have more than the provider lets it have
     */
    public void allocate(VirtualServerId virtualServer, int count, Actor actor) {
        if (count < 1 || count > 100_000) {
            throw new IllegalArgumentException("allocate 1 to 100000 tokens at a time, not " + count);
        }
        transactions.executeWithoutResult(status -> {
            allocations.hold(virtualServer).ifPresent(allowed -> {
                int left = Math.max(0, allowed.software() - store.held(virtualServer));
                if (count > left) {
                    throw new BeyondAllocation(left);
                }
            });
            for (int i = 0; i < count; i++) {
                store.insertInventory(new TokenId(randomness.newId()), virtualServer, PolicySettings.DEFAULT);
            }
            audit.append(AuditEvent.of(virtualServer, AuditType.TOKEN_ALLOCATED, actor)
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
        return transactions.execute(status -> {
            Optional<Token> assigned = store.assign(virtualServer, user, settings);
            assigned.ifPresent(token -> {
                audit.append(AuditEvent.of(virtualServer, AuditType.TOKEN_ASSIGNED, actor)
                        .about(user)
                        .about(token.id())
                        .with("serial", token.serial()));
            });
            return assigned;
        });
    }

    /**
     * Gives an assigned token its seed, sealed. It is in use only after {@link Passcodes#activate}.
     *
     * @return false when the token is not assigned any more
     */
    public boolean store(Token token, SecretBytes seed, String name) {
        return store.storeSeed(
                token.id(), sealing.seal(seed, Passcodes.seedPlace(token.virtualServer(), token.id())), name);
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

    /**
     * Returns tokens by serial number.
     *
     * @param text part of a serial number, or empty for all
     * @param limit at most so many, 1 to 500
     */
    public List<Token> search(VirtualServerId virtualServer, String text, int limit) {
        return store.search(virtualServer, text, Math.clamp(limit, 1, 500));
    }

    /** Returns how many tokens are free to be given out. */
    public int inventory(VirtualServerId virtualServer) {
        return store.inventory(virtualServer);
    }

    /**
     * Takes a token from its user for good: its seed is erased.
     *
     * @return false when there is no such token, or it is already out of use
     */
    public boolean revoke(VirtualServerId virtualServer, TokenId token, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            Optional<Token> revoked = store.revoke(virtualServer, token);
            revoked.ifPresent(before -> audit.append(AuditEvent.of(virtualServer, AuditType.TOKEN_REVOKED, actor)
                    .about(before.user())
                    .about(token)
                    .with("serial", before.serial())));
            return revoked.isPresent();
        }));
    }

    /**
     * Ends the pause or lock of a token.
     *
     * @return false when there is no such token in use
     */
    public boolean unlock(VirtualServerId virtualServer, TokenId token, Actor actor) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean unlocked = store.unlock(virtualServer, token);
            if (unlocked) {
                audit.append(AuditEvent.of(virtualServer, AuditType.TOKEN_UNLOCKED, actor)
                        .about(token));
            }
            return unlocked;
        }));
    }
}
