package org.countersign.server.protocol.rest;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.reactions.Reaction;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Report;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sign-ins that were not their users, and taking back what was done about them. */
@RestController
class ReportedEndpoints {
    private static final int PAGE = 100;

    private final Reactions reactions;

    ReportedEndpoints(Reactions reactions) {
        this.reactions = reactions;
    }

    /** A step as the API shows it. */
    record StepView(
            String id,
            String step,
            @Nullable Instant until,
            @Nullable Instant doneAt,
            @Nullable Instant undoneAt,
            @Nullable String undoneBy) {
        static StepView of(Reaction reaction) {
            return new StepView(
                    reaction.id().toString(),
                    reaction.step().name(),
                    reaction.until(),
                    reaction.doneAt(),
                    reaction.undoneAt(),
                    reaction.undoneBy());
        }
    }

    /** A report as the API shows it. */
    record ReportView(
            String id,
            String user,
            @Nullable String application,
            @Nullable String ip,
            @Nullable String place,
            @Nullable String program,
            Instant happenedAt,
            Instant reportedAt,
            List<StepView> steps) {
        static ReportView of(Report report) {
            return new ReportView(
                    report.id().toString(),
                    report.user().toString(),
                    report.application(),
                    report.ip(),
                    report.place(),
                    report.program(),
                    report.happenedAt(),
                    report.reportedAt(),
                    report.reactions().stream().map(StepView::of).toList());
        }
    }

    /** What was taken back. */
    record Undone(int steps) {}

    @GetMapping("/api/v1/reported-sign-ins")
    @KeyNeeds(OperatorModule.USERS)
    List<ReportView> list(ApiClient client, @RequestParam(defaultValue = "") String before) {
        return reactions.page(client.application().virtualServer(), Given.moment("before", before), PAGE).stream()
                .map(ReportView::of)
                .toList();
    }

    @GetMapping("/api/v1/reported-sign-ins/{id}")
    @KeyNeeds(OperatorModule.USERS)
    ReportView one(ApiClient client, @PathVariable String id) {
        return reactions
                .find(client.application().virtualServer(), Given.id("report", id))
                .map(ReportView::of)
                .orElseThrow(() -> RestRefusal.notFound("report"));
    }

    @PostMapping("/api/v1/reported-sign-ins/{id}/undo")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    Undone undo(ApiClient client, @PathVariable String id, @RequestParam(defaultValue = "") String step) {
        ReportView report = one(client, id);
        UUID one = step.isEmpty() ? null : Given.id("step", step);
        return new Undone(reactions.undo(
                client.application().virtualServer(),
                UUID.fromString(report.id()),
                one,
                new Actor.ApiClient(client.id())));
    }
}
