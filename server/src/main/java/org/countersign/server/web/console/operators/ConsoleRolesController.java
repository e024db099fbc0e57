package org.countersign.server.web.console.operators;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Permission;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Role;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
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

/** The console's pages about roles: what operators may do. */
@Controller
@Sensitive
public final class ConsoleRolesController {
    private final Roles roles;
    private final Operators operators;

    ConsoleRolesController(Roles roles, Operators operators) {
        this.roles = roles;
        this.operators = operators;
    }

    @GetMapping("/console/{slug}/operators/roles")
    @Needs(OperatorModule.OPERATORS)
    ModelAndView list(OperatorVisit visit, @RequestParam(defaultValue = "") String done) {
        Map<Role, Long> having =
                operators.of(visit.id()).stream().collect(Collectors.groupingBy(Operator::role, Collectors.counting()));
        List<Row> rows = roles.of(visit.id()).stream()
                .map(role -> new Row(role, having.getOrDefault(role, 0L)))
                .toList();
        return ConsoleView.page("roles", visit, new ListPage(rows, done));
    }

    @GetMapping("/console/{slug}/operators/roles/new")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.ADD)
    ModelAndView newRole(OperatorVisit visit, @RequestParam(defaultValue = "") String like) {
        Permissions chosen = ConsoleIds.uuid(like)
                .flatMap(id -> roles.find(visit.id(), ConsoleIds.role(like)))
                .map(Role::permissions)
                .orElse(Permissions.NONE);
        return page(visit, new RolePage(null, "", "", chosen, List.of(), null, List.of()), HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/operators/roles")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.ADD)
    ModelAndView add(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String description,
            @RequestParam(defaultValue = "") List<String> permission) {
        Permissions chosen = Permissions.parse(permission);
        RoleOutcome outcome = roles.add(visit.id(), name, description, chosen, visit.acting());
        return came(visit, outcome, new RolePage(null, name, description, chosen, List.of(), null, List.of()), "added");
    }

    @GetMapping("/console/{slug}/operators/roles/{id}")
    @Needs(OperatorModule.OPERATORS)
    ModelAndView detail(OperatorVisit visit, @PathVariable String id) {
        Role role = find(visit, id);
        return page(visit, page(visit, role, null), HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/operators/roles/{id}")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    ModelAndView change(
            OperatorVisit visit,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String description,
            @RequestParam(defaultValue = "") List<String> permission) {
        Role role = find(visit, id);
        Permissions chosen = Permissions.parse(permission);
        RoleOutcome outcome = roles.change(visit.id(), role.id(), name, description, chosen, visit.acting());
        RolePage again = new RolePage(
                role, name, description, chosen, operators.withRole(visit.id(), role.id()), null, List.of());
        return came(visit, outcome, again, "changed");
    }

    @GetMapping("/console/{slug}/operators/roles/{id}/remove")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.REMOVE)
    ModelAndView askToRemove(OperatorVisit visit, @PathVariable String id) {
        Role role = find(visit, id);
        return ConsoleView.page("role-remove", visit, page(visit, role, null));
    }

    @PostMapping("/console/{slug}/operators/roles/{id}/remove")
    @Needs(value = OperatorModule.OPERATORS, act = OperatorAct.REMOVE)
    ModelAndView remove(OperatorVisit visit, @PathVariable String id) {
        Role role = find(visit, id);
        return came(visit, roles.remove(visit.id(), role.id(), visit.acting()), page(visit, role, null), "removed");
    }

    private ModelAndView came(OperatorVisit visit, RoleOutcome outcome, RolePage again, String done) {
        return switch (outcome) {
            case RoleOutcome.Done changed -> ConsoleView.onTo(visit, "/operators/roles?done=" + done);
            case RoleOutcome.Unknown unknown -> throw ConsoleIds.notFound();
            case RoleOutcome.Fixed fixed ->
                page(visit, again.refused("FIXED", List.of()), HttpStatus.UNPROCESSABLE_CONTENT);
            case RoleOutcome.InUse inUse ->
                page(visit, again.refused("IN_USE", List.of()), HttpStatus.UNPROCESSABLE_CONTENT);
            case RoleOutcome.Beyond(List<Permission> missing) ->
                page(visit, again.refused("BEYOND", missing), HttpStatus.UNPROCESSABLE_CONTENT);
            case RoleOutcome.Unacceptable(RoleOutcome.Fault fault) ->
                page(visit, again.refused(fault.name(), List.of()), HttpStatus.UNPROCESSABLE_CONTENT);
        };
    }

    private RolePage page(OperatorVisit visit, Role role, @Nullable String problem) {
        return new RolePage(
                role,
                role.name(),
                role.description(),
                role.permissions(),
                operators.withRole(visit.id(), role.id()),
                problem,
                List.of());
    }

    private static ModelAndView page(OperatorVisit visit, RolePage view, HttpStatus status) {
        return ConsoleView.page("role", visit, view, status);
    }

    private Role find(OperatorVisit visit, String id) {
        return roles.find(visit.id(), ConsoleIds.role(id)).orElseThrow(ConsoleIds::notFound);
    }

    /** A role, and how many operators have it. */
    public record Row(Role role, long operators) {}

    /**
     * What the list of roles shows.
     *
     * @param done what was done a moment ago: {@code added}, {@code changed}, {@code removed}, or nothing
     */
    public record ListPage(List<Row> rows, String done) {
        /** Says whether there is something to say about what was done. */
        public boolean isDone() {
            return switch (done) {
                case "added", "changed", "removed" -> true;
                default -> false;
            };
        }
    }

    /**
     * What the pages of one role show.
     *
     * @param role the role as it is, or none for a new one
     * @param chosen what is ticked
     * @param having who has it
     * @param problem what cannot be accepted, or none
     * @param missing what whoever acts may not do themselves
     */
    public record RolePage(
            @Nullable Role role,
            String name,
            String description,
            Permissions chosen,
            List<Operator> having,
            @Nullable String problem,
            List<Permission> missing) {
        RolePage refused(String why, List<Permission> lacking) {
            return new RolePage(role, name, description, chosen, having, why, lacking);
        }

        /** Says whether it can be changed by somebody who may do {@code mine}. */
        public boolean isChangeable(Permissions mine) {
            return role == null || (!role.isFixed() && mine.cover(role.permissions()));
        }
    }
}
