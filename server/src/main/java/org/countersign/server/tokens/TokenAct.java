package org.countersign.server.tokens;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.countersign.server.audit.AuditType;
import org.jspecify.annotations.Nullable;

/** What can be done to a token. {@link TokenTable} says in which state, and what becomes of it. */
public enum TokenAct {
    /** Gives a free token to a user. */
    ASSIGN(null),
    /** Sends its user a link to enroll it. */
    PROVISION(null),
    /** Its user's app puts it to use. The server's own act. */
    ENROLL(null),
    /** Too many wrong PINs end it. The server's own act. */
    LOCK(null),
    /** Takes it out of use for a while. */
    SUSPEND(AuditType.TOKEN_SUSPENDED),
    /** Puts a suspended one back to use. */
    RESUME(AuditType.TOKEN_RESUMED),
    /** Ends a pause, or the lock after too many wrong passcodes. */
    UNLOCK(AuditType.TOKEN_UNLOCKED),
    /** Finds its counter or clock again by two passcodes; {@link Resynchronisation}. */
    RESYNCHRONISE(null),
    /** Its user, or the organisation, does not know where it is. */
    LOSE(AuditType.TOKEN_LOST),
    /** It is there again. */
    FIND(AuditType.TOKEN_FOUND),
    /** It does not work any more. */
    FAIL(AuditType.TOKEN_FAULTY),
    /** Takes it from its user and keeps it out of the inventory. */
    REVOKE(AuditType.TOKEN_REVOKED),
    /** Takes it from its user and puts it into the inventory, for another one. */
    RETURN(AuditType.TOKEN_RETURNED);

    /** What an operator does with a token that is there, without more to be given than a reason. */
    public static final List<TokenAct> PLAIN = List.of(SUSPEND, RESUME, UNLOCK, LOSE, FIND, FAIL, REVOKE, RETURN);

    private final @Nullable AuditType recorded;

    TokenAct(@Nullable AuditType recorded) {
        this.recorded = recorded;
    }

    /** Returns the act as addresses name it. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds one of the {@link #PLAIN} acts by its name in addresses. */
    public static Optional<TokenAct> plain(String slug) {
        return PLAIN.stream().filter(act -> act.slug().equals(slug)).findFirst();
    }

    AuditType recorded() {
        if (recorded == null) {
            throw new IllegalStateException(this + " is recorded by whoever does it");
        }
        return recorded;
    }
}
