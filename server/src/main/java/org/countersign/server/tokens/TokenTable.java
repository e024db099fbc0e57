package org.countersign.server.tokens;

import static org.countersign.server.tokens.TokenState.ACTIVE;
import static org.countersign.server.tokens.TokenState.ASSIGNED;
import static org.countersign.server.tokens.TokenState.INVENTORY;
import static org.countersign.server.tokens.TokenState.LOST;
import static org.countersign.server.tokens.TokenState.SUSPENDED;

/** The life of tokens as one table: which act is allowed in which state, what becomes of the token, and why not otherwise. */
public final class TokenTable {
    private TokenTable() {}

    /** What the table says of an act. */
    public sealed interface Verdict {
        /** The token is in the state {@code to} afterwards. */
        record Allowed(TokenState to) implements Verdict {}

        /** Nothing changes. */
        record Refused(NotAllowed why) implements Verdict {}
    }

    /** Returns what the table says of {@code act} on {@code token} as it is now. */
    public static Verdict of(TokenAct act, Token token) {
        TokenStanding standing = token.standing();
        if (act == TokenAct.RESYNCHRONISE && token.state() == ACTIVE && !token.showsPasscodes()) {
            return no(NotAllowed.ASKS_CHALLENGES);
        }
        if (act == TokenAct.FIND && token.state() == LOST && !standing.seeded()) {
            return no(NotAllowed.SEED_ERASED);
        }
        return of(act, token.state(), standing.kind(), token.owner().isPresent());
    }

    /** Returns the line of the table. */
    static Verdict of(TokenAct act, TokenState state, TokenKind kind, boolean owned) {
        boolean hardware = kind == TokenKind.HARDWARE;
        return switch (act) {
            case ASSIGN -> assign(state, hardware);
            case PROVISION -> hardware ? no(NotAllowed.NO_LINK) : provision(state);
            case ENROLL -> hardware ? no(NotAllowed.NO_LINK) : enroll(state);
            case LOCK, SUSPEND, UNLOCK, RESYNCHRONISE -> use(act, state);
            case RESUME -> resume(state);
            case LOSE -> lose(state, hardware);
            case FAIL -> fail(state, hardware);
            case FIND -> state == LOST ? to(owned ? SUSPENDED : INVENTORY) : no(NotAllowed.NOT_LOST);
            case REVOKE -> revoke(state);
            case RETURN -> giveBack(state, hardware);
        };
    }

    private static Verdict assign(TokenState state, boolean hardware) {
        return switch (state) {
            case INVENTORY -> to(hardware ? ACTIVE : ASSIGNED);
            case ASSIGNED, ACTIVE, SUSPENDED, LOCKED -> no(NotAllowed.HAS_USER);
            case LOST -> no(NotAllowed.LOST);
            case FAULTY -> no(NotAllowed.FAULTY);
            case REVOKED -> no(NotAllowed.REVOKED);
        };
    }

    private static Verdict provision(TokenState state) {
        return switch (state) {
            case INVENTORY, ASSIGNED -> to(ASSIGNED);
            case ACTIVE -> no(NotAllowed.IN_USE);
            case SUSPENDED -> no(NotAllowed.SUSPENDED);
            case LOCKED -> no(NotAllowed.LOCKED);
            case LOST -> no(NotAllowed.LOST);
            case FAULTY -> no(NotAllowed.FAULTY);
            case REVOKED -> no(NotAllowed.REVOKED);
        };
    }

    private static Verdict enroll(TokenState state) {
        return state == INVENTORY ? no(NotAllowed.FREE) : state == ASSIGNED ? to(ACTIVE) : provision(state);
    }

    /** Acts on a token in use. */
    private static Verdict use(TokenAct act, TokenState state) {
        return switch (state) {
            case ACTIVE -> to(act == TokenAct.LOCK ? TokenState.LOCKED : act == TokenAct.SUSPEND ? SUSPENDED : ACTIVE);
            case INVENTORY -> no(NotAllowed.FREE);
            case ASSIGNED -> no(NotAllowed.NOT_ENROLLED);
            case SUSPENDED -> no(act == TokenAct.SUSPEND ? NotAllowed.SUSPENDED_ALREADY : NotAllowed.SUSPENDED);
            case LOCKED -> no(NotAllowed.LOCKED);
            case LOST -> no(NotAllowed.LOST);
            case FAULTY -> no(NotAllowed.FAULTY);
            case REVOKED -> no(NotAllowed.REVOKED);
        };
    }

    private static Verdict resume(TokenState state) {
        return switch (state) {
            case SUSPENDED -> to(ACTIVE);
            case INVENTORY -> no(NotAllowed.FREE);
            case ASSIGNED, ACTIVE -> no(NotAllowed.NOT_SUSPENDED);
            case LOCKED -> no(NotAllowed.LOCKED);
            case LOST -> no(NotAllowed.LOST);
            case FAULTY -> no(NotAllowed.FAULTY);
            case REVOKED -> no(NotAllowed.REVOKED);
        };
    }

    /** A device can be lost from the drawer, too; a software token only with the phone it lives in. */
    private static Verdict lose(TokenState state, boolean hardware) {
        return switch (state) {
            case ACTIVE, SUSPENDED, LOCKED -> to(LOST);
            case INVENTORY -> hardware ? to(LOST) : no(NotAllowed.NO_DEVICE);
            case ASSIGNED -> hardware ? to(LOST) : no(NotAllowed.NO_DEVICE);
            case REVOKED -> hardware ? to(LOST) : no(NotAllowed.REVOKED_ALREADY);
            case LOST -> no(NotAllowed.LOST_ALREADY);
            case FAULTY -> no(NotAllowed.FAULTY);
        };
    }

    private static Verdict fail(TokenState state, boolean hardware) {
        return switch (state) {
            case ACTIVE, SUSPENDED, LOCKED -> to(TokenState.FAULTY);
            case INVENTORY, ASSIGNED -> hardware ? to(TokenState.FAULTY) : no(NotAllowed.NO_DEVICE);
            case REVOKED -> hardware ? to(TokenState.FAULTY) : no(NotAllowed.REVOKED_ALREADY);
            case LOST -> no(NotAllowed.LOST);
            case FAULTY -> no(NotAllowed.FAULTY);
        };
    }

    private static Verdict revoke(TokenState state) {
        return switch (state) {
            case ASSIGNED, ACTIVE, SUSPENDED, LOCKED -> to(TokenState.REVOKED);
            case INVENTORY -> no(NotAllowed.FREE);
            case LOST -> no(NotAllowed.LOST);
            case FAULTY -> no(NotAllowed.FAULTY);
            case REVOKED -> no(NotAllowed.REVOKED_ALREADY);
        };
    }

    /** The serial number of a software token is reused with a new seed, whatever became of the old one. */
    private static Verdict giveBack(TokenState state, boolean hardware) {
        return switch (state) {
            case ASSIGNED, ACTIVE, SUSPENDED, LOCKED, REVOKED -> to(INVENTORY);
            case INVENTORY -> no(NotAllowed.FREE);
            case LOST -> hardware ? no(NotAllowed.LOST_DEVICE) : to(INVENTORY);
            case FAULTY -> hardware ? no(NotAllowed.FAULTY_DEVICE) : to(INVENTORY);
        };
    }

    private static Verdict to(TokenState state) {
        return new Verdict.Allowed(state);
    }

    private static Verdict no(NotAllowed why) {
        return new Verdict.Refused(why);
    }
}
