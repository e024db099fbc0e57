package org.countersign.server.web.console.audit;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.countersign.server.audit.AuditType;

/** What events of the record are about, as operators choose them. Each event has one topic. */
public enum AuditTopic {
    ALARMS(
            "PUSH_REPORTED",
            "SIGN_IN_REPORTED",
            "PAST_SIGN_IN_REPORTED",
            "REACTION_",
            "PASSCODE_REPLAYED",
            "SEAL_BROKEN",
            "AUDIT_CHAIN_BROKEN",
            "ENROLLMENT_CONTESTED",
            "ENROLLMENT_DISPUTED"),
    USERS("USER_", "USERS_", "GROUP_", "CONTAINER_", "PASSWORD_SET", "PASSWORD_LINK_", "PASSWORD_CHOSEN"),
    SIGN_INS(
            "SIGN_IN_",
            "PASSWORD_",
            "PASSCODE_",
            "PUSH_",
            "CHALLENGE_",
            "ACCOUNT_LOCKED",
            "RECOVERY_CODE_",
            "TEMPORARY_PASSCODE_"),
    TOKENS("TOKEN_", "PIN_", "RESYNCHRONISATION_", "DEVICE_", "BULK_", "ALLOCATION_"),
    ENROLLMENT("ENROLLMENT_", "TASK_", "SELF_ENROLLMENT_", "MAIL_CODE_", "RECOVERY_CODES_"),
    OPERATORS("OPERATOR_", "ROLE_", "API_CLIENT_"),
    RECORD("AUDIT_", "REPORT_", "DELIVERY_"),
    SETTINGS("");

    private final String beginnings;

    /** Takes how the names of its events begin, or what they are as a whole. */
    AuditTopic(String... beginnings) {
        this.beginnings = String.join(" ", beginnings);
    }

    /** Returns the topic of an event. */
    public static AuditTopic of(AuditType type) {
        return Arrays.stream(values())
                .filter(topic -> Arrays.stream(topic.beginnings.split(" ", -1)).anyMatch(type.name()::startsWith))
                .findFirst()
                .orElseThrow();
    }

    /** Returns its events. */
    public Set<AuditType> types() {
        Set<AuditType> types = EnumSet.noneOf(AuditType.class);
        Arrays.stream(AuditType.values()).filter(type -> of(type) == this).forEach(types::add);
        return types;
    }

    /** Returns its events in the order of the catalogue. */
    public List<AuditType> inOrder() {
        return List.copyOf(types());
    }

    /** Returns the topic as addresses carry it. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns an event's name in words, for those that no text knows: {@code GROUP_JOINED} is 'Group joined'. */
    public static String words(String type) {
        String lower = type.toLowerCase(Locale.ROOT).replace('_', ' ');
        return lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
    }

    /** Returns the events that a choice in an address stands for: a topic, one type, or all when it is neither. */
    static Set<AuditType> chosen(String choice) {
        Predicate<AuditType> fits =
                type -> of(type).slug().equals(choice) || type.name().equals(choice);
        Set<AuditType> types = EnumSet.noneOf(AuditType.class);
        Arrays.stream(AuditType.values()).filter(fits).forEach(types::add);
        return types;
    }
}
