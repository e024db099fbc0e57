package org.countersign.server.web.console.activity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.countersign.server.audit.AuditFilter;
import org.countersign.server.reports.Snapshots;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** The console's first page: how the virtual server is doing. */
@Controller
public final class ConsoleSnapshotController {
    private static final int RECENT = 8;
    private static final int ALARMS = 3;
    private static final Duration ALARM_AGE = Duration.ofDays(1);

    private final TokenRegister register;
    private final Users users;
    private final Activities activities;
    private final SnapshotFigures figures;
    private final InstantSource time;

    ConsoleSnapshotController(
            TokenRegister register, Users users, Activities activities, SnapshotFigures figures, InstantSource time) {
        this.register = register;
        this.users = users;
        this.activities = activities;
        this.figures = figures;
        this.time = time;
    }

    @GetMapping("/console/{slug}")
    @Needs(OperatorModule.SNAPSHOT)
    ModelAndView snapshot(OperatorVisit visit) {
        Map<TokenState, Integer> tokens = register.countByState(visit.id());
        return ConsoleView.page(
                "snapshot",
                visit,
                new SnapshotPage(
                        tokens,
                        users.count(visit.id()),
                        figures.lastDay(visit.id()),
                        figures.lastWeek(visit.id()),
                        figures.problems(visit.id(), tokens),
                        recent(visit, ActivityKind.ALARMS, ALARMS).stream()
                                .filter(alarm ->
                                        alarm.at().isAfter(time.instant().minus(ALARM_AGE)))
                                .toList(),
                        recent(visit, ActivityKind.ALL, RECENT)));
    }

    private List<Activity> recent(OperatorVisit visit, ActivityKind kind, int limit) {
        return activities.read(visit.id(), activities.entries(visit.id(), AuditFilter.of(kind.types()), limit));
    }

    /**
     * What the first page shows.
     *
     * @param day sign-ins of the last day
     * @param week sign-ins of the last seven days
     * @param problems what needs a person, or nothing
     * @param alarms reports and spent passcodes of the last day, newest first
     * @param recent the last sign-ins, newest first
     */
    public record SnapshotPage(
            Map<TokenState, Integer> tokens,
            int users,
            SnapshotFigures.Activity day,
            SnapshotFigures.Activity week,
            List<SnapshotFigures.Problem> problems,
            List<Activity> alarms,
            List<Activity> recent) {
        /** Says whether the inventory is nearly used up: fewer than one free token for ten given out, or than ten. */
        public boolean isInventoryLow() {
            return Snapshots.isInventoryLow(tokens);
        }

        /** Returns how many tokens are in a state. */
        public int count(TokenState state) {
            return tokens.getOrDefault(state, 0);
        }
    }
}
