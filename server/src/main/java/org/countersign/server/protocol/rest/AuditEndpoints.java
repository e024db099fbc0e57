package org.countersign.server.protocol.rest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditPage;
import org.countersign.server.audit.AuditQuery;
import org.countersign.server.audit.AuditSearch;
import org.countersign.server.audit.AuditType;
import org.countersign.server.audit.ChainedEntry;
import org.countersign.server.audit.Checkpoint;
import org.countersign.server.evidence.Evidence;
import org.countersign.server.evidence.IntegrityCheck;
import org.countersign.server.evidence.IntegrityChecks;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.reports.AuditFiles;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.web.shell.Downloads;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The record over REST: search, files of it, signed checkpoints, checks. */
@RestController
class AuditEndpoints {
    private static final int PAGE = 100;

    private final AuditSearch search;
    private final AuditFiles files;
    private final Evidence evidence;
    private final IntegrityChecks checks;
    private final Downloads downloads;
    private final InstantSource time;

    AuditEndpoints(
            AuditSearch search,
            AuditFiles files,
            Evidence evidence,
            IntegrityChecks checks,
            Downloads downloads,
            InstantSource time) {
        this.search = search;
        this.files = files;
        this.evidence = evidence;
        this.checks = checks;
        this.downloads = downloads;
        this.time = time;
    }

    /** An event as the API shows it. */
    record EventView(
            String id,
            String at,
            String type,
            String actor,
            @Nullable UUID userId,
            @Nullable UUID tokenId,
            @Nullable String ip,
            Map<String, String> details,
            int lane,
            long sequence,
            String hash) {
        static EventView of(ChainedEntry chained) {
            AuditEntry entry = chained.entry();
            return new EventView(
                    entry.id().toString(),
                    entry.at().toString(),
                    entry.type(),
                    entry.actor(),
                    entry.userId(),
                    entry.tokenId(),
                    entry.ip(),
                    entry.details(),
                    chained.place().lane(),
                    chained.place().sequence(),
                    chained.hash());
        }
    }

    /** One page of events, and from where the next one goes on, if there is one. */
    record EventPage(List<EventView> events, @Nullable String next) {}

    /** A signed checkpoint. */
    record CheckpointView(long number, String at, long events, String statement) {
        static CheckpointView of(Checkpoint checkpoint) {
            return new CheckpointView(
                    checkpoint.number(),
                    checkpoint.at().toString(),
                    checkpoint.ends().events(),
                    checkpoint.statement());
        }
    }

    /** How a check stands: {@code running}, {@code intact} or {@code broken}. */
    record CheckView(
            String state,
            @Nullable String endedAt,
            long events,
            @Nullable Integer lane,
            @Nullable Long sequence,
            @Nullable String what) {
        static CheckView of(IntegrityCheck check) {
            return check.broken()
                    .map(broken -> new CheckView(
                            "broken",
                            String.valueOf(check.endedAt()),
                            0,
                            broken.lane(),
                            broken.sequence(),
                            broken.what()))
                    .orElseGet(() -> check.endedAt() == null
                            ? new CheckView("running", null, 0, null, null, null)
                            : new CheckView("intact", check.endedAt().toString(), check.entries(), null, null, null));
        }
    }

    @GetMapping("/api/v1/audit")
    @KeyNeeds(OperatorModule.AUDIT)
    EventPage events(
            ApiClient client,
            @RequestParam Map<String, String> asked,
            @RequestParam(defaultValue = "") String before,
            @RequestParam(defaultValue = "100") int limit) {
        Given.scope(client, ApiScope.MANAGE);
        int rows = Math.clamp(limit, 1, PAGE);
        AuditPage page = search.page(owner(client), query(asked), position(before), rows + 1);
        boolean more = page.found().size() > rows;
        List<ChainedEntry> shown = more ? page.found().subList(0, rows) : page.found();
        AuditEntry last = more ? shown.getLast().entry() : null;
        AuditQuery.Position next = last == null ? page.lookedBackTo() : new AuditQuery.Position(last.at(), last.id());
        return new EventPage(
                shown.stream().map(EventView::of).toList(),
                next == null ? null : new ListPosition(next.at(), next.id()).text());
    }

