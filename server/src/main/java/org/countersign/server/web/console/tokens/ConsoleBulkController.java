package org.countersign.server.web.console.tokens;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkJob;
import org.countersign.server.bulk.BulkJobs;
import org.countersign.server.bulk.BulkOrders;
import org.countersign.server.kernel.BulkJobId;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Operators;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.NotPermitted;
import org.countersign.server.web.console.OperatorVisit;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages for acts on many that are under way or over: how far they are, and what came of each. */
@Controller
public final class ConsoleBulkController {
    private static final int RECENT = 50;

    private final BulkJobs jobs;
    private final Operators operators;
    private final BulkOrders orders;

    ConsoleBulkController(BulkJobs jobs, Operators operators, BulkOrders orders) {
        this.jobs = jobs;
        this.operators = operators;
        this.orders = orders;
    }

    @GetMapping("/console/{slug}/bulk")
    @Needs(OperatorModule.TOKENS)
    ModelAndView list(OperatorVisit visit) {
        return ConsoleView.page(
                "bulk-jobs", visit, new BulkPages.JobsPage(jobs.recent(visit.id(), RECENT), names(visit)));
    }

    @GetMapping("/console/{slug}/bulk/{id}")
    @Needs(OperatorModule.TOKENS)
    ModelAndView job(
            OperatorVisit visit,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String after) {
        BulkJob job = find(visit, id);
        BulkItem.State chosen = Arrays.stream(BulkItem.State.values())
                .filter(value -> value.slug().equals(state))
                .findFirst()
                .orElse(null);
        int from = after.matches("[0-9]{1,9}") ? Integer.parseInt(after) : 0;
        List<BulkItem> found = jobs.items(visit.id(), job.id(), chosen, from, ConsoleView.ROWS + 1);
        boolean more = found.size() > ConsoleView.ROWS;
        List<BulkItem> shown = more ? found.subList(0, ConsoleView.ROWS) : found;
        String next = more
                ? visit.link(
                        "/bulk/" + job.id(),
                        "state",
                        state,
                        "after",
                        String.valueOf(shown.getLast().position()))
                : null;
        String operator = Optional.ofNullable(names(visit).get(job.actor())).orElse("");
        return ConsoleView.page(
                "bulk-job",
                visit,
                new BulkPages.JobPage(job, operator, mayStop(visit, job), chosen, shown, next, from > 0));
    }

    @PostMapping("/console/{slug}/bulk/{id}/cancel")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView cancel(OperatorVisit visit, @PathVariable String id) {
        BulkJob job = find(visit, id);
        if (!mayStop(visit, job)) {
            throw new NotPermitted(visit.about(true), OperatorModule.TOKENS, OperatorAct.CHANGE);
        }
        jobs.cancel(visit.id(), job.id(), visit.actor());
        return ConsoleView.onTo(visit, "/bulk/" + job.id());
    }

    private boolean mayStop(OperatorVisit visit, BulkJob job) {
        return orders.mayStop(visit.id(), job, visit.acting());
    }

    private BulkJob find(OperatorVisit visit, String id) {
        return ConsoleIds.uuid(id)
                .flatMap(known -> jobs.find(visit.id(), new BulkJobId(known)))
                .orElseThrow(ConsoleIds::notFound);
    }

    private Map<String, String> names(OperatorVisit visit) {
        return operators.everybody(visit.id()).stream()
                .collect(Collectors.toMap(operator -> "operator:" + operator.id(), Operator::userName));
    }
}
