package org.countersign.server.protocol.rest;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.countersign.server.bulk.BulkAct;
import org.countersign.server.bulk.BulkForecast;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkJob;
import org.countersign.server.bulk.BulkJobs;
import org.countersign.server.bulk.BulkOrders;
import org.countersign.server.kernel.BulkJobId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Acts on many tokens or users over REST: what one would do, ordering it, how far it is, what came of each, stopping it. */
@RestController
class BulkJobEndpoints {
    private static final int PAGE = 100;

    private final BulkJobs jobs;
    private final BulkForecast forecast;
    private final BulkOrders orders;
    private final GivenBulk given;
    private final KeyGuard guard;

    BulkJobEndpoints(BulkJobs jobs, BulkForecast forecast, BulkOrders orders, GivenBulk given, KeyGuard guard) {
        this.jobs = jobs;
        this.forecast = forecast;
        this.orders = orders;
        this.given = given;
        this.guard = guard;
    }

    /** What an act would do now: to tokens, to users themselves, or, for reminders, only to how many. */
    record ForecastView(
            BulkAct act,
            int count,
            @Nullable Integer people,
            @Nullable Integer without,
            @Nullable Integer tokens,
            @Nullable Integer refused) {}

    /** A job as the API shows it. */
    record JobView(
            String id,
            BulkAct act,
            String actor,
            @Nullable String because,
            Instant createdAt,
            int total,
            int done,
            int refused,
            int waiting,
            int untouched,
            @Nullable Instant endedAt,
            boolean cancelled) {
        static JobView of(BulkJob job) {
            return new JobView(
                    job.id().toString(),
                    job.act(),
                    job.actor(),
                    job.because(),
                    job.createdAt(),
                    job.total(),
                    job.done(),
                    job.refused(),
                    job.waiting(),
                    job.untouched(),
                    job.endedAt(),
                    job.cancelled());
        }
    }

    /** A row of a job as the API shows it. */
    record ItemView(
            int position,
            @Nullable String tokenId,
            @Nullable String userId,
            String label,
            BulkItem.State state,
            @Nullable String why) {
        static ItemView of(BulkItem item) {
            return new ItemView(
                    item.position(),
                    Objects.toString(item.token(), null),
                    Objects.toString(item.user(), null),
                    item.label(),
                    item.state(),
                    item.why());
        }
    }

    @PostMapping("/api/v1/bulk-jobs/tokens/forecast")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ForecastView forecastTokens(ApiClient client, @RequestBody GivenTokens wanted) {
        return forecast(client, act(client, wanted.act(), false), given.of(client, wanted));
    }

    @PostMapping("/api/v1/bulk-jobs/users/forecast")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ForecastView forecastUsers(ApiClient client, @RequestBody GivenUsers wanted) {
        return forecast(client, act(client, wanted.act(), false), given.of(client, wanted));
    }

    @PostMapping("/api/v1/bulk-jobs/people/forecast")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ForecastView forecastPeople(ApiClient client, @RequestBody GivenUsers wanted) {
        return forecast(client, act(client, wanted.act(), true), given.of(client, wanted));
    }

    @PostMapping("/api/v1/bulk-jobs/tokens")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ResponseEntity<JobView> startTokens(ApiClient client, @RequestBody GivenTokens wanted) {
        GivenBulk.Choice choice = given.of(client, wanted);
        requireCount(wanted.count(), wanted.isForAll(), choice);
        return start(client, act(client, wanted.act(), false), wanted.because(), choice);
    }

    @PostMapping("/api/v1/bulk-jobs/users")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ResponseEntity<JobView> startUsers(ApiClient client, @RequestBody GivenUsers wanted) {
        return start(client, act(client, wanted.act(), false), wanted);
    }

    @PostMapping("/api/v1/bulk-jobs/people")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ResponseEntity<JobView> startPeople(ApiClient client, @RequestBody GivenUsers wanted) {
        return start(client, act(client, wanted.act(), true), wanted);
    }

    @GetMapping("/api/v1/bulk-jobs")
    @KeyNeeds(OperatorModule.TOKENS)
    List<JobView> list(ApiClient client, @RequestParam(defaultValue = "") String before) {
        return jobs.page(owner(client), Given.moment("before", before), PAGE).stream()
                .map(JobView::of)
                .toList();
    }