    @GetMapping("/api/v1/audit/export")
    @KeyNeeds(OperatorModule.AUDIT)
    void export(
            ApiClient client,
            @RequestParam Map<String, String> asked,
            @RequestParam(defaultValue = "evidence") String form,
            HttpServletResponse response)
            throws IOException {
        Given.scope(client, ApiScope.MANAGE);
        AuditQuery query = query(asked);
        Actor actor = new Actor.ApiClient(client.id());
        Instant from = query.from() == null ? time.instant().minus(30, ChronoUnit.DAYS) : query.from();
        Instant to = query.to() == null ? time.instant() : query.to();
        AuditQuery ranged = new AuditQuery(
                from, to, query.types(), query.actor(), query.user(), query.token(), query.ip(), query.text());
        switch (form) {
            case "evidence" ->
                downloads.bytes(
                        response,
                        "audit-evidence.jsonl",
                        "application/jsonl",
                        out -> evidence.export(owner(client), from, to, actor, out));
            case "lines" ->
                downloads.text(
                        response,
                        "audit.jsonl",
                        "application/jsonl",
                        out -> files.write(owner(client), ranged, AuditFiles.Form.LINES, actor, out));
            case "csv" ->
                downloads.text(
                        response,
                        "audit.csv",
                        "text/csv",
                        out -> files.write(owner(client), ranged, AuditFiles.Form.CSV, actor, out));
            default -> throw RestRefusal.malformed("'form' is evidence, lines or csv.");
        }
    }

    @GetMapping("/api/v1/audit/checkpoints")
    @KeyNeeds(OperatorModule.AUDIT)
    List<CheckpointView> checkpoints(ApiClient client) {
        Given.scope(client, ApiScope.MANAGE);
        return evidence.newest(owner(client), PAGE).stream()
                .map(CheckpointView::of)
                .toList();
    }

    @PostMapping("/api/v1/audit/checkpoints")
    @KeyNeeds(value = OperatorModule.AUDIT, act = OperatorAct.CHANGE)
    CheckpointView sign(ApiClient client) {
        Given.scope(client, ApiScope.MANAGE);
        return CheckpointView.of(evidence.checkpoint(owner(client)));
    }

    @GetMapping("/api/v1/audit/check")
    @KeyNeeds(OperatorModule.AUDIT)
    CheckView lastCheck(ApiClient client) {
        Given.scope(client, ApiScope.MANAGE);
        return checks.latest(owner(client)).map(CheckView::of).orElseThrow(() -> RestRefusal.notFound("check"));
    }

    @PostMapping("/api/v1/audit/check")
    @KeyNeeds(value = OperatorModule.AUDIT, act = OperatorAct.CHANGE)
    CheckView check(ApiClient client) {
        Given.scope(client, ApiScope.MANAGE);
        checks.start(owner(client));
        return lastCheck(client);
    }

    private static AuditQuery query(Map<String, String> asked) {
        String user = asked.getOrDefault("userId", "");
        String token = asked.getOrDefault("tokenId", "");
        return new AuditQuery(
                Given.moment("from", asked.getOrDefault("from", "")),
                Given.moment("to", asked.getOrDefault("to", "")),
                types(asked.getOrDefault("type", "")),
                asked.get("actor"),
                user.isEmpty() ? null : new UserId(Given.id("user", user)),
                token.isEmpty() ? null : new TokenId(Given.id("token", token)),
                asked.get("ip"),
                asked.get("text"));
    }

    private static Set<AuditType> types(String names) {
        Set<AuditType> types = EnumSet.noneOf(AuditType.class);
        for (String name : names.split(",", -1)) {
            if (!name.isEmpty()) {
                types.add(Arrays.stream(AuditType.values())
                        .filter(type -> type.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> RestRefusal.malformed("There is no event type '" + name + "'.")));
            }
        }
        return types;
    }

    private static AuditQuery.@Nullable Position position(String text) {
        ListPosition position = ListPosition.read("before", text);
        return position == null ? null : new AuditQuery.Position(position.at(), position.id());
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }
}
