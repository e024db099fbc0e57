package org.countersign.server.web.console.activity;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditFilter;
import org.countersign.server.audit.AuditType;
import org.countersign.server.enrollment.OverdueEnrollments;
import org.countersign.server.kernel.UserId;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** The console's lists of what needs a person and has no list elsewhere. */
@Controller
public final class ConsoleProblemsController {
    private static final int ROWS = 100;

    private final Audit audit;
    private final OverdueEnrollments overdue;
    private final Users users;

    ConsoleProblemsController(Audit audit, OverdueEnrollments overdue, Users users) {
        this.audit = audit;
        this.overdue = overdue;
        this.users = users;
    }

    @GetMapping("/console/{slug}/problems/overdue")
    @Needs(OperatorModule.SNAPSHOT)
    ModelAndView overdue(OperatorVisit visit) {
        List<OverdueEnrollments.Overdue> found = overdue.of(visit.id(), ROWS);
        Map<UserId, UserAccount> people = users.named(
                visit.id(), found.stream().map(OverdueEnrollments.Overdue::user).toList());
        return ConsoleView.page(
                "problems",
                visit,
                new ProblemsPage(
                        "overdue",
                        found.stream()
                                .map(one -> new Row(people.get(one.user()), one.expiredAt(), null))
                                .toList()));
    }

    @GetMapping("/console/{slug}/problems/undelivered")
    @Needs(OperatorModule.SNAPSHOT)
    ModelAndView undelivered(OperatorVisit visit) {
        var found = audit.page(visit.id(), AuditFilter.of(Set.of(AuditType.DELIVERY_GIVEN_UP)), ROWS);
        Map<UserId, UserAccount> people = users.named(
                visit.id(),
                found.stream()
                        .map(entry -> entry.userId())
                        .filter(Objects::nonNull)
                        .map(UserId::new)
                        .distinct()
                        .toList());
        return ConsoleView.page(
                "problems",
                visit,
                new ProblemsPage(
                        "undelivered",
                        found.stream()
                                .map(entry -> new Row(
                                        entry.userId() == null ? null : people.get(new UserId(entry.userId())),
                                        entry.at(),
                                        entry.details().getOrDefault("reason", "")))
                                .toList()));
    }

    /**
     * One case.
     *
     * @param user whom it concerns, or none when nobody knows
     * @param what why it failed, or none
     */
    public record Row(
            @Nullable UserAccount user,
            Instant at,
            @Nullable String what) {}

    /** What such a list shows. */
    public record ProblemsPage(String kind, List<Row> rows) {}
}
