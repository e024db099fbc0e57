package org.countersign.server.tokens;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What people do with tokens of their own. Somebody else's token is answered like one that does not exist. */
@Component
public final class OwnTokens {
    /** The longest name of a token. */
    public static final int LONGEST_NAME = 64;

    private final OwnTokenStore store;
    private final TokenLifeStore life;
    private final Audit audit;
    private final InstantSource time;
    private final TransactionOperations transactions;

    OwnTokens(
            OwnTokenStore store,
            TokenLifeStore life,
            Audit audit,
            InstantSource time,
            TransactionOperations transactions) {
        this.store = store;
        this.life = life;
        this.audit = audit;
        this.time = time;
        this.transactions = transactions;
    }

    /** Says whether a token can have this name: 1 to 64 characters, none of which steers a display. */
    public static boolean isName(String name) {
        String stripped = name.strip();
        return !stripped.isEmpty()
                && stripped.codePointCount(0, stripped.length()) <= LONGEST_NAME
                && stripped.codePoints().noneMatch(OwnTokens::steersADisplay);
    }

    /**
     * Gives a token another name.
     *
     * @throws IllegalArgumentException when it is no name
     */
    public boolean rename(VirtualServerId virtualServer, UserId user, TokenId token, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("a token's name has 1 to " + LONGEST_NAME + " characters");
        }
        return change(
                () -> store.rename(virtualServer, user, token, name.strip()),
                AuditType.TOKEN_RENAMED,
                new Actor.User(user),
                event -> event.with("name", name.strip()));
    }

    /** Puts a token out of use that its user has lost; true when it was in use. */
    public boolean suspendLost(VirtualServerId virtualServer, UserId user, TokenId token, String ip) {
        return change(
                () -> store.suspendLost(virtualServer, user, token, time.instant()),
                AuditType.TOKEN_SUSPENDED,
                new Actor.User(user),
                event -> event.from(ip).with("reason", "lost"));
    }

    /** Puts a token back to use that its user had lost and found; one that an operator suspended stays as it is. */
    public boolean resumeFound(VirtualServerId virtualServer, UserId user, TokenId token, String ip) {
        return change(
                () -> store.resumeFound(virtualServer, user, token),
                AuditType.TOKEN_RESUMED,
                new Actor.User(user),
                event -> event.from(ip).with("reason", "found"));
    }

    /** Says whether a token is suspended because its user has lost it. */
    public boolean isLost(VirtualServerId virtualServer, TokenId token) {
        return store.isLost(virtualServer, token);
    }

    /** Puts a token that was reserved for a user and never enrolled back into the inventory. */
    public boolean giveBack(VirtualServerId virtualServer, UserId user, TokenId token, Actor actor) {
        return change(
                () -> life.giveBack(virtualServer, user, token, time.instant()),
                AuditType.TOKEN_GIVEN_BACK,
                actor,
                event -> event.about(user));
    }

    /** Forgets the seed and the device of an enrollment that was broken off; the token goes on waiting for its user. */
    public void unbind(VirtualServerId virtualServer, UserId user, TokenId token) {
        transactions.executeWithoutResult(status -> life.unbind(virtualServer, user, token));
    }

    private boolean change(
            Supplier<Optional<Token>> change, AuditType type, Actor actor, UnaryOperator<AuditEvent> more) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            Optional<Token> changed = change.get();
            changed.ifPresent(token -> audit.append(more.apply(AuditEvent.of(token.virtualServer(), type, actor)
                    .about(token.user())
                    .about(token.id())
                    .with("serial", token.serial()))));
            return changed.isPresent();
        }));
    }

    private static boolean steersADisplay(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
