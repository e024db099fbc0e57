package org.countersign.server.isolation;

import static java.util.Map.entry;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.countersign.server.isolation.Route.Member;
import org.countersign.server.policy.PolicyRule;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.PolicyValues;
import org.countersign.server.reports.ReportFilter;
import org.countersign.server.web.console.audit.AuditForm;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;

/**
 * The fields that an address takes, read from its handler. A handler that takes fields of any name says nothing of theirs:
 * they are declared here, and what is not declared stops every test that goes by {@link Route}.
 */
final class Fields {
    private static final List<Member> OF_REPORTS = Stream.concat(
                    Arrays.stream(ReportFilter.values()).map(Fields::filter), Stream.of(Member.chosen("column", "1")))
            .toList();

    private static final List<Member> OF_SCHEDULES = joined(
            OF_REPORTS,
            Member.chosen("kind", "users-with-tokens"),
            Member.text("name"),
            Member.chosen("every", "WEEK"),
            Member.chosen("weekday", "1"),
            Member.chosen("day", "1"),
            Member.chosen("hour", "6"),
            Member.chosen("zone", "UTC"),
            Member.chosen("keepDays", "7"),
            Member.text("recipient"));

    private static final List<Member> OF_THE_RECORD = new AuditForm(Map.of())
            .fields().keySet().stream()
                    .sorted()
                    .map(name -> List.of("from", "to", "type").contains(name)
                            ? Member.chosen(name, "")
                            : Member.optional(name))
                    .toList();

    private static final List<Member> OF_RULES =
            joined(Arrays.stream(PolicyRule.values()).map(Fields::rule).toList(), Member.chosen("version", "1"));

    /** Addresses that take fields of any name, and the names that they read. */
    private static final Map<String, List<Member>> DECLARED = Map.ofEntries(
            entry("GET /console/{slug}/reports/{kind}", OF_REPORTS),
            entry("GET /console/{slug}/reports/{kind}/download", OF_REPORTS),
            entry("POST /console/{slug}/reports/{kind}/keep", OF_REPORTS),
            entry("GET /api/v1/reports/{report}", OF_REPORTS),
            entry("GET /console/{slug}/reports/rules/new", OF_SCHEDULES),
            entry("POST /console/{slug}/reports/rules", OF_SCHEDULES),
            entry("POST /console/{slug}/reports/rules/{id}", OF_SCHEDULES),
            entry("GET /console/{slug}/audit", OF_THE_RECORD),
            entry("GET /console/{slug}/audit/export", OF_THE_RECORD),
            entry("GET /console/{slug}/audit/download", OF_THE_RECORD),
            entry("GET /api/v1/audit", ofTheRecordByRest()),
            entry("GET /api/v1/audit/export", ofTheRecordByRest()),
            entry("GET /console/{slug}/policies/{group}", OF_RULES),
            entry("GET /console/{slug}/policies/{group}/confirm", OF_RULES),
            entry("POST /console/{slug}/policies/{group}", OF_RULES),
            entry("POST /console/{slug}/policies/versions/{number}", List.of(Member.chosen("version", "1"))),
            entry("GET /console/{slug}/self-service/rules", OF_RULES),
            entry("GET /console/{slug}/self-service/rules/confirm", OF_RULES),
            entry("POST /console/{slug}/self-service/rules", OF_RULES));

    /** Members of JSON bodies that take members of any name, by the member's own name. */
    private static final Map<String, List<Member>> DECLARED_IN_BODIES = Map.of(
            "filters", Arrays.stream(ReportFilter.values()).map(Fields::filter).toList());

    private Fields() {}

    private static Member filter(ReportFilter filter) {
        return switch (filter.form()) {
            case TEXT, NUMBER -> Member.optional(filter.slug());
            case CHOICE, DAY -> Member.chosen(filter.slug(), "");
        };
    }

