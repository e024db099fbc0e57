package org.countersign.server.alerts;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.countersign.server.audit.AuditType;

/** What somebody may want to know at once. Names are stored. */
public enum AlertEvent {
    /** A sign-in, on the phone or afterwards. */
    REPORTED_PUSH,
    DENIED_PUSH,
    PASSCODE_REUSED,
    TOKEN_LOCKED,
    ACCOUNT_LOCKED,
    INVENTORY_LOW,
    DELIVERY_GIVEN_UP,
    REPORT_FAILED,
    OPERATOR_REFUSED,
    OPERATOR_CREATED,
    POLICY_CHANGED,
    SEAL_BROKEN,
    RECORD_BROKEN;

    /** What the first operator of a virtual server is told without asking: somebody is in, or was. */
    static final Set<AlertEvent> GRAVE = Set.of(PASSCODE_REUSED, SEAL_BROKEN, RECORD_BROKEN);

    /** Returns what an event of the record means, if it is worth an alert; the inventory is looked at apart. */
    static Optional<AlertEvent> of(AuditType type) {
        return switch (type) {
            case PUSH_REPORTED, PAST_SIGN_IN_REPORTED -> Optional.of(REPORTED_PUSH);
            case PUSH_DENIED -> Optional.of(DENIED_PUSH);
            case PASSCODE_REPLAYED -> Optional.of(PASSCODE_REUSED);
            case TOKEN_LOCKED -> Optional.of(TOKEN_LOCKED);
            case ACCOUNT_LOCKED -> Optional.of(ACCOUNT_LOCKED);
            case TOKEN_ASSIGNED -> Optional.of(INVENTORY_LOW);
            case DELIVERY_GIVEN_UP -> Optional.of(DELIVERY_GIVEN_UP);
            case REPORT_FAILED -> Optional.of(REPORT_FAILED);
            case OPERATOR_REFUSED -> Optional.of(OPERATOR_REFUSED);
            case OPERATOR_CREATED -> Optional.of(OPERATOR_CREATED);
            case POLICY_CHANGED -> Optional.of(POLICY_CHANGED);
            case SEAL_BROKEN -> Optional.of(SEAL_BROKEN);
            case AUDIT_CHAIN_BROKEN -> Optional.of(RECORD_BROKEN);
            default -> Optional.empty();
        };
    }

    /** Returns the same for a type as it is stored; a newer server may have written one that is unknown here. */
    static Optional<AlertEvent> of(String type) {
        return Arrays.stream(AuditType.values())
                .filter(known -> known.name().equals(type))
                .findFirst()
                .flatMap(AlertEvent::of);
    }

    /** Returns the types of events that have to be read. */
    static String[] types() {
        return Arrays.stream(AuditType.values())
                .filter(type -> of(type).isPresent())
                .map(AuditType::name)
                .toArray(String[]::new);
    }
}
