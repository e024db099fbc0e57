package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.countersign.server.audit.Actor;
import org.countersign.server.bulk.BulkAct;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkJobs;
import org.countersign.server.kernel.ApiClientId;
import org.countersign.server.kernel.BulkJobId;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

@DisplayName("S4: acts on many over REST")
class BulkJobEndpointsTest {
    private static final RunningServer SERVER = RunningServer.get();
    private static final String JOBS = "/api/v1/bulk-jobs";
    private static final Actor ACTOR = new Actor.Server();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final TestApi api = TestApi.of(SERVER, acme);

    private Token token(String user) {
        return TestToken.hotp(SERVER, SERVER.newUser(acme, user)).token();
    }

    private TokenState state(Token token) {
        return SERVER.part(Tokens.class)
                .find(acme.id(), token.id())
                .orElseThrow()
                .state();
    }

    private JsonNode ended(String id) throws Exception {
        for (int i = 0; i < 600; i++) {
            JsonNode job = api.get(200, JOBS + "/" + id);
            if (!job.path("endedAt").isNull()) {
                return job;
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError("the job does not end");
    }

    @Test
    void saysWhatItWouldDoThenDoesItAndTellsWhatCameOfEach() throws Exception {
        Token one = token("ada");
        Token two = token("bob");
        Map<String, Object> wanted = Map.of("act", "suspend", "all", true, "state", "active", "because", "a drill");
        JsonNode forecast = api.post(200, JOBS + "/tokens/forecast", wanted);
        assertThat(forecast.path("count").asInt()).isEqualTo(2);
        assertThat(forecast.path("people").asInt()).isEqualTo(2);
        assertThat(forecast.path("without").asInt()).isEqualTo(2);
        assertThat(forecast.path("refused").asInt()).isZero();
        assertThat(state(one)).isEqualTo(TokenState.ACTIVE);

        JsonNode started = api.post(202, JOBS + "/tokens", with(wanted, "count", 2));
        JsonNode job = ended(started.path("id").asString());
        assertThat(job.path("done").asInt()).isEqualTo(2);
        assertThat(job.path("because").asString()).isEqualTo("a drill");
        assertThat(job.path("actor").asString()).startsWith("api:");
        assertThat(List.of(state(one), state(two))).containsOnly(TokenState.SUSPENDED);

        JsonNode again = api.post(
                202,
                JOBS + "/tokens",
                Map.of("act", "SUSPEND", "tokenIds", List.of(one.id().toString())));
        assertThat(ended(again.path("id").asString()).path("refused").asInt()).isEqualTo(1);
        JsonNode rows = api.get(200, JOBS + "/" + again.path("id").asString() + "/items?state=refused");
        assertThat(rows.path(0).path("why").asString()).isEqualTo("SUSPENDED_ALREADY");
        assertThat(rows.path(0).path("label").asString()).isEqualTo(one.serial());
        assertThat(api.get(200, JOBS + "/" + again.path("id").asString() + "/items?after=1"))
                .isEmpty();
    }

    @Test
    void listsThemNewestFirstFromAnyMomentOn() throws Exception {
        Token token = token("ada");
        List<String> ids = new ArrayList<>();
        for (String act : List.of("SUSPEND", "RESUME")) {
            Map<String, Object> wanted =
                    Map.of("act", act, "tokenIds", List.of(token.id().toString()));
            ids.add(api.post(202, JOBS + "/tokens", wanted).path("id").asString());
        }
        JsonNode all = api.get(200, JOBS);
        assertThat(all).hasSize(2);
        assertThat(all.path(0).path("id").asString()).isEqualTo(ids.get(1));
        JsonNode older =
                api.get(200, JOBS + "?before=" + all.path(0).path("createdAt").asString());
        assertThat(older).hasSize(1);
        assertThat(older.path(0).path("id").asString()).isEqualTo(ids.get(0));
        TestApi.isRefused(api.get(400, JOBS + "?before=soon"), "request_malformed", "before");
    }

    @Test
    void keepsManyUsersOut() throws Exception {
        UserAccount ada = SERVER.newUser(acme, "ada");
        TestToken.hotp(SERVER, ada);
        SERVER.newUser(acme, "bob");
        Map<String, Object> wanted = Map.of("act", "disable", "all", true, "search", "ada");
        JsonNode forecast = api.post(200, JOBS + "/people/forecast", wanted);
        assertThat(forecast.path("count").asInt()).isEqualTo(1);
        assertThat(forecast.path("people").asInt()).isEqualTo(1);
        assertThat(forecast.path("tokens").asInt()).isEqualTo(1);
        assertThat(forecast.path("without").isNull()).isTrue();
        JsonNode job = api.post(202, JOBS + "/people", with(wanted, "count", 1));
        assertThat(ended(job.path("id").asString()).path("done").asInt()).isEqualTo(1);
        assertThat(SERVER.part(Users.class)
                        .find(acme.id(), ada.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(UserAccount.State.DISABLED);
        TestApi.isRefused(
                api.post(400, JOBS + "/users", with(wanted, "count", 1)), "request_malformed", "'act' is one of");
        TestApi.isRefused(
                api.post(400, JOBS + "/people", Map.of("act", "revoke", "all", true, "count", 1)),
                "request_malformed",
                "'act' is one of [DISABLE, ENABLE, DELETE]");
    }

    @Test
    void actsOnAllTokensOfUsers() throws Exception {
        Token token = token("ada");
        token("bob");
        Map<String, Object> wanted = Map.of("act", "lock", "all", true, "search", "ada");
        TestApi.isRefused(api.post(400, JOBS + "/users/forecast", wanted), "request_malformed", "act");
        Map<String, Object> suspend = Map.of("act", "suspend", "all", true, "search", "ada");
        assertThat(api.post(200, JOBS + "/users/forecast", suspend)
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        JsonNode job = api.post(202, JOBS + "/users", with(suspend, "count", 1));
        assertThat(ended(job.path("id").asString()).path("done").asInt()).isEqualTo(1);
        assertThat(state(token)).isEqualTo(TokenState.SUSPENDED);
        JsonNode reminders = api.post(
                200,
                JOBS + "/users/forecast",
                Map.of(
                        "act",
                        "remind",
                        "userIds",
                        List.of(token.owner().orElseThrow().toString())));
        assertThat(reminders.path("people").isNull()).isTrue();
    }

    /** Planted: without the comparison both orders are taken. */
    @Test
    void doesNothingWhenItIsAboutAnotherNumberNow() throws Exception {
        Token token = token("ada");
        Map<String, Object> wanted = Map.of("act", "SUSPEND", "all", true, "state", "ACTIVE");
        TestApi.isRefused(api.post(400, JOBS + "/tokens", wanted), "request_malformed", "count");
        TestApi.isRefused(api.post(409, JOBS + "/tokens", with(wanted, "count", 2)), "count_changed", "about 1 now");
        assertThat(api.get(200, JOBS)).isEmpty();
        assertThat(state(token)).isEqualTo(TokenState.ACTIVE);
        Map<String, Object> nothing = Map.of("act", "SUSPEND", "all", true, "state", "LOST", "count", 0);
        TestApi.isRefused(api.post(422, JOBS + "/tokens", nothing), "nothing_chosen");
    }

    @Test
    void knowsNothingOfAnotherVirtualServer() throws Exception {
        VirtualServer other = SERVER.newVirtualServer();
        UserAccount stranger = SERVER.newUser(other, "stranger");
        Token theirs = TestToken.hotp(SERVER, stranger).token();
        BulkJobId job = SERVER.part(BulkJobs.class)
                .start(
                        other.id(),
                        BulkAct.SUSPEND,
                        null,
                        List.of(BulkItem.Subject.of(theirs.id(), theirs.serial())),
                        ACTOR);
        for (String path : List.of("", "/items")) {
            api.get(404, JOBS + "/" + job + path);
        }
        api.post(404, JOBS + "/" + job + "/cancel", Map.of());
        String mine = token("ada").id().toString();
        Map<String, Object> mixed =
                Map.of("act", "SUSPEND", "tokenIds", List.of(mine, theirs.id().toString()));
        api.post(404, JOBS + "/tokens", mixed);
        api.post(404, JOBS + "/tokens/forecast", mixed);
        api.post(
                404,
                JOBS + "/users",
                Map.of("act", "SUSPEND", "userIds", List.of(stranger.id().toString())));
        api.post(
                404,
                JOBS + "/tokens",
                Map.of("act", "SUSPEND", "tokenIds", List.of(UUID.randomUUID().toString())));
        assertThat(api.get(200, JOBS)).isEmpty();
    }

    @Test
    void asksTheRoleForWhatEachActNeeds() throws Exception {
        String token = token("ada").id().toString();
        Map<String, Object> revoke = Map.of("act", "REVOKE", "tokenIds", List.of(token));
        TestApi looking = TestApi.with(SERVER, acme, "TOKENS.VIEW");
        looking.get(200, JOBS);
        TestApi.lacks(looking.post(403, JOBS + "/tokens", revoke), "TOKENS.CHANGE");
        TestApi.lacks(looking.post(403, JOBS + "/tokens/forecast", revoke), "TOKENS.CHANGE");
        TestApi changing = TestApi.with(SERVER, acme, "TOKENS.CHANGE");
        TestApi.lacks(changing.post(403, JOBS + "/tokens", revoke), "TOKENS.REMOVE");
        assertThat(api.get(200, JOBS)).isEmpty();
    }

    @Test
    void touchesNobodyAboveTheKey() throws Exception {
        SERVER.part(Operators.class).create(acme.id(), "boss", null, "battery staple", ACTOR);
        UserAccount boss = SERVER.part(Users.class).find(acme.id(), "boss").orElseThrow();
        String token = TestToken.hotp(SERVER, boss).token().id().toString();
        TestApi below = TestApi.with(SERVER, acme, "TOKENS.CHANGE");
        TestApi.isRefused(
                below.post(403, JOBS + "/tokens", Map.of("act", "SUSPEND", "tokenIds", List.of(token))),
                "above_role",
                "boss");
        TestApi.isRefused(
                below.post(
                        403,
                        JOBS + "/users",
                        Map.of("act", "SUSPEND", "userIds", List.of(boss.id().toString()))),
                "above_role",
                "boss");
    }

    @Test
    void stopsWhatGoesOnUnlessSomebodyAboveOrderedIt() throws Exception {
        Token token = token("ada");
        TestApi below = TestApi.with(SERVER, acme, "TOKENS.CHANGE");
        String[] job = new String[1];
        SERVER.part(TransactionOperations.class)
                .executeWithoutResult(status -> job[0] = SERVER.part(BulkJobs.class)
                        .start(
                                acme.id(),
                                BulkAct.SUSPEND,
                                null,
                                List.of(BulkItem.Subject.of(token.id(), token.serial())),
                                allOf(acme))
                        .toString());
        TestApi.isRefused(below.post(403, JOBS + "/" + job[0] + "/cancel", Map.of()), "above_role");
        ended(job[0]);
        TestApi.isRefused(api.post(409, JOBS + "/" + job[0] + "/cancel", Map.of()), "job_over");
    }

    /** Planted: orders of programs that nobody looks at again are done all the same. */
    @Test
    void refusesTheRestOnceTheKeyIsWithdrawn() throws Exception {
        Token token = token("ada");
        Actor.ApiClient program = allOf(acme);
        BulkJobId job = SERVER.part(TransactionOperations.class).execute(status -> {
            BulkJobId started = SERVER.part(BulkJobs.class)
                    .start(
                            acme.id(),
                            BulkAct.SUSPEND,
                            null,
                            List.of(BulkItem.Subject.of(token.id(), token.serial())),
                            program);
            SERVER.part(ApiClients.class).revoke(acme.id(), program.id(), Acting.server());
            return started;
        });
        ended(job.toString());
        JsonNode rows = api.get(200, JOBS + "/" + job + "/items");
        assertThat(rows.path(0).path("why").asString()).isEqualTo("NOT_ALLOWED");
        assertThat(state(token)).isEqualTo(TokenState.ACTIVE);
    }

    /** Returns a key of this virtual server other than the one that asks. */
    private static Actor.ApiClient allOf(VirtualServer virtualServer) {
        List<ApiClientId> before = ids(virtualServer);
        TestApi.of(SERVER, virtualServer);
        List<ApiClientId> after = new ArrayList<>(ids(virtualServer));
        after.removeAll(before);
        return new Actor.ApiClient(after.getFirst());
    }

    private static List<ApiClientId> ids(VirtualServer virtualServer) {
        return SERVER.part(ApiClients.class).of(virtualServer.id()).stream()
                .map(key -> key.client().id())
                .toList();
    }

    private static Map<String, Object> with(Map<String, Object> body, String name, Object value) {
        Map<String, Object> more = new HashMap<>(body);
        more.put(name, value);
        return more;
    }
}