    private static Member rule(PolicyRule rule) {
        String usual = PolicyValues.of(PolicySettings.DEFAULT).get(rule);
        return new Member(rule.path(), usual, rule.kind() == PolicyRule.Kind.TEXT);
    }

    private static List<Member> ofTheRecordByRest() {
        return List.of(
                Member.chosen("from", ""),
                Member.chosen("to", ""),
                Member.chosen("type", ""),
                Member.optional("actor"),
                Member.optional("userId"),
                Member.optional("tokenId"),
                Member.optional("ip"),
                Member.optional("text"));
    }

    private static List<Member> joined(List<Member> some, Member... more) {
        return Stream.concat(some.stream(), Arrays.stream(more)).toList();
    }

    /**
     * Returns the fields of a query or form that {@code handler} reads at the address {@code route}.
     *
     * @param made says of a parameter that the server makes it of something else than fields
     */
    static List<Member> ofForms(String route, HandlerMethod handler, Predicate<MethodParameter> made) {
        List<Member> fields = new ArrayList<>();
        for (MethodParameter parameter : handler.getMethodParameters()) {
            Class<?> type = parameter.getParameterType();
            RequestParam given = parameter.getParameterAnnotation(RequestParam.class);
            if (given != null && Map.class.isAssignableFrom(type)) {
                fields.addAll(declared(DECLARED, route));
            } else if (given != null) {
                String named = given.name().isEmpty() ? given.value() : given.name();
                fields.add(Member.of(named.isEmpty() ? parameter.getParameter().getName() : named, type));
            } else if (parameter.getParameterAnnotations().length == 0
                    && isOfTheServer(type)
                    && !made.test(parameter)) {
                // Spring binds fields of the record's names to it.
                if (!type.isRecord()) {
                    throw new IllegalStateException(route + " takes " + type + ", whose fields are not known");
                }
                for (RecordComponent part : type.getRecordComponents()) {
                    fields.add(Member.of(part.getName(), part.getType()));
                }
            }
        }
        return fields;
    }

    private static boolean isOfTheServer(Class<?> type) {
        return type.getPackageName().startsWith("org.countersign.") && !type.isEnum();
    }

    /** Returns the members of the JSON body that {@code handler} reads; those within another by both names and a dot. */
    static List<Member> ofBodies(HandlerMethod handler) {
        List<Member> members = new ArrayList<>();
        for (MethodParameter parameter : handler.getMethodParameters()) {
            Class<?> type = parameter.getParameterType();
            if (parameter.hasParameterAnnotation(RequestBody.class) && type.isRecord()) {
                read("", type, type == PolicySettings.class ? PolicySettings.DEFAULT : null, members);
            }
        }
        return members;
    }

    /** @param usual what holds the usual values, where there is such a thing */
    private static void read(String within, Class<?> type, @Nullable Object usual, List<Member> members) {
        for (RecordComponent part : type.getRecordComponents()) {
            String name = within + part.getName();
            Object value = usual == null ? null : valueOf(part, usual);
            if (part.getType().isRecord()) {
                read(name + ".", part.getType(), value, members);
            } else if (Map.class.isAssignableFrom(part.getType())) {
                declared(DECLARED_IN_BODIES, part.getName()).forEach(member -> members.add(member.within(name + ".")));
            } else if (value != null) {
                members.add(new Member(
                        name, value instanceof Enum<?> chosen ? chosen.name() : value, value instanceof String));
            } else {
                members.add(Member.of(name, part.getType()));
            }
        }
    }

    private static @Nullable Object valueOf(RecordComponent part, Object usual) {
        try {
            return part.getAccessor().invoke(usual);
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    /** Returns the addresses whose fields are declared: one that is gone has to go here too. */
    static Set<String> declaredAddresses() {
        return DECLARED.keySet();
    }

    private static List<Member> declared(Map<String, List<Member>> table, String taker) {
        List<Member> names = table.get(taker);
        if (names == null) {
            throw new IllegalStateException(taker + " takes fields of any name: declare in Fields which it reads");
        }
        return names;
    }
}
