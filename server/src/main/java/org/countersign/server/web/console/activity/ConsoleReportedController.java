package org.countersign.server.web.console.activity;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.countersign.server.kernel.UserId;
import org.countersign.server.reactions.Reaction;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Report;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about sign-ins that were not their users: what was done, and taking it back. */
@Controller
public final class ConsoleReportedController {
    private final Reactions reactions;
    private final Users users;
    private final Operators operators;
    private final InstantSource time;

    ConsoleReportedController(Reactions reactions, Users users, Operators operators, InstantSource time) {
        this.reactions = reactions;
        this.users = users;
        this.operators = operators;
        this.time = time;
    }

    @Needs(value = OperatorModule.USERS, act = OperatorAct.VIEW)
    @GetMapping("/console/{slug}/reported")
    ModelAndView list(OperatorVisit visit, @RequestParam(defaultValue = "") String before) {
        List<Report> found = reactions.page(visit.id(), moment(before), ConsoleView.ROWS + 1);
        boolean more = found.size() > ConsoleView.ROWS;
        List<Report> shown = more ? found.subList(0, ConsoleView.ROWS) : found;
        String next =
                more ? visit.link("/reported", "before", text(shown.getLast().reportedAt())) : null;
        return ConsoleView.page("reported", visit, new ListPage(lines(visit, shown), next, !before.isEmpty()));
    }

    @Needs(value = OperatorModule.USERS, act = OperatorAct.VIEW)
    @GetMapping("/console/{slug}/reported/{id}")
    ModelAndView report(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String undone) {
        Report report = find(visit, id);
        Map<String, String> actors = operators.of(visit.id()).stream()
                .collect(Collectors.toMap(operator -> "operator:" + operator.id(), Operator::userName));
        Instant now = time.instant();
        List<Step> steps = report.reactions().stream()
                .map(reaction -> new Step(
                        reaction,
                        reaction.isUndoableAt(now),
                        reaction.undoneBy() == null ? null : actors.get(reaction.undoneBy())))
                .toList();
        return ConsoleView.page(
                "reported-one",
                visit,
                new OnePage(
                        lines(visit, List.of(report)).getFirst(), steps, report.isUndoableAt(now), !undone.isEmpty()));
    }

    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    @PostMapping("/console/{slug}/reported/{id}/undo")
    ModelAndView undo(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String step) {
        Report report = find(visit, id);
        UUID one = step.isEmpty() ? null : ConsoleIds.uuid(step).orElseThrow(ConsoleIds::notFound);
        reactions.undo(visit.id(), report.id(), one, visit.actor());
        return ConsoleView.onTo(visit, "/reported/" + report.id() + "?undone=1");
    }

    private Report find(OperatorVisit visit, String id) {
        return ConsoleIds.uuid(id)
                .flatMap(known -> reactions.find(visit.id(), known))
                .filter(report -> !lines(visit, List.of(report)).isEmpty())
                .orElseThrow(ConsoleIds::notFound);
    }

    private List<Line> lines(OperatorVisit visit, List<Report> reports) {
        Map<UserId, UserAccount> people = users.named(
                visit.id(), reports.stream().map(Report::user).distinct().toList());
        Function<Report, @Nullable UserAccount> who = report -> people.get(report.user());
        Instant now = time.instant();
        return reports.stream()
                .map(report -> new Line(report, who.apply(report), report.isUndoableAt(now)))
                // Whoever sees the people of some containers only does not see what the others reported.
                .filter(line -> line.user() != null || !visit.limited())
                .toList();
    }

    private static String text(Instant moment) {
        return String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, moment));
    }

    private static @Nullable Instant moment(String text) {
        boolean number = !text.isEmpty() && text.length() <= 16 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Instant.EPOCH.plus(Long.parseLong(text), ChronoUnit.MICROS) : null;
    }

    /**
     * A report in the list.
     *
     * @param open whether anything of it is in force and can be taken back
     */
    public record Line(Report report, @Nullable UserAccount user, boolean open) {}

    /** One page of reports. */
    public record ListPage(List<Line> lines, @Nullable String next, boolean further) {}

    /**
     * One step of a report.
     *
     * @param operator who took it back, or none when it was the user
     */
    public record Step(
            Reaction reaction, boolean undoable, @Nullable String operator) {}

    /** A report and what was done about it. */
    public record OnePage(Line line, List<Step> steps, boolean undoable, boolean undone) {}
}
