package org.countersign.server.protocol.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicyOutcome;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.PolicyValues;
import org.countersign.server.policy.PolicyVersion;
import org.countersign.server.policy.Profile;
import org.countersign.server.policy.Profiles;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The rules of the virtual server over REST. */
@RestController
class PolicyEndpoints {
    private static final int ROWS = 25;

    private final Policies policies;

    PolicyEndpoints(Policies policies) {
        this.policies = policies;
    }

    @GetMapping("/api/v1/policy")
    @KeyNeeds(OperatorModule.POLICIES)
    ResponseEntity<PolicySettings> policy(ApiClient client) {
        PolicyVersion now = policies.latest(client.application().virtualServer());
        return ResponseEntity.ok().eTag(tag(now.number())).body(now.settings());
    }

    /** With If-Match the rules are replaced only if they are still the version that the caller saw. */
    @PutMapping("/api/v1/policy")
    @KeyNeeds(value = OperatorModule.POLICIES, act = OperatorAct.CHANGE)
    ResponseEntity<?> change(
            ApiClient client,
            @RequestBody PolicySettings settings,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String seen) {
        VirtualServerId virtualServer = client.application().virtualServer();
        Actor actor = new Actor.ApiClient(client.id());
        if (seen == null) {
            policies.change(virtualServer, settings, actor);
            return ResponseEntity.ok(settings);
        }
        int expected = seen.matches("\"[0-9]{1,9}\"") ? Integer.parseInt(seen.substring(1, seen.length() - 1)) : -1;
        return switch (policies.replace(virtualServer, expected, settings, actor)) {
            case PolicyOutcome.Changed(int version) ->
                ResponseEntity.ok().eTag(tag(version)).body(settings);
            case PolicyOutcome.Unchanged(int version) ->
                ResponseEntity.ok().eTag(tag(version)).body(settings);
            case PolicyOutcome.Overtaken overtaken ->
                RestProblems.problem(
                        HttpStatus.PRECONDITION_FAILED,
                        "policy_changed",
                        "The rules have another version by now; nothing was changed.");
        };
    }

    @GetMapping("/api/v1/policy/versions")
    @KeyNeeds(OperatorModule.POLICIES)
    Versions versions(ApiClient client, @RequestParam(defaultValue = "") String before) {
        int from = before.matches("[0-9]{1,9}") ? Integer.parseInt(before) : Integer.MAX_VALUE;
        List<PolicyVersion> found = policies.history(client.application().virtualServer(), from, ROWS + 1);
        List<Version> versions = new ArrayList<>();
        for (int i = 0; i < Math.min(found.size(), ROWS); i++) {
            PolicyVersion version = found.get(i);
            List<PolicyValues.Change> changes = i + 1 < found.size()
                    ? PolicyValues.changes(found.get(i + 1).settings(), version.settings())
                    : List.of();
            versions.add(new Version(
                    version.number(),
                    version.changedBy(),
                    version.changedAt(),
                    changes.stream()
                            .map(change -> new Difference(change.rule().path(), change.before(), change.after()))
                            .toList(),
                    version.settings()));
        }
        return new Versions(versions, found.size() > ROWS ? versions.getLast().version() : null);
    }

    @GetMapping("/api/v1/policy/profiles")
    @KeyNeeds(OperatorModule.POLICIES)
    Judgements profiles(ApiClient client) {
        PolicySettings settings = policies.current(client.application().virtualServer());
        return new Judgements(Arrays.stream(Profile.values())
                .map(profile -> new Judgement(
                        profile.name(),
                        Profiles.meets(profile, settings),
                        Profiles.of(profile, settings).stream()
                                .map(verdict ->
                                        new Row(verdict.row().name(), rule(verdict), verdict.met(), verdict.value()))
                                .toList()))
                .toList());
    }

    private static @Nullable String rule(Profiles.Verdict verdict) {
        return verdict.row().rule().map(rule -> rule.path()).orElse(null);
    }

    private static String tag(int version) {
        return "\"" + version + "\"";
    }

    /** Settings out of range do not come into being; the exception that stopped them says which and why. */
    @ExceptionHandler
    ResponseEntity<Map<String, Object>> outOfRange(HttpMessageNotReadableException unreadable) {
        return RestProblems.problem(
                HttpStatus.BAD_REQUEST,
                "request_malformed",
                unreadable.getMostSpecificCause() instanceof IllegalArgumentException wrong
                        ? wrong.getMessage() + "."
                        : "The policy is not as the API document says; see /api/v1/openapi.yaml.");
    }

    /** Versions of the rules, newest first; {@code next} is sent as {@code before} to get more. */
    record Versions(List<Version> versions, @Nullable Integer next) {}

    /** One version, with what it changed. */
    record Version(
            int version,
            String changedBy,
            @Nullable Instant changedAt,
            List<Difference> changes,
            PolicySettings settings) {}

    /** One rule that was changed. */
    record Difference(String rule, String before, String after) {}

    /** How the rules stand to each profile. */
    record Judgements(List<Judgement> profiles) {}

    /** How the rules stand to one profile. */
    record Judgement(String profile, boolean met, List<Row> rows) {}

    /** How they stand to one demand of it; {@code rule} is none when no rule decides it. */
    record Row(String row, @Nullable String rule, boolean met, String value) {}
}
