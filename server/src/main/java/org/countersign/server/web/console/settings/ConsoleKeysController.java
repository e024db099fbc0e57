package org.countersign.server.web.console.settings;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.countersign.server.kernel.ApplicationId;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.protocol.rest.ApiClients;
import org.countersign.server.protocol.rest.ApiKey;
import org.countersign.server.protocol.rest.ApiKeyOutcome;
import org.countersign.server.protocol.rest.ApiScope;
import org.countersign.server.protocol.rest.NewApiKey;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Role;
import org.countersign.server.users.Roles;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServers;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.NotPermitted;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.Sensitive;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about the keys of programs. */
@Controller
@Sensitive
public final class ConsoleKeysController {
    /** How long a key can be good for, in days; 0 is without end. */
    private static final Map<String, Optional<Duration>> LIVES = Map.of(
            "30", Optional.of(Duration.ofDays(30)),
            "90", Optional.of(Duration.ofDays(90)),
            "365", Optional.of(Duration.ofDays(365)),
            "0", Optional.empty());

    private final ApiClients keys;
    private final VirtualServers virtualServers;
    private final Roles roles;
    private final InstantSource time;

    ConsoleKeysController(ApiClients keys, VirtualServers virtualServers, Roles roles, InstantSource time) {
        this.keys = keys;
        this.virtualServers = virtualServers;
        this.roles = roles;
        this.time = time;
    }

    @GetMapping("/console/{slug}/operators/keys")
    @Needs(OperatorModule.OPERATORS)
    ModelAndView list(OperatorVisit visit, @RequestParam(defaultValue = "") String done) {
        return ConsoleView.page(
                "keys", visit, new ListPage(keys.of(visit.id()), time.instant(), done.equals("revoked")));
    }

    @GetMapping("/console/{slug}/operators/keys/new")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.ADD)
    ModelAndView newKey(OperatorVisit visit) {
        return form(visit, new Entered("", "", Set.of(), "", "90"), null, HttpStatus.OK);
    }

    /** Makes a key and shows it in the answer, which is the only place where it ever stands. */
    @PostMapping("/console/{slug}/operators/keys")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.ADD)
    ModelAndView make(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String application,
            @RequestParam(defaultValue = "") List<String> scope,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String days) {
        Set<ApiScope> scopes = EnumSet.noneOf(ApiScope.class);
        for (ApiScope known : ApiScope.values()) {
            if (scope.contains(known.name())) {
                scopes.add(known);
            }
        }
        Entered entered = new Entered(name, application, scopes, role, days);
        Optional<Application> resource = ConsoleIds.uuid(application)
                .flatMap(id -> virtualServers.application(visit.id(), new ApplicationId(id)));
        if (resource.isEmpty()) {
            return form(visit, entered, "APPLICATION", HttpStatus.UNPROCESSABLE_CONTENT);
        }
        if (!LIVES.containsKey(days)) {
            return form(visit, entered, "EXPIRY", HttpStatus.UNPROCESSABLE_CONTENT);
        }
        Instant expiresAt = LIVES.getOrDefault(days, Optional.empty())
                .map(life -> time.instant().plus(life))
                .orElse(null);
        NewApiKey wanted = new NewApiKey(
                resource.get(),
                name,
                scopes,
                scopes.contains(ApiScope.MANAGE)
                        ? ConsoleIds.uuid(role).map(RoleId::new).orElse(null)
                        : null,
                expiresAt);
        return switch (keys.create(wanted, visit.acting())) {
            case ApiKeyOutcome.Made made -> ConsoleView.page("key-made", visit, made);
            case ApiKeyOutcome.Beyond beyond -> form(visit, entered, "BEYOND", HttpStatus.UNPROCESSABLE_CONTENT);
            case ApiKeyOutcome.Unacceptable(ApiKeyOutcome.Fault fault) ->
                form(visit, entered, fault.name(), HttpStatus.UNPROCESSABLE_CONTENT);
        };
    }

    @GetMapping("/console/{slug}/operators/keys/{id}/revoke")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.REMOVE)
    ModelAndView askToRevoke(OperatorVisit visit, @PathVariable String id) {
        return ConsoleView.page("key-revoke", visit, find(visit, id));
    }

    @PostMapping("/console/{slug}/operators/keys/{id}/revoke")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.REMOVE)
    ModelAndView revoke(OperatorVisit visit, @PathVariable String id) {
        return switch (keys.revoke(visit.id(), ConsoleIds.key(id), visit.acting())) {
            case DONE -> ConsoleView.onTo(visit, "/operators/keys?done=revoked");
            case UNKNOWN -> throw ConsoleIds.notFound();
            case BEYOND -> throw new NotPermitted(visit.about(true), OperatorModule.OPERATORS, OperatorAct.REMOVE);
        };
    }

    private ModelAndView form(OperatorVisit visit, Entered entered, @Nullable String problem, HttpStatus status) {
        return ConsoleView.page(
                "key-new",
                visit,
                new FormPage(virtualServers.applications(visit.id()), roles.of(visit.id()), entered, problem),
                status);
    }

    private ApiKey find(OperatorVisit visit, String id) {
        return keys.find(visit.id(), ConsoleIds.key(id)).orElseThrow(ConsoleIds::notFound);
    }

    /**
     * What the list of keys shows.
     *
     * @param revoked whether one was withdrawn a moment ago
     */
    public record ListPage(List<ApiKey> keys, Instant now, boolean revoked) {}

    /** What was entered before, to correct it. */
    public record Entered(String name, String application, Set<ApiScope> scopes, String role, String days) {}

    /**
     * What the form for a key shows.
     *
     * @param problem key of what cannot be accepted, or none
     */
    public record FormPage(
            List<Application> applications,
            List<Role> roles,
            Entered entered,
            @Nullable String problem) {}
}
