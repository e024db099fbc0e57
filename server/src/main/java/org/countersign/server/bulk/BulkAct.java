package org.countersign.server.bulk;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.countersign.server.tokens.TokenAct;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;

/** What can be done to many at once. Names are stored. */
public enum BulkAct {
    SUSPEND,
    RESUME,
    UNLOCK,
    REVOKE,
    RETURN,
    /** Another mail for users who are in an open provisioning task and have not enrolled. */
    REMIND,
    /** Keeps users out until they are enabled again. */
    DISABLE,
    /** Lets disabled users in again. */
    ENABLE,
    /** Deletes users for good. */
    DELETE;

    /** Returns the act as addresses name it. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds an act by its name in addresses. */
    public static Optional<BulkAct> of(String slug) {
        return Arrays.stream(values()).filter(act -> act.slug().equals(slug)).findFirst();
    }

    /** Says whether it ends something that cannot be had back. */
    public boolean isDanger() {
        return this == REVOKE || this == RETURN || this == DELETE;
    }

    /** Says whether it is about users themselves, and not about their tokens. */
    public boolean isOnPeople() {
        return this == DISABLE || this == ENABLE || this == DELETE;
    }

    /** Returns where an operator needs {@link #need} to do it. */
    public OperatorModule module() {
        return isOnPeople() ? OperatorModule.USERS : OperatorModule.TOKENS;
    }

    /** Returns what an operator must be allowed to do there. */
    public OperatorAct need() {
        return isDanger() ? OperatorAct.REMOVE : OperatorAct.CHANGE;
    }

    /** Says whether it is about tokens, and not about their users. */
    public boolean isOnTokens() {
        return onToken().isPresent();
    }

    /** Returns the act on each token; nothing for what is about users. */
    Optional<TokenAct> onToken() {
        return switch (this) {
            case SUSPEND -> Optional.of(TokenAct.SUSPEND);
            case RESUME -> Optional.of(TokenAct.RESUME);
            case UNLOCK -> Optional.of(TokenAct.UNLOCK);
            case REVOKE -> Optional.of(TokenAct.REVOKE);
            case RETURN -> Optional.of(TokenAct.RETURN);
            case REMIND, DISABLE, ENABLE, DELETE -> Optional.empty();
        };
    }
}
