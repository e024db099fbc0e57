package org.countersign.server.web.console.provisioning;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.countersign.server.enrollment.ProvisioningCare;
import org.countersign.server.enrollment.ProvisioningTask;
import org.countersign.server.enrollment.ProvisioningTasks;
import org.countersign.server.kernel.UserId;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.NotPermitted;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.WholeServer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about provisioning tasks: which there are, how far their users are, and what can be done. */
@Controller
public final class ConsoleTasksController {
    private static final String TASK = "/console/{slug}/provision/tasks/{number}";

    private final ProvisioningTasks tasks;
    private final ProvisioningCare care;
    private final Users users;
    private final Operators operators;
    private final Tokens tokens;
    private final InstantSource time;

    ConsoleTasksController(
            ProvisioningTasks tasks,
            ProvisioningCare care,
            Users users,
            Operators operators,
            Tokens tokens,
            InstantSource time) {
        this.tasks = tasks;
        this.care = care;
        this.users = users;
        this.operators = operators;
        this.tokens = tokens;
        this.time = time;
    }

    @GetMapping("/console/{slug}/provision/tasks")
    @Needs(OperatorModule.TOKENS)
    ModelAndView list(OperatorVisit visit, @RequestParam(defaultValue = "") String before) {
        int below = before.matches("[0-9]{1,9}") ? Integer.parseInt(before) : Integer.MAX_VALUE;
        List<ProvisioningTask> found = tasks.page(visit.id(), below, ConsoleView.ROWS + 1);
        boolean more = found.size() > ConsoleView.ROWS;
        List<ProvisioningTask> shown = more ? found.subList(0, ConsoleView.ROWS) : found;
        return ConsoleView.page(
                "provision-tasks",
                visit,
                new TaskPages.TasksPage(
                        shown,
                        names(visit),
                        more
                                ? visit.link(
                                        "/provision/tasks",
                                        "before",
                                        String.valueOf(shown.getLast().number()))
                                : null,
                        !before.isEmpty(),
                        tokens.inventory(visit.id())));
    }

    @GetMapping(TASK)
    @Needs(OperatorModule.TOKENS)
    ModelAndView task(
            OperatorVisit visit,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String progress,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String count) {
        ProvisioningTask task = find(visit, number);
        ProvisioningTask.Progress chosen = Arrays.stream(ProvisioningTask.Progress.values())
                .filter(value -> TaskPages.slug(value).equals(progress))
                .findFirst()
                .orElse(null);
        int from = after.matches("[0-9]{1,9}") ? Integer.parseInt(after) : 0;
        List<ProvisioningTask.Member> found = tasks.members(visit.id(), task, chosen, from, ConsoleView.ROWS + 1);
        boolean more = found.size() > ConsoleView.ROWS;
        List<ProvisioningTask.Member> shown = more ? found.subList(0, ConsoleView.ROWS) : found;
        Map<UserId, UserAccount> people = users.named(
                visit.id(), shown.stream().map(ProvisioningTask.Member::user).toList());
        return ConsoleView.page(
                "provision-task",
                visit,
                new TaskPages.TaskPage(
                        task,
                        Optional.ofNullable(names(visit).get(task.operator())).orElse(""),
                        tasks.counts(visit.id(), task),
                        chosen,
                        shown,
                        people,
                        more
                                ? visit.link(
                                        "/provision/tasks/" + task.number(),
                                        "progress",
                                        progress,
                                        "after",
                                        String.valueOf(shown.getLast().position()))
                                : null,
                        from > 0,
                        done,
                        count.matches("[0-9]{1,6}") ? Integer.parseInt(count) : 0));
    }

    @GetMapping({TASK + "/remind", TASK + "/extend", TASK + "/remove"})
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView ask(OperatorVisit visit, @PathVariable String number, HttpServletRequest request) {
        String address = request.getRequestURI();
        String act = address.substring(address.lastIndexOf('/') + 1);
        return actPage(visit, find(visit, number), act, null, "", false, HttpStatus.OK);
    }

    @PostMapping(TASK + "/remind")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView remind(OperatorVisit visit, @PathVariable String number) {
        ProvisioningTask task = find(visit, number);
        return care.remind(visit.id(), task.number(), visit.actor())
                .map(count -> onTo(visit, task, "reminded&count=" + count))
                .orElseGet(() -> onTo(visit, task, "over"));
    }

    @PostMapping(TASK + "/extend")
    @WholeServer
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView extend(
            OperatorVisit visit, @PathVariable String number, @RequestParam(defaultValue = "") String stop) {
        ProvisioningTask task = find(visit, number);
        Optional<Instant> stopAt = StopDate.read(stop, time.instant());
        if (stopAt.isEmpty()) {
            return actPage(visit, task, "extend", null, stop, true, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        boolean extended = care.extend(visit.id(), task.number(), stopAt.get(), visit.actor());
        return onTo(visit, task, extended ? "extended" : "over");
    }

    @PostMapping(TASK + "/remove")
    @WholeServer
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.REMOVE)
    ModelAndView remove(OperatorVisit visit, @PathVariable String number) {
        ProvisioningTask task = find(visit, number);
        if (!operators
                .above(visit.id(), visit.acting(), tasks.unfinished(visit.id(), task))
                .isEmpty()) {
            throw new NotPermitted(visit.about(true), OperatorModule.TOKENS, OperatorAct.REMOVE);
        }
        return onTo(visit, task, care.remove(visit.id(), task.number(), visit.actor()) ? "removed" : "over");
    }

    @GetMapping(TASK + "/users/{id}/remove")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.REMOVE)
    ModelAndView askToRemoveUser(OperatorVisit visit, @PathVariable String number, @PathVariable String id) {
        UserAccount user = users.find(visit.id(), ConsoleIds.user(id)).orElseThrow(ConsoleIds::notFound);
        return actPage(visit, find(visit, number), "remove-user", user, "", false, HttpStatus.OK);
    }

    @PostMapping(TASK + "/users/{id}/remove")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.REMOVE)
    ModelAndView removeUser(OperatorVisit visit, @PathVariable String number, @PathVariable String id) {
        ProvisioningTask task = find(visit, number);
        boolean removed = care.remove(visit.id(), task.number(), ConsoleIds.user(id), visit.actor());
        if (!removed && task.isOpen()) {
            throw ConsoleIds.notFound();
        }
        return onTo(visit, task, removed ? "user-removed" : "over");
    }

    private ModelAndView actPage(
            OperatorVisit visit,
            ProvisioningTask task,
            String act,
            @Nullable UserAccount user,
            String stop,
            boolean wrong,
            HttpStatus status) {
        return ConsoleView.page(
                "provision-task-act",
                visit,
                new TaskPages.ActPage(task, act, user, tasks.counts(visit.id(), task), stop, wrong),
                status);
    }

    private static ModelAndView onTo(OperatorVisit visit, ProvisioningTask task, String done) {
        return ConsoleView.onTo(visit, "/provision/tasks/" + task.number() + "?done=" + done);
    }

    private ProvisioningTask find(OperatorVisit visit, String number) {
        if (!number.matches("[0-9]{1,9}")) {
            throw ConsoleIds.notFound();
        }
        return tasks.find(visit.id(), Integer.parseInt(number)).orElseThrow(ConsoleIds::notFound);
    }

    private Map<String, String> names(OperatorVisit visit) {
        return operators.everybody(visit.id()).stream()
                .collect(Collectors.toMap(operator -> "operator:" + operator.id(), Operator::userName));
    }
}
