package org.countersign.server.web.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.countersign.server.audit.AuditType;

/** Which sign-ins an operator wants to see. */
public enum ActivityKind {
    ALL(
            AuditType.SIGN_IN_SUCCEEDED,
            AuditType.SIGN_IN_FAILED,
            AuditType.PASSWORD_REFUSED,
            AuditType.ACCOUNT_LOCKED,
            AuditType.PASSCODE_REFUSED,
            AuditType.PASSCODE_REPLAYED,
            AuditType.PUSH_DENIED,
            AuditType.PUSH_REPORTED,
            AuditType.PUSH_EXPIRED,
            AuditType.PUSH_WITHHELD),
    SUCCEEDED(AuditType.SIGN_IN_SUCCEEDED),
    REFUSED(
            AuditType.SIGN_IN_FAILED,
            AuditType.PASSWORD_REFUSED,
            AuditType.ACCOUNT_LOCKED,
            AuditType.PASSCODE_REFUSED,
            AuditType.PASSCODE_REPLAYED,
            AuditType.PUSH_DENIED,
            AuditType.PUSH_EXPIRED,
            AuditType.PUSH_WITHHELD),
    ALARMS(AuditType.PUSH_REPORTED, AuditType.PASSCODE_REPLAYED);

    private final Set<AuditType> types;

    ActivityKind(AuditType... types) {
        this.types = Set.of(types);
    }

    Set<AuditType> types() {
        return types;
    }

    /** Returns the kind as addresses carry it. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ActivityKind of(String slug) {
        return Arrays.stream(values())
                .filter(kind -> kind.slug().equals(slug))
                .findFirst()
                .orElse(ALL);
    }
}
