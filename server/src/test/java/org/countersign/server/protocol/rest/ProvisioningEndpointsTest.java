package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.GroupId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.Groups;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@DisplayName("S5: a provisioning task over REST for all who match")
class ProvisioningEndpointsTest {
    private static final RunningServer SERVER = RunningServer.get();
    private static final String TASKS = "/api/v1/provisioning-tasks";

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final TestApi api = TestApi.of(SERVER, acme);
    private final UserAccount ada = SERVER.newUser(acme, "ada");
    private final UserAccount bob = SERVER.newUser(acme, "bob");
    private final GroupId newcomers = SERVER.part(Groups.class)
            .create(acme.id(), "Newcomers", new Actor.Server())
            .orElseThrow()
            .id();

    /** Planted: leaving the group out mails everybody. */
    @Test
    void mailsAGroup() throws Exception {
        SERVER.newUser(acme, "eve");
        SERVER.part(Groups.class).add(acme.id(), newcomers, List.of(ada.id(), bob.id()), new Actor.Server());
        JsonNode task = api.post(201, TASKS, Map.of("all", true, "group", newcomers.toString(), "count", 2));
        assertThat(task.path("users").asInt()).isEqualTo(2);
        assertThat(api.get(200, TASKS + "/" + task.path("number").asInt() + "/users"))
                .extracting(member -> member.path("userId").asString())
                .containsExactlyInAnyOrder(ada.id().toString(), bob.id().toString());
    }

    @Test
    void mailsNobodyWhenItIsAnotherNumberNowOrNobodyMatches() throws Exception {
        TestApi.isRefused(
                api.post(409, TASKS, Map.of("all", true, "search", "ada", "count", 2)), "count_changed", "about 1 now");
        TestApi.isRefused(
                api.post(422, TASKS, Map.of("all", true, "group", newcomers.toString())), "nothing_chosen", "Nobody");
        assertThat(api.get(200, TASKS)).isEmpty();
    }
}
