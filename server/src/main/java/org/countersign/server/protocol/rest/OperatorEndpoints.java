package org.countersign.server.protocol.rest;

import java.util.List;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.OperatorOutcome;
import org.countersign.server.users.OperatorRules;
import org.countersign.server.users.Operators;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Operators, and the rule for their second factor, over REST. */
@RestController
class OperatorEndpoints {
    private final Operators operators;
    private final OperatorRules rules;

    OperatorEndpoints(Operators operators, OperatorRules rules) {
        this.operators = operators;
        this.rules = rules;
    }

    /** A user to make an operator. */
    record NewOperator(@Nullable String userId, @Nullable String roleId) {}

    /** A role to give. */
    record RoleToGive(@Nullable String roleId) {}

    /** What is asked of operators. */
    record Rule(boolean secondFactor) {}

    /** An operator as the API shows them. */
    record OperatorView(
            String id,
            String userId,
            String userName,
            String roleId,
            String role,
            String state,
            OperatorScopeEndpoints.ScopeView scope,
            @Nullable String signedInAt) {
        static OperatorView of(Operator operator) {
            return new OperatorView(
                    operator.id().toString(),
                    operator.user().toString(),
                    operator.userName(),
                    operator.role().id().toString(),
                    operator.role().name(),
                    operator.state().name(),
                    OperatorScopeEndpoints.ScopeView.of(operator.scope()),
                    operator.signedInAt() == null ? null : operator.signedInAt().toString());
        }
    }

    @GetMapping("/api/v1/operators")
    @KeyNeeds(OperatorModule.OPERATORS)
    List<OperatorView> list(ApiClient client) {
        return operators.of(owner(client)).stream().map(OperatorView::of).toList();
    }

    @GetMapping("/api/v1/operators/{id}")
    @KeyNeeds(OperatorModule.OPERATORS)
    OperatorView operator(ApiClient client, @PathVariable String id) {
        return operators
                .find(owner(client), id(id))
                .map(OperatorView::of)
                .orElseThrow(() -> RestRefusal.notFound("operator"));
    }

    @PostMapping("/api/v1/operators")
    @KeyNeeds(value = OperatorModule.OPERATORS, act = OperatorAct.ADD)
    ResponseEntity<OperatorView> add(ApiClient client, @RequestBody NewOperator wanted) {
        UserId user = new UserId(Given.id("user", Given.text("userId", wanted.userId())));
        RoleId role = new RoleId(Given.id("role", Given.text("roleId", wanted.roleId())));
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(done(operators.add(owner(client), user, role, client.acting())));
    }

    @PutMapping("/api/v1/operators/{id}/role")
    @KeyNeeds(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    OperatorView changeRole(ApiClient client, @PathVariable String id, @RequestBody RoleToGive given) {
        RoleId role = new RoleId(Given.id("role", Given.text("roleId", given.roleId())));
        return done(operators.changeRole(owner(client), id(id), role, client.acting()));
    }

    @PostMapping("/api/v1/operators/{id}/suspend")
    @KeyNeeds(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    OperatorView suspend(ApiClient client, @PathVariable String id) {
        return done(operators.suspend(owner(client), id(id), client.acting()));
    }

    @PostMapping("/api/v1/operators/{id}/resume")
    @KeyNeeds(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    OperatorView resume(ApiClient client, @PathVariable String id) {
        return done(operators.resume(owner(client), id(id), client.acting()));
    }

    @DeleteMapping("/api/v1/operators/{id}")
    @KeyNeeds(value = OperatorModule.OPERATORS, act = OperatorAct.REMOVE)
    ResponseEntity<Void> remove(ApiClient client, @PathVariable String id) {
        done(operators.remove(owner(client), id(id), client.acting()));
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/api/v1/operator-rule")
    @KeyNeeds(OperatorModule.OPERATORS)
    Rule rule(ApiClient client) {
        return new Rule(rules.secondFactorRequired(owner(client)));
    }

    @PutMapping("/api/v1/operator-rule")
    @KeyNeeds(value = OperatorModule.OPERATORS, act = OperatorAct.CHANGE)
    Rule changeRule(ApiClient client, @RequestBody Rule rule) {
        rules.requireSecondFactor(
                owner(client), rule.secondFactor(), client.acting().actor());
        return rule;
    }

    static OperatorView done(OperatorOutcome outcome) {
        return switch (outcome) {
            case OperatorOutcome.Done(Operator operator) -> OperatorView.of(operator);
            case OperatorOutcome.Unknown unknown -> throw RestRefusal.notFound("operator, user or role");
            case OperatorOutcome.Already already ->
                throw RestRefusal.conflict("operator_already", "This user is an operator already.");
            case OperatorOutcome.Beyond beyond -> throw RoleEndpoints.beyond("a role that allows more");
            case OperatorOutcome.LastAdministrator last ->
                throw RestRefusal.conflict("last_administrator", "This is the last administrator who can sign in.");
        };
    }

    private static OperatorId id(String text) {
        return new OperatorId(Given.id("operator", text));
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }
}
