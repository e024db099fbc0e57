package org.countersign.server.protocol.rest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.enrollment.ProvisioningCare;
import org.countersign.server.enrollment.ProvisioningOutcome;
import org.countersign.server.enrollment.ProvisioningTask;
import org.countersign.server.enrollment.ProvisioningTasks;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Provisioning tasks over REST. */
@RestController
class ProvisioningEndpoints {
    private static final int PAGE = 100;

    private final Provisioning provisioning;
    private final ProvisioningTasks tasks;
    private final ProvisioningCare care;
    private final GivenBulk given;
    private final KeyGuard guard;
    private final InstantSource time;

    ProvisioningEndpoints(
            Provisioning provisioning,
            ProvisioningTasks tasks,
            ProvisioningCare care,
            GivenBulk given,
            KeyGuard guard,
            InstantSource time) {
        this.provisioning = provisioning;
        this.tasks = tasks;
        this.care = care;
        this.given = given;
        this.guard = guard;
        this.time = time;
    }

    /** Users who shall get a token: one by one, or all that match; and how many the caller takes them to be. */
    record NewTask(
            @Nullable List<String> userIds,
            @Nullable Instant stopAt,
            @Nullable Integer count,
            @Nullable Boolean all,
            @Nullable String search,
            @Nullable String state,
            @Nullable String group,
            @Nullable String container) {
        GivenUsers users() {
            return new GivenUsers(null, null, count, userIds, all, search, state, group, container);
        }
    }

    /** A provisioning task that has just begun. */
    record StartedTask(int number, int users, String stopAt) {}

    /** Another stop date. */
    record NewStop(@Nullable Instant stopAt) {}

    /** To how many a reminder goes. */
    record Reminded(int users) {}

    /** A task as the API shows it. */
    record TaskView(
            int number,
            String operator,
            Instant createdAt,
            Instant stopAt,
            int users,
            @Nullable Instant endedAt,
            ProvisioningTask.@Nullable End ended,
            @Nullable Map<ProvisioningTask.Progress, Integer> progress) {
        static TaskView of(ProvisioningTask task, @Nullable Map<ProvisioningTask.Progress, Integer> progress) {
            return new TaskView(
                    task.number(),
                    task.operator(),
                    task.createdAt(),
                    task.stopAt(),
                    task.users(),
                    task.endedAt(),
                    task.ended(),
                    progress);
        }
    }

    /** A user of a task as the API shows them. */
    record MemberView(
            String userId,
            int position,
            ProvisioningTask.Progress progress,
            @Nullable String mail,
            @Nullable Instant mailedAt,
            int reminders,
            @Nullable String because) {
        static MemberView of(ProvisioningTask.Member member) {
            return new MemberView(
                    member.user().toString(),
                    member.position(),
                    member.progress(),
                    member.mail(),
                    member.mailedAt(),
                    member.reminders(),
                    member.because());
        }
    }

    @PostMapping("/api/v1/provisioning-tasks")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ResponseEntity<StartedTask> provision(ApiClient client, @RequestBody NewTask task) {
        List<UserId> ids = List.copyOf(given.of(client, task.users()).people());
        guard.requireNotAbove(client, ids);
        if (ids.isEmpty()) {
            throw RestRefusal.unacceptable("nothing_chosen", "Nobody matches: there is nobody to mail.");
        }
        if (ids.size() > Provisioning.MOST_USERS) {
            throw RestRefusal.unacceptable(
                    "too_many",
                    "More than " + Provisioning.MOST_USERS + " match; a task has at most so many. Narrow the choice.");
        }
        if (task.count() != null && task.count() != ids.size()) {
            throw RestRefusal.conflict(
                    "count_changed", "It is about " + ids.size() + " now, not about " + task.count() + ".");
        }
        Instant stopAt = task.stopAt() == null ? null : stop(task.stopAt());
        return switch (provisioning.provision(owner(client), ids, stopAt, actor(client))) {
            case ProvisioningOutcome.Started started ->
                ResponseEntity.status(HttpStatus.CREATED)
                        .body(new StartedTask(
                                started.number(),
                                started.users(),
                                started.stopAt().toString()));
            case ProvisioningOutcome.InventoryTooSmall small ->
                throw RestRefusal.conflict(
                        "inventory_too_small",
                        "The inventory has " + small.free() + " free tokens, and " + small.needed() + " are needed.");
            case ProvisioningOutcome.NoMailAddress none ->
                throw RestRefusal.conflict("no_mail_address", "Without a mail address: " + none.users());
            case ProvisioningOutcome.UnknownUsers unknown -> throw RestRefusal.notFound("user");
        };
    }

