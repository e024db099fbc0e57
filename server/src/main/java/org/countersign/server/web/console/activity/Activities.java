package org.countersign.server.web.console.activity;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditFilter;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.places.Places;
import org.countersign.server.tokens.TokenLife;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.web.shell.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns the record into what operators read: names instead of ids, plain words instead of types. */
@Component
public class Activities {
    private static final Set<AuditType> LIFE = union(
            ActivityKind.ALL.types(),
            AuditType.USER_CREATED,
            AuditType.USER_CHANGED,
            AuditType.USER_MOVED,
            AuditType.USER_DISABLED,
            AuditType.USER_ENABLED,
            AuditType.USER_LOCKED,
            AuditType.USER_UNLOCKED,
            AuditType.USER_DELETED,
            AuditType.GROUP_JOINED,
            AuditType.GROUP_LEFT,
            AuditType.PASSWORD_SET,
            AuditType.PASSWORD_LINK_SENT,
            AuditType.PASSWORD_CHOSEN,
            AuditType.TOKEN_ASSIGNED,
            AuditType.TOKEN_ACTIVATED,
            AuditType.TOKEN_REVOKED,
            AuditType.TOKEN_UNLOCKED,
            AuditType.TOKEN_RESYNCHRONISED,
            AuditType.RESYNCHRONISATION_REFUSED,
            AuditType.TOKEN_LOCKED,
            AuditType.TOKEN_SUSPENDED,
            AuditType.TOKEN_RESUMED,
            AuditType.TOKEN_LOST,
            AuditType.TOKEN_FOUND,
            AuditType.TOKEN_FAULTY,
            AuditType.TOKEN_RETURNED,
            AuditType.PIN_REFUSED,
            AuditType.PIN_CHANGED,
            AuditType.PIN_RESET,
            AuditType.DEVICE_SETTINGS_CHANGED,
            AuditType.ENROLLMENT_COMPLETED,
            AuditType.ENROLLMENT_REFUSED,
            AuditType.ENROLLMENT_REVOKED,
            AuditType.ENROLLMENT_CONTESTED,
            AuditType.ENROLLMENT_DISPUTED);

    private final Audit audit;
    private final Users users;
    private final Operators operators;
    private final Places places;
    private final Texts texts;

    public Activities(Audit audit, Users users, Operators operators, Places places, Texts texts) {
        this.audit = audit;
        this.users = users;
        this.operators = operators;
        this.places = places;
        this.texts = texts;
    }

    List<AuditEntry> entries(VirtualServerId virtualServer, AuditFilter filter, int limit) {
        return audit.page(virtualServer, filter, limit);
    }

    public List<Activity> ofUser(VirtualServerId virtualServer, UserId user, int limit) {
        return read(virtualServer, audit.page(virtualServer, new AuditFilter(LIFE, user, null, null), limit));
    }

    public List<Activity> ofToken(VirtualServerId virtualServer, TokenId token, int limit) {
        return read(virtualServer, audit.page(virtualServer, new AuditFilter(LIFE, null, token, null), limit));
    }

    public List<Activity> lifeOf(VirtualServerId virtualServer, TokenId token, int limit) {
        return read(
                virtualServer,
                audit.page(virtualServer, new AuditFilter(TokenLife.RECORDED, null, token, null), limit));
    }

    List<Activity> read(VirtualServerId virtualServer, List<AuditEntry> entries) {
        Map<UserId, UserAccount> people = users.named(
                virtualServer,
                entries.stream()
                        .map(AuditEntry::userId)
                        .filter(Objects::nonNull)
                        .map(UserId::new)
                        .distinct()
                        .toList());
        Map<String, String> actors = operators.everybody(virtualServer).stream()
                .collect(Collectors.toMap(operator -> "operator:" + operator.id(), Operator::userName));
        return entries.stream()
                .map(entry -> activity(
                        entry,
                        entry.userId() == null ? null : people.get(new UserId(entry.userId())),
                        actors.get(entry.actor())))
                .toList();
    }

    private Activity activity(AuditEntry entry, @Nullable UserAccount user, @Nullable String operator) {
        Function<String, @Nullable String> detail = entry.details()::get;
        String words = "console.activity." + entry.type();
        String factor = detail.apply("factor");
        if (factor != null && texts.keys().contains(words + '.' + factor)) {
            words += '.' + factor;
        }
        String reason = detail.apply("reason");
        String reasonKey = reason == null ? null : "console.reason." + reason.replace(' ', '-');
        return new Activity(
                entry.at(),
                texts.keys().contains(words) ? words : "console.activity.other",
                reasonKey != null && texts.keys().contains(reasonKey) ? reasonKey : null,
                detail.apply("because"),
                tone(entry.type()),
                user,
                detail.apply("serial"),
                operator,
                new Activity.Place(
                        detail.apply("application"),
                        entry.ip(),
                        entry.ip() == null ? null : places.of(entry.ip()).orElse(null),
                        detail.apply("browser"),
                        detail.apply("os")));
    }

    private static Set<AuditType> union(Set<AuditType> first, AuditType... others) {
        Set<AuditType> all = EnumSet.copyOf(first);
        all.addAll(List.of(others));
        return Set.copyOf(all);
    }

    private static String tone(String type) {
        return switch (type) {
            case "SIGN_IN_SUCCEEDED", "ENROLLMENT_COMPLETED", "TOKEN_ACTIVATED" -> "good";
            case "PUSH_REPORTED",
                    "PAST_SIGN_IN_REPORTED",
                    "PASSCODE_REPLAYED",
                    "ENROLLMENT_CONTESTED",
                    "ENROLLMENT_DISPUTED",
                    "ACCOUNT_LOCKED",
                    "TOKEN_LOCKED" -> "bad";
            case "TOKEN_SUSPENDED", "TOKEN_LOST", "TOKEN_FAULTY" -> "look";
            case "SIGN_IN_FAILED",
                    "PASSWORD_REFUSED",
                    "PASSCODE_REFUSED",
                    "PIN_REFUSED",
                    "RESYNCHRONISATION_REFUSED",
                    "PUSH_DENIED",
                    "PUSH_WITHHELD",
                    "ENROLLMENT_REFUSED" -> "look";
            default -> "neutral";
        };
    }
}
