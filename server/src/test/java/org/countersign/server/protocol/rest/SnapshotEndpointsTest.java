package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.enrollment.OverdueEnrollments;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.ActOrder;
import org.countersign.server.tokens.TokenAct;
import org.countersign.server.tokens.TokenLife;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserStates;
import org.countersign.server.virtualservers.Allocation;
import org.countersign.server.virtualservers.Allocations;
import org.countersign.server.virtualservers.VirtualServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

@DisplayName("S2, S3: how a virtual server is doing, over REST")
class SnapshotEndpointsTest {
    private static final RunningServer SERVER = RunningServer.get();
    private static final Actor ACTOR = new Actor.Server();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final VirtualServer other = SERVER.newVirtualServer();
    private final TestApi api = TestApi.of(SERVER, acme);

    private void record(VirtualServer where, AuditType type, @Nullable UserAccount user) {
        SERVER.part(TransactionOperations.class).executeWithoutResult(status -> {
            AuditEvent event = AuditEvent.of(where.id(), type, ACTOR).with("reason", "no such mailbox");
            SERVER.part(Audit.class).append(user == null ? event : event.about(user.id()));
        });
    }

    @Test
    void countsItsOwnTokensByStateAndType() throws Exception {
        SERVER.part(Allocations.class).change(acme.id(), new Allocation(500, 7), ACTOR);
        TestToken.hotp(SERVER, SERVER.newUser(acme, "ada"));
        TestToken bobs = TestToken.hotp(SERVER, SERVER.newUser(acme, "bob"));
        SERVER.part(TokenLife.class).act(acme.id(), bobs.token().id(), TokenAct.SUSPEND, ActOrder.by(ACTOR));
        TestToken.hotp(SERVER, SERVER.newUser(other, "stranger"));
        JsonNode inventory = api.get(200, "/api/v1/inventory");
        assertThat(inventory.path("allocation").path("software").asInt()).isEqualTo(500);
        assertThat(inventory.path("allocation").path("hardware").asInt()).isEqualTo(7);
        assertThat(inventory.path("byState").path("ACTIVE").asInt()).isEqualTo(1);
        assertThat(inventory.path("byState").path("SUSPENDED").asInt()).isEqualTo(1);
        int free = inventory.path("free").path("software").asInt();
        assertThat(inventory.path("byState").path("INVENTORY").asInt()).isEqualTo(free);
        assertThat(inventory.path("byKind").path("APP").path("INVENTORY").asInt())
                .isEqualTo(free);
        int held = inventory
                .path("byState")
                .valueStream()
                .mapToInt(JsonNode::asInt)
                .sum();
        assertThat(inventory.path("held").path("software").asInt()).isEqualTo(held);
        assertThat(TestApi.of(SERVER, other)
                        .get(200, "/api/v1/inventory")
                        .path("allocation")
                        .isNull())
                .isTrue();
    }

    @Test
    void saysHowSignInsWentAndWhatNeedsAPerson() throws Exception {
        UserAccount ada = SERVER.newUser(acme, "ada");
        SERVER.part(UserStates.class).lock(acme.id(), ada.id(), null, "Reported", ACTOR);
        assertThat(api.get(200, "/api/v1/snapshot").path("problems")).hasSize(1);
        record(acme, AuditType.PUSH_REPORTED, ada);
        record(acme, AuditType.PUSH_DENIED, ada);
        record(acme, AuditType.REPORT_FAILED, null);
        record(acme, AuditType.DELIVERY_GIVEN_UP, ada);
        record(acme, AuditType.SIGN_IN_SUCCEEDED, ada);
        record(other, AuditType.SIGN_IN_SUCCEEDED, null);
        record(other, AuditType.DELIVERY_GIVEN_UP, null);
        JsonNode snapshot = api.get(200, "/api/v1/snapshot");
        assertThat(snapshot.path("users").asInt()).isEqualTo(1);
        assertThat(snapshot.path("lastDay").path("accepted").asInt()).isEqualTo(1);
        assertThat(snapshot.path("lastDay").path("refused").asInt()).isEqualTo(1);
        assertThat(snapshot.path("lastWeek").path("reported").asInt()).isEqualTo(1);
        assertThat(snapshot.path("problems")
                        .valueStream()
                        .map(problem -> problem.path("kind").asString()))
                .containsExactly("REPORTED", "DENIED", "LOCKED_USERS", "UNDELIVERED", "FAILED_REPORTS");
        for (JsonNode problem : snapshot.path("problems")) {
            assertThat(problem.path("count").asInt()).isEqualTo(1);
            JsonNode list = api.get(200, problem.path("list").asString());
            // What failed to be made is on record alone here.
            assertThat(list.isEmpty()).isEqualTo(problem.path("kind").asString().equals("FAILED_REPORTS"));
        }
        JsonNode undelivered = api.get(200, "/api/v1/problems/undelivered");
        assertThat(undelivered.path("undelivered")).hasSize(1);
        assertThat(undelivered.path("undelivered").path(0).path("userName").asString())
                .isEqualTo("ada");
        assertThat(undelivered.path("undelivered").path(0).path("reason").asString())
                .isEqualTo("no such mailbox");
        assertThat(undelivered.path("next").isNull()).isTrue();
    }

    /** Planted: a place that is a moment alone leaves out the other one of the same moment. */
    @Test
    void listsWhoseLinkRanOutPageByPage() throws Exception {
        for (String name : List.of("ada", "bob")) {
            TestPhone.offer(SERVER, SERVER.newUser(acme, name));
        }
        TestPhone.offer(SERVER, SERVER.newUser(other, "stranger"));
        assertThat(api.get(200, "/api/v1/problems/overdue").path("overdue")).isEmpty();
        Instant moment = SERVER.time().instant().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
        SERVER.part(JdbcClient.class)
                .sql("update enrollment set expires_at = ? where virtual_server_id in (?, ?)")
                .params(
                        OffsetDateTime.ofInstant(moment, ZoneOffset.UTC),
                        acme.id().value(),
                        other.id().value())
                .update();
        JsonNode list = api.get(200, "/api/v1/problems/overdue");
        assertThat(list.path("overdue")
                        .valueStream()
                        .map(row -> row.path("userName").asString()))
                .containsExactlyInAnyOrder("ada", "bob");
        assertThat(list.path("next").isNull()).isTrue();
        assertThat(api.get(200, "/api/v1/snapshot").toString()).contains("OVERDUE");

        OverdueEnrollments front = SERVER.part(OverdueEnrollments.class);
        OverdueEnrollments.Overdue first = front.page(acme.id(), null, 1).getFirst();
        String place = new ListPosition(first.expiredAt(), first.id().value()).text();
        JsonNode rest = api.get(200, "/api/v1/problems/overdue?after=" + place).path("overdue");
        assertThat(rest).hasSize(1);
        assertThat(rest.path(0).path("userId").asString())
                .isNotEqualTo(first.user().toString());
        TestApi.isRefused(api.get(400, "/api/v1/problems/overdue?after=x"), "request_malformed", "after");
    }

    @Test
    void asksTheRole() throws Exception {
        TestApi groups = TestApi.with(SERVER, acme, "GROUPS.VIEW");
        TestApi.lacks(groups.get(403, "/api/v1/inventory"), "TOKENS.VIEW");
        for (String path : List.of("/snapshot", "/problems/overdue", "/problems/undelivered")) {
            TestApi.lacks(groups.get(403, "/api/v1" + path), "SNAPSHOT.VIEW");
        }
        TestApi.with(SERVER, acme, "SNAPSHOT.VIEW").get(200, "/api/v1/snapshot");
    }
}
