package org.countersign.server.protocol.rest;

import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The rules of the virtual server over REST. */
@RestController
class PolicyEndpoints {
    private final Policies policies;

    PolicyEndpoints(Policies policies) {
        this.policies = policies;
    }

    @GetMapping("/api/v1/policy")
    @KeyNeeds(OperatorModule.POLICIES)
    PolicySettings policy(ApiClient client) {
        return policies.current(client.application().virtualServer());
    }

    @PutMapping("/api/v1/policy")
    @KeyNeeds(value = OperatorModule.POLICIES, act = OperatorAct.CHANGE)
    PolicySettings change(ApiClient client, @RequestBody PolicySettings settings) {
        policies.change(client.application().virtualServer(), settings, new Actor.ApiClient(client.id()));
        return settings;
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
}
