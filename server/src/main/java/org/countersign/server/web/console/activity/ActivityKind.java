package org.countersign.server.web.console.activity;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.countersign.server.audit.AuditType;
import org.countersign.server.reports.Snapshots;

/** Which sign-ins an operator wants to see. */
public enum ActivityKind {
    ALL,
    SUCCEEDED,
    REFUSED,
    DENIED,
    ALARMS;

    Set<AuditType> types() {
        return switch (this) {
            case SUCCEEDED -> EnumSet.of(AuditType.SIGN_IN_SUCCEEDED);
            case REFUSED -> Snapshots.REFUSED;
            case DENIED -> EnumSet.of(AuditType.PUSH_DENIED);
            case ALARMS -> Snapshots.ALARMS;
            case ALL -> {
                Set<AuditType> all = EnumSet.of(AuditType.SIGN_IN_SUCCEEDED);
                all.addAll(ALARMS.types());
                all.addAll(REFUSED.types());
                yield all;
            }
        };
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
