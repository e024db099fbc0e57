package org.countersign.server.web.console.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditQuery;
import org.countersign.server.audit.AuditType;
import org.countersign.server.audit.ChainedEntry;
import org.countersign.server.kernel.Moments;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleIds;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what operators look for in the record, and gives what was found the names that they know. */
@Component
class AuditForms {
    private static final Pattern POSITION = Pattern.compile("(\\d{1,16})\\.(.+)");
    private static final Pattern ACTOR = Pattern.compile("(user|operator|device|api):[0-9a-f-]{36}|unknown|server");

    private final Users users;
    private final Operators operators;
    private final Tokens tokens;

    AuditForms(Users users, Operators operators, Tokens tokens) {
        this.users = users;
        this.operators = operators;
        this.tokens = tokens;
    }

    /**
     * A filter as it was understood.
     *
     * @param query what to look for; where a field is wrong, without that field
     * @param wrong for each field that was not understood, the key of the text that says why
     */
    record Understood(AuditQuery query, Map<String, String> wrong) {}

    Understood understand(VirtualServerId virtualServer, AuditForm form) {
        Map<String, String> wrong = new HashMap<>();
        Set<AuditType> types = AuditTopic.chosen(form.of("type"));
        if (types.isEmpty() && !form.of("type").isEmpty()) {
            wrong.put("type", "audit.wrong.type");
        }
        AuditQuery query = new AuditQuery(
                moment(form, "from", false, wrong),
                moment(form, "to", true, wrong),
                types,
                named(form, "actor", wrong, name -> actor(virtualServer, name)),
                named(
                        form,
                        "user",
                        wrong,
                        name -> users.find(virtualServer, name).map(UserAccount::id)),
                named(form, "token", wrong, serial -> token(virtualServer, serial)),
                form.of("ip").isEmpty() ? null : form.of("ip"),
                form.of("text").isEmpty() ? null : form.of("text"));
        if (query.from() != null && query.to() != null && !query.from().isBefore(query.to())) {
            wrong.put("to", "audit.wrong.range");
        }
        return new Understood(query, wrong);
    }

    /** A day alone means its beginning, or its end where a range ends. */
    private static @Nullable Instant moment(AuditForm form, String name, boolean end, Map<String, String> wrong) {
        String text = form.of(name);
        if (text.isEmpty()) {
            return null;
        }
        Optional<Instant> moment = text.length() <= 10
                ? Moments.day(text)
                        .map(day -> (end ? day.plusDays(1) : day).atStartOfDay().toInstant(ZoneOffset.UTC))
                : text.endsWith("Z") ? Moments.moment(text) : Moments.inUtc(text);
        if (moment.isEmpty()) {
            wrong.put(name, "audit.wrong.moment");
        }
        return moment.orElse(null);
    }

    private static <T> @Nullable T named(
            AuditForm form, String name, Map<String, String> wrong, Function<String, Optional<T>> lookup) {
        if (form.of(name).isEmpty()) {
            return null;
        }
        Optional<T> found = lookup.apply(form.of(name));
        if (found.isEmpty()) {
            wrong.put(name, "audit.wrong." + name);
        }
        return found.orElse(null);
    }

    private Optional<String> actor(VirtualServerId virtualServer, String name) {
        if (ACTOR.matcher(name).matches()) {
            return Optional.of(name);
        }
        return operators.of(virtualServer).stream()
                .filter(operator -> operator.userName().equalsIgnoreCase(name))
                .map(operator -> new Actor.Operator(operator.id()).text())
                .findFirst()
                .or(() -> users.find(virtualServer, name).map(user -> new Actor.User(user.id()).text()));
    }

    private Optional<TokenId> token(VirtualServerId virtualServer, String serial) {
        return tokens.find(serial)
                .filter(token -> token.virtualServer().equals(virtualServer))
                .map(Token::id);
    }

    /** Gives each event the names of who did it and of whom it concerns. */
    List<AuditRow> rows(VirtualServerId virtualServer, List<ChainedEntry> found) {
        List<UserId> ids = found.stream()
                .map(ChainedEntry::entry)
                .flatMap(entry -> Stream.of(Optional.ofNullable(entry.userId()), userActing(entry)))
                .flatMap(Optional::stream)
                .map(UserId::new)
                .distinct()
                .toList();
        Map<UserId, UserAccount> people = users.named(virtualServer, ids);
        Map<String, String> names = operators.everybody(virtualServer).stream()
                .collect(Collectors.toMap(operator -> new Actor.Operator(operator.id()).text(), Operator::userName));
        people.forEach((id, user) -> names.put(new Actor.User(id).text(), user.userName()));
        return found.stream()
                .map(chained -> new AuditRow(
                        chained,
                        chained.entry().userId() == null
                                ? null
                                : people.get(new UserId(
                                        Objects.requireNonNull(chained.entry().userId()))),
                        names.get(chained.entry().actor())))
                .toList();
    }

    private static Optional<UUID> userActing(AuditEntry entry) {
        return entry.actor().startsWith("user:") ? ConsoleIds.uuid(entry.actor().substring(5)) : Optional.empty();
    }

    /** Returns from where the list goes on after {@code last}, as addresses carry it. */
    static String position(ChainedEntry last) {
        return text(new AuditQuery.Position(last.entry().at(), last.entry().id()));
    }

    /** Returns a position as addresses carry it. */
    static String text(AuditQuery.Position position) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, position.at()) + "." + position.id();
    }

    /** Reads such a position; nothing when it is none. */
    static AuditQuery.@Nullable Position position(String text) {
        Matcher parts = POSITION.matcher(text);
        return !parts.matches()
                ? null
                : ConsoleIds.uuid(parts.group(2))
                        .map(id -> new AuditQuery.Position(
                                Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS), id))
                        .orElse(null);
    }
}