    @GetMapping("/api/v1/bulk-jobs/{id}")
    @KeyNeeds(OperatorModule.TOKENS)
    JobView job(ApiClient client, @PathVariable String id) {
        return JobView.of(known(client, id));
    }

    @GetMapping("/api/v1/bulk-jobs/{id}/items")
    @KeyNeeds(OperatorModule.TOKENS)
    List<ItemView> items(
            ApiClient client,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "0") int after) {
        BulkJob job = known(client, id);
        BulkItem.State chosen = Given.choice("state", BulkItem.State.values(), state);
        return jobs.items(owner(client), job.id(), chosen, after, PAGE).stream()
                .map(ItemView::of)
                .toList();
    }

    @PostMapping("/api/v1/bulk-jobs/{id}/cancel")
    @KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    JobView cancel(ApiClient client, @PathVariable String id) {
        BulkJob job = known(client, id);
        if (!orders.mayStop(owner(client), job, client.acting())) {
            throw new RestRefusal(
                    HttpStatus.FORBIDDEN, "above_role", "Whoever ordered this job may do more than this key.");
        }
        if (!jobs.cancel(owner(client), job.id(), client.acting().actor())) {
            throw RestRefusal.conflict("job_over", "This job is over: nothing is left to stop.");
        }
        return JobView.of(known(client, id));
    }

    private ForecastView forecast(ApiClient client, BulkAct act, GivenBulk.Choice choice) {
        requirePossible(client, choice);
        int count = choice.subjects().size();
        if (act.isOnPeople()) {
            BulkForecast.PeopleForecast seen = forecast.ofPeople(owner(client), act, choice.subjects());
            return new ForecastView(
                    act, count, count - seen.refused(), null, seen.tokens() + seen.unused(), seen.refused());
        }
        if (!act.isOnTokens()) {
            return new ForecastView(act, count, null, null, null, null);
        }
        BulkForecast.Forecast seen = forecast.of(owner(client), act, choice.subjects());
        return new ForecastView(act, count, seen.people(), seen.without(), null, seen.refused());
    }

    private ResponseEntity<JobView> start(ApiClient client, BulkAct act, GivenUsers wanted) {
        GivenBulk.Choice choice = given.of(client, wanted);
        requireCount(wanted.count(), wanted.isForAll(), choice);
        return start(client, act, wanted.because(), choice);
    }

    private ResponseEntity<JobView> start(
            ApiClient client, BulkAct act, @Nullable String because, GivenBulk.Choice choice) {
        requirePossible(client, choice);
        BulkJobId id = jobs.start(
                owner(client),
                act,
                Given.because(because),
                choice.subjects(),
                client.acting().actor());
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(job(client, id.toString()));
    }

    private BulkAct act(ApiClient client, @Nullable String name, boolean onPeople) {
        List<BulkAct> possible = Arrays.stream(BulkAct.values())
                .filter(act -> act.isOnPeople() == onPeople)
                .toList();
        BulkAct act = BulkAct.of(Given.text("act", name).toLowerCase(Locale.ROOT))
                .filter(possible::contains)
                .orElseThrow(() -> RestRefusal.malformed("'act' is one of " + possible + "."));
        guard.require(client, act.module(), act.need());
        return act;
    }

    private void requirePossible(ApiClient client, GivenBulk.Choice choice) {
        guard.requireNotAbove(client, choice.people());
        if (choice.subjects().isEmpty()) {
            throw RestRefusal.unacceptable("nothing_chosen", "Nothing matches: there is nothing to do.");
        }
        if (choice.subjects().size() > BulkJobs.MOST) {
            throw RestRefusal.unacceptable(
                    "too_many", "More than " + BulkJobs.MOST + " match; a job has at most so many. Narrow the choice.");
        }
    }

    /** What matches may have changed since the forecast: whoever ordered reads the new number first. */
    private static void requireCount(@Nullable Integer count, boolean all, GivenBulk.Choice choice) {
        if (count == null && all) {
            throw RestRefusal.malformed("'count' is the number that the forecast said.");
        }
        if (count != null && count != choice.subjects().size()) {
            throw RestRefusal.conflict(
                    "count_changed", "It is about " + choice.subjects().size() + " now, not about " + count + ".");
        }
    }

    private BulkJob known(ApiClient client, String id) {
        return jobs.find(owner(client), new BulkJobId(Given.id("job", id)))
                .orElseThrow(() -> RestRefusal.notFound("job"));
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }
}
