package org.countersign.server.web.console.reports;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.reports.ReportKind;
import org.countersign.server.reports.ReportOrder;
import org.countersign.server.reports.ReportRule;
import org.countersign.server.reports.ReportRules;
import org.countersign.server.reports.Schedule;
import org.countersign.server.users.Operator;
import org.countersign.server.web.console.ConsoleIds;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * The form of a schedule as it was read.
 *
 * @param wanted what is wanted, or none when a field is wrong
 * @param wrong the fields that were not understood
 */
record ReportRuleForm(ReportRules.@Nullable Wanted wanted, Set<String> wrong) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");

    static ReportRuleForm read(ReportKind kind, MultiValueMap<String, String> typed, Set<UUID> operators) {
        Set<String> wrong = new HashSet<>();
        ReportOrder.Understood understood = ConsoleReportsController.read(kind.slug(), typed);
        understood.wrong().keySet().forEach(filter -> wrong.add(filter.slug()));
        String name = text(typed, "name");
        if (!ReportRule.isName(name)) {
            wrong.add("name");
        }
        int hour = number(typed, "hour", 0, 23, wrong);
        int day = number(typed, "day", 1, 31, wrong);
        int keep = number(typed, "keepDays", 1, 3650, wrong);
        int weekday = number(typed, "weekday", 1, 7, wrong);
        Optional<ZoneId> zone = zone(text(typed, "zone"));
        Optional<Schedule.Every> every = Arrays.stream(Schedule.Every.values())
                .filter(each -> each.name().equals(text(typed, "every")))
                .findFirst();
        if (zone.isEmpty()) {
            wrong.add("zone");
        }
        if (every.isEmpty()) {
            wrong.add("every");
        }
        if (!wrong.isEmpty()) {
            return new ReportRuleForm(null, wrong);
        }
        List<OperatorId> recipients = typed.getOrDefault("recipient", List.of()).stream()
                .flatMap(id -> ConsoleIds.uuid(id).stream())
                .filter(operators::contains)
                .map(OperatorId::new)
                .toList();
        Schedule schedule = new Schedule(every.orElseThrow(), DayOfWeek.of(weekday), day, hour, zone.orElseThrow());
        return new ReportRuleForm(new ReportRules.Wanted(name, understood.order(), schedule, keep, recipients), wrong);
    }

    /** Returns what a new schedule begins with. */
    static Map<String, String> usual(Operator operator) {
        return Map.of(
                "name", "",
                "every", "WEEK",
                "weekday", "1",
                "day", "1",
                "hour", "6",
                "zone", "UTC",
                "keepDays", "90",
                "recipient", operator.id().toString());
    }

    /** Returns a schedule as its form has it. */
    static MultiValueMap<String, String> typed(ReportRule rule) {
        MultiValueMap<String, String> typed = new LinkedMultiValueMap<>();
        typed.add("name", rule.name());
        typed.add("every", rule.schedule().every().name());
        typed.add("weekday", Integer.toString(rule.schedule().weekday().getValue()));
        typed.add("day", Integer.toString(rule.schedule().dayOfMonth()));
        typed.add("hour", Integer.toString(rule.schedule().hour()));
        typed.add("zone", rule.schedule().zone().getId());
        typed.add("keepDays", Integer.toString(rule.keepDays()));
        rule.recipients().forEach(recipient -> typed.add("recipient", recipient.toString()));
        rule.order().columns().forEach(column -> typed.add("column", column));
        rule.order().filters().forEach((filter, value) -> typed.add(filter.slug(), value));
        return typed;
    }

    private static String text(MultiValueMap<String, String> typed, String name) {
        String text = typed.getFirst(name);
        return text == null ? "" : text.strip();
    }

    private static int number(
            MultiValueMap<String, String> typed, String name, int least, int most, Set<String> wrong) {
        String text = text(typed, name);
        OptionalInt number =
                NUMBER.matcher(text).matches() ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
        if (number.isEmpty() || number.getAsInt() < least || number.getAsInt() > most) {
            wrong.add(name);
            return least;
        }
        return number.getAsInt();
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return name.isEmpty() || name.length() > 60 ? Optional.empty() : Optional.of(ZoneId.of(name));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
