package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Container;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorOutcome;
import org.countersign.server.users.OperatorScope;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@DisplayName("S15: the REST API, about which people an operator sees,")
class OperatorScopeEndpointsTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final TestApi api = TestApi.of(server, acme);
    private final Container north = container(acme);
    private final Operator hal = operator("USERS.CHANGE", "TOKENS.CHANGE");

    private Container container(VirtualServer virtualServer) {
        return server.part(Containers.class)
                .create(virtualServer.id(), "North", new Actor.Server())
                .orElseThrow();
    }

    private Operator operator(String... permissions) {
        RoleOutcome role = server.part(Roles.class)
                .add(acme.id(), "Night shift", "", Permissions.parse(List.of(permissions)), Acting.server());
        OperatorOutcome added = server.part(Operators.class)
                .add(
                        acme.id(),
                        server.newUser(acme, "hal").id(),
                        ((RoleOutcome.Done) role).role().id(),
                        Acting.server());
        return ((OperatorOutcome.Done) added).operator();
    }

    private OperatorScope scope(Operator operator) {
        return server.part(Operators.class)
                .find(acme.id(), operator.id())
                .orElseThrow()
                .scope();
    }

    private static String path(Operator operator) {
        return "/api/v1/operators/" + operator.id() + "/scope";
    }

    private static Map<String, Object> some(Object... containers) {
        return Map.of("limited", true, "containers", List.of(containers));
    }

    @Test
    void isReadWithTheOperatorAndChanged() throws Exception {
        assertThat(api.get(200, "/api/v1/operators/" + hal.id()).path("scope").toString())
                .isEqualTo("{\"limited\":false,\"containers\":[]}");
        JsonNode changed = api.put(200, path(hal), some(north.id().toString(), "default"));
        assertThat(changed.path("userName").asString()).isEqualTo("hal");
        assertThat(changed.path("scope").path("limited").asBoolean()).isTrue();
        assertThat(changed.path("scope").path("containers").toString())
                .isEqualTo("[\"" + north.id() + "\",\"default\"]");
        assertThat(api.get(200, "/api/v1/operators/" + hal.id())).isEqualTo(changed);
        assertThat(api.get(200, "/api/v1/operators").toString())
                .contains(north.id().toString());
        assertThat(scope(hal))
                .isEqualTo(new OperatorScope(true, Set.of(north.id().value(), OperatorScope.DEFAULT_CONTAINER)));

        api.put(200, path(hal), Map.of("limited", false));
        assertThat(scope(hal)).isEqualTo(OperatorScope.EVERYBODY);
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.OPERATOR_CHANGED), null, 5))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.actor()).startsWith("api:"));
    }

    @Test
    void refusesWhatItDoesNotUnderstandAndChangesNothing() throws Exception {
        api.put(200, path(hal), some(north.id().toString()));
        OperatorScope before = scope(hal);
        String theirs = container(server.newVirtualServer()).id().toString();
        for (String unknown : List.of(theirs, UUID.randomUUID().toString(), "North", new UUID(0, 0).toString())) {
            TestApi.isRefused(api.put(422, path(hal), some(unknown)), "container_unknown", "default");
            TestApi.isRefused(
                    api.put(422, path(hal), some(north.id().toString(), unknown)), "container_unknown", "default");
        }
        TestApi.isRefused(
                api.call(422, "PUT", path(hal), "{\"limited\": true, \"containers\": [null]}"), "container_unknown");
        TestApi.isRefused(api.put(422, path(hal), some()), "scope_invalid", "at least one");
        TestApi.isRefused(api.put(422, path(hal), Map.of("limited", true)), "scope_invalid", "at least one");
        TestApi.isRefused(
                api.put(422, path(hal), Map.of("limited", false, "containers", List.of("default"))), "scope_invalid");
        TestApi.isRefused(api.put(400, path(hal), Map.of()), "request_malformed", "'limited'");
        TestApi.isRefused(api.put(400, path(hal), Map.of("limited", "yes")), "request_malformed");
        assertThat(scope(hal)).isEqualTo(before);
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.OPERATOR_CHANGED), null, 5))
                .hasSize(1);
    }

    @Test
    void limitsNoAdministrator() throws Exception {
        Operator boss =
                server.part(Operators.class).create(acme.id(), "boss", null, "battery staple", new Actor.Server());
        TestApi.isRefused(
                api.put(409, path(boss), some(north.id().toString())), "administrator_unlimited", "everybody");
        assertThat(scope(boss)).isEqualTo(OperatorScope.EVERYBODY);
    }

    @Test
    void asksForThePermissionAndTouchesNobodyWhoMayDoMore() throws Exception {
        Map<String, Object> north = some(this.north.id().toString());
        TestApi reader = TestApi.with(server, acme, "OPERATORS.VIEW");
        assertThat(reader.get(200, "/api/v1/operators/" + hal.id()).has("scope"))
                .isTrue();
        TestApi.lacks(reader.put(403, path(hal), north), "OPERATORS.CHANGE");
        TestApi.isRefused(TestApi.agent(server, acme).put(403, path(hal), north), "scope_missing");
        TestApi.isRefused(TestApi.with(server, acme, "OPERATORS.CHANGE").put(403, path(hal), north), "beyond_role");
        assertThat(scope(hal)).isEqualTo(OperatorScope.EVERYBODY);
        TestApi.with(server, acme, "OPERATORS.CHANGE", "USERS.CHANGE", "TOKENS.CHANGE")
                .put(200, path(hal), north);
    }

    @Test
    void findsNobodyOfAnotherVirtualServer() throws Exception {
        TestApi other = TestApi.of(server, server.newVirtualServer());
        for (String id : List.of(hal.id().toString(), UUID.randomUUID().toString(), "no-id")) {
            TestApi.isRefused(other.put(404, "/api/v1/operators/" + id + "/scope", some("default")), "not_found");
        }
        assertThat(scope(hal)).isEqualTo(OperatorScope.EVERYBODY);
    }
}