    @GetMapping("/api/v1/provisioning-tasks")
    @KeyNeeds(OperatorModule.TOKENS)
    List<TaskView> list(ApiClient client, @RequestParam(defaultValue = "2147483647") int before) {
        return tasks.page(owner(client), before, PAGE).stream()
                .map(task -> TaskView.of(task, null))
                .toList();
    }

    @GetMapping("/api/v1/provisioning-tasks/{number}")
    @KeyNeeds(OperatorModule.TOKENS)
    TaskView task(ApiClient client, @PathVariable String number) {
        ProvisioningTask task = find(client, number);
        return TaskView.of(task, tasks.counts(owner(client), task));
    }

    @GetMapping("/api/v1/provisioning-tasks/{number}/users")
    @KeyNeeds(OperatorModule.TOKENS)
    List<MemberView> users(
            ApiClient client,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String progress,
            @RequestParam(defaultValue = "0") int after) {
        ProvisioningTask.Progress chosen = progress.isEmpty()
                ? null
                : Arrays.stream(ProvisioningTask.Progress.values())
                        .filter(value -> value.name().equals(progress))
                        .findFirst()
                        .orElseThrow(() -> RestRefusal.malformed("There is no progress of this name."));
        return tasks.members(owner(client), find(client, number), chosen, after, PAGE).stream()
                .map(MemberView::of)
                .toList();
    }

    @PostMapping("/api/v1/provisioning-tasks/{number}/remind")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    Reminded remind(ApiClient client, @PathVariable String number) {
        return care.remind(owner(client), find(client, number).number(), actor(client))
                .map(Reminded::new)
                .orElseThrow(ProvisioningEndpoints::noOpenTask);
    }

    @PostMapping("/api/v1/provisioning-tasks/{number}/extend")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ResponseEntity<Void> extend(ApiClient client, @PathVariable String number, @RequestBody NewStop given) {
        ProvisioningTask task = find(client, number);
        if (given.stopAt() == null) {
            throw RestRefusal.malformed("'stopAt' is a moment.");
        }
        return done(care.extend(owner(client), task.number(), stop(given.stopAt()), actor(client)));
    }

    @DeleteMapping("/api/v1/provisioning-tasks/{number}")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.REMOVE)
    ResponseEntity<Void> remove(ApiClient client, @PathVariable String number) {
        ProvisioningTask task = find(client, number);
        guard.requireNotAbove(client, tasks.unfinished(owner(client), task));
        return done(care.remove(owner(client), task.number(), actor(client)));
    }

    @DeleteMapping("/api/v1/provisioning-tasks/{number}/users/{id}")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.REMOVE)
    ResponseEntity<Void> removeUser(ApiClient client, @PathVariable String number, @PathVariable String id) {
        ProvisioningTask task = find(client, number);
        UserId user = new UserId(Given.id("user", id));
        return done(care.remove(owner(client), task.number(), user, actor(client)));
    }

    private static ResponseEntity<Void> done(boolean done) {
        if (!done) {
            throw noOpenTask();
        }
        return ResponseEntity.noContent().build();
    }

    private static RestRefusal noOpenTask() {
        return RestRefusal.notFound("open provisioning task, or user in it");
    }

    private Instant stop(Instant given) {
        Instant now = time.instant();
        if (!given.isAfter(now) || given.isAfter(now.plus(ProvisioningCare.LONGEST))) {
            throw RestRefusal.malformed("'stopAt' is a moment within 90 days from now.");
        }
        return given;
    }

    private ProvisioningTask find(ApiClient client, String number) {
        if (!number.matches("[0-9]{1,9}")) {
            throw RestRefusal.notFound("provisioning task");
        }
        return tasks.find(owner(client), Integer.parseInt(number))
                .orElseThrow(() -> RestRefusal.notFound("provisioning task"));
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }

    private static Actor actor(ApiClient client) {
        return new Actor.ApiClient(client.id());
    }
}
