package org.countersign.server.protocol.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.device.wire.PushRequest;
import org.countersign.device.wire.PushSubscription;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.notification.PushServiceDouble;
import org.countersign.server.notification.WebPush;
import org.countersign.server.push.PushOrder;
import org.countersign.server.push.PushProgress;
import org.countersign.server.push.PushRequests;
import org.countersign.server.push.PushStart;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhones;
import org.countersign.server.testing.TestPhones.Reply;
import org.countersign.server.tokens.Device;
import org.countersign.server.tokens.Devices;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The calls of docs/formats/device-api.md. */
class DeviceApiTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningServer server = RunningServer.get();
    private final VirtualServer organisation = server.newVirtualServer();
    private final UserAccount user = server.newUser(organisation, "ada");
    private final TestPhones phone = TestPhones.of(server, user);

    private PushProgress start(UserAccount whom) {
        PushStart start = server.part(PushRequests.class)
                .start(new PushOrder(
                        organisation.id(), whom.id(), "Acme Wiki", "oidc", "browser", Visitor.of("203.0.113.7", null)));
        return ((PushStart.Started) start).progress();
    }

    private PushProgress progress(PushProgress of) {
        return server.part(PushRequests.class)
                .progress(organisation.id(), of.id(), "browser")
                .orElseThrow();
    }

    @Test
    void tellsAnAppItsOpenRequestsAndNotesTheirDelivery() {
        PushProgress started = start(user);
        assertThat(started.delivered()).isFalse();
        Reply reply = phone.post("check", "checks", List.of(phone.messages().check(phone.stamp())));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.whole().headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(reply.whole().headers().firstValue("Set-Cookie")).isEmpty();
        JsonNode token = reply.body().path("tokens").path(0);
        assertThat(token.path("serial").asString()).isEqualTo(phone.token().serial());
        assertThat(token.path("state").asString()).isEqualTo("ACTIVE");
        assertThat(token.path("pushEnabled").asBoolean()).isTrue();
        assertThat(phone.verified(token.path("requests").path(0).asString()).id())
                .isEqualTo(started.id().toString());
        assertThat(progress(started).delivered()).isTrue();
        assertThat(progress(started).opened()).isFalse();
    }

    @Test
    void answersEachCheckByItself() {
        TestPhones other = TestPhones.of(server, server.newUser(organisation, "bob"));
        String forged = phone.messages().check(phone.stamp());
        String late = other.messages().check(other.stamp(server.time().instant().minusSeconds(400)));
        Reply reply = phone.post("check", "checks", List.of(forged.substring(0, forged.length() - 4) + "AAAA", late));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("tokens").path(0).path("code").asString()).isEqualTo("signature_invalid");
        assertThat(reply.body().path("tokens").path(1).path("code").asString()).isEqualTo("clock_skew");
    }

    @Test
    void tellsTheStateOfATokenOutOfUse() {
        start(user);
        server.part(Tokens.class).revoke(organisation.id(), phone.token().id(), new Actor.Server());
        Reply reply = phone.post("check", "checks", List.of(phone.messages().check(phone.stamp())));
        assertThat(reply.body().path("tokens").path(0).path("state").asString()).isEqualTo("REVOKED");
        assertThat(reply.body().path("tokens").path(0).path("requests")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{}",
                "{\"checks\":[]}",
                "{\"checks\":\"x\"}",
                "{\"checks\":[1]}",
                "{\"checks\":[\"x\"]}",
                "{\"checks\":[\"a.b.c\"],\"more\":1}",
                "{\"checks\":[\"a.b.c\"],\"checks\":[\"a.b.c\"]}",
                "{\"checks\":[\"a.b.c\"]} {}",
                "{'checks':[]}"
            })
    void refusesABodyThatIsNotAsItsPageSays(String body) {
        Reply reply = phone.postBody("check", body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("message_malformed");
        assertThat(reply.whole().headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void refusesABodyOfMoreThan16Kibibytes() {
        Reply reply = phone.postBody("answer", "{\"answer\":\"" + "a".repeat(16 * 1024) + "\"}");
        assertThat(reply.code()).isEqualTo("message_malformed");
    }

    @Test
    void refusesWhatIsNotDeclaredAsJson() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.app() + "/device/v1/check"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{\"checks\":[\"a.b.c\"]}"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(response.body()).path("code").asString()).isEqualTo("message_malformed");
    }

    @Test
    void notesThatARequestWasDeliveredAndOpened() {
        PushProgress started = start(user);
        String id = started.id().toString();
        Reply delivered = phone.post("receipt", "receipt", phone.messages().receipt(phone.stamp(), id, "delivered"));
        assertThat(delivered.status()).isEqualTo(200);
        assertThat(delivered.body()).isEmpty();
        assertThat(progress(started).delivered()).isTrue();
        phone.post("receipt", "receipt", phone.messages().receipt(phone.stamp(), id, "opened"));
        assertThat(progress(started).opened()).isTrue();
    }

    @Test
    void takesNoReceiptForSomebodyElsesRequest() {
        PushProgress started = start(user);
        TestPhones other = TestPhones.of(server, server.newUser(organisation, "bob"));
        Reply reply = other.post(
                "receipt",
                "receipt",
                other.messages().receipt(other.stamp(), started.id().toString(), "opened"));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("request_unknown");
        assertThat(progress(started).opened()).isFalse();
    }

    @Test
    void takesSettingsNewerThanTheLastOnly() {
        String off = phone.messages().settings(phone.stamp(), Optional.of("My phone"), false, Optional.empty());
        assertThat(phone.post("settings", "settings", off)
                        .body()
                        .path("pushEnabled")
                        .asBoolean())
                .isFalse();
        server.time().pass(Duration.ofSeconds(2));
        String on = phone.messages().settings(phone.stamp(), Optional.empty(), true, Optional.empty());
        assertThat(phone.post("settings", "settings", on)
                        .body()
                        .path("pushEnabled")
                        .asBoolean())
                .isTrue();
        assertThat(phone.post("settings", "settings", off)
                        .body()
                        .path("pushEnabled")
                        .asBoolean())
                .as("the older ones, sent again")
                .isTrue();
        assertThat(server.part(Tokens.class)
                        .find(phone.token().serial())
                        .orElseThrow()
                        .name())
                .isEqualTo("My phone");
    }

    @Test
    void sendsAClosedAppItsRequestByWebPush() {
        try (PushServiceDouble service = new PushServiceDouble(server.part(Randomness.class))) {
            UserAccount bob = server.newUser(organisation, "bob");
            TestPhones closed = TestPhones.of(server, bob, service.subscription());
            PushProgress started = start(bob);
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> !service.received().isEmpty());
            JsonNode message = JSON.readTree(service.received().getFirst().plaintext());
            assertThat(message.path("v").asInt()).isEqualTo(1);
            assertThat(message.path("serial").asString())
                    .isEqualTo(closed.token().serial());
            PushRequest request = closed.verified(message.path("request").asString());
            assertThat(request.id()).isEqualTo(started.id().toString());
            assertThat(service.received().getFirst().headers().getFirst("Topic"))
                    .matches("[A-Za-z0-9_-]{32}");
            assertThat(closed.answer(closed.approval(request, started.number())).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void forgetsASubscriptionThatIsGone() {
        try (PushServiceDouble service = new PushServiceDouble(server.part(Randomness.class))) {
            service.answer(410);
            UserAccount bob = server.newUser(organisation, "bob");
            TestPhones closed = TestPhones.of(server, bob, service.subscription());
            start(bob);
            Devices devices = server.part(Devices.class);
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> devices.subscription(
                                    devices.find(closed.token().serial()).orElseThrow())
                            .isEmpty());
            assertThat(isReachedByWebPush(closed)).as("the app learns of it").isFalse();
        }
    }

    @Test
    void keepsTheSubscriptionThatTookThePlaceOfOneThatIsGone() {
        try (PushServiceDouble service = new PushServiceDouble(server.part(Randomness.class));
                PushServiceDouble another = new PushServiceDouble(server.part(Randomness.class))) {
            TestPhones closed = TestPhones.of(server, server.newUser(organisation, "bob"), another.subscription());
            Devices devices = server.part(Devices.class);
            Device device = devices.find(closed.token().serial()).orElseThrow();
            devices.forgetSubscription(device, service.subscription());
            assertThat(devices.subscription(device)).isPresent();
            assertThat(isReachedByWebPush(closed)).isTrue();
            devices.forgetSubscription(device, another.subscription());
            assertThat(devices.subscription(device)).isEmpty();
        }
    }

    @Test
    void tellsHowRequestsOfTheLastMinutesEnded() {
        PushProgress replaced = start(user);
        server.time().pass(Duration.ofSeconds(1));
        PushStart newer = server.part(PushRequests.class)
                .start(new PushOrder(
                        organisation.id(), user.id(), "VPN", "oidc", "another", Visitor.of("203.0.113.8", null)));
        PushProgress approved = ((PushStart.Started) newer).progress();
        PushRequest request =
                phone.verified(firstCheck().path("requests").path(0).asString());
        assertThat(ends()).containsExactly(replaced.id() + " SUPERSEDED");
        assertThat(phone.answer(phone.approval(request, approved.number())).status())
                .isEqualTo(200);
        assertThat(ends()).containsExactly(approved.id() + " APPROVED", replaced.id() + " SUPERSEDED");
        server.part(PushRequests.class).consume(organisation.id(), approved.id(), "another");
        assertThat(ends()).as("used since").startsWith(approved.id() + " APPROVED");
        server.time().pass(Duration.ofMinutes(11));
        assertThat(ends()).isEmpty();
    }

    @Test
    void tellsThatTheTimeOfARequestWasUpBeforeAnybodySweeps() {
        PushProgress late = start(user);
        server.time().pass(Duration.ofSeconds(91));
        assertThat(ends()).containsExactly(late.id() + " EXPIRED");
    }

    @Test
    void tellsNoEndsOfAnotherToken() {
        UserAccount bob = server.newUser(organisation, "bob");
        TestPhones.of(server, bob);
        start(bob);
        server.time().pass(Duration.ofSeconds(91));
        assertThat(ends()).isEmpty();
    }

    @Test
    void saysThatAPushServiceIsNotCalled() {
        Randomness randomness = server.part(Randomness.class);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        byte[] point = P256.point((ECPublicKey) P256.generate(randomness).getPublic());
        PushSubscription foreign = new PushSubscription(
                "https://push.example.net/send/1",
                base64.encodeToString(point),
                base64.encodeToString(randomness.bytes(16)));
        String settings = phone.messages().settings(phone.stamp(), Optional.empty(), true, Optional.of(foreign));
        Reply reply = phone.post("settings", "settings", settings);
        assertThat(reply.body().path("pushEnabled").asBoolean()).isTrue();
        assertThat(reply.body().path("webPush").asBoolean(true)).isFalse();
        assertThat(isReachedByWebPush(phone)).isFalse();
    }

    private JsonNode firstCheck() {
        return phone.post("check", "checks", List.of(phone.messages().check(phone.stamp())))
                .body()
                .path("tokens")
                .path(0);
    }

    private List<String> ends() {
        return firstCheck()
                .path("ended")
                .valueStream()
                .map(one ->
                        one.path("request").asString() + " " + one.path("state").asString())
                .toList();
    }

    private static boolean isReachedByWebPush(TestPhones phone) {
        return phone.post("check", "checks", List.of(phone.messages().check(phone.stamp())))
                .body()
                .path("tokens")
                .path(0)
                .path("webPush")
                .asBoolean();
    }

    @Test
    void tellsItsPublicFacts() throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.app() + "/device/v1/config"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        JsonNode config = JSON.readTree(response.body());
        assertThat(Set.copyOf(config.propertyNames())).containsExactlyInAnyOrder("vapidKey", "serverTime", "version");
        assertThat(Base64.getUrlDecoder().decode(config.path("vapidKey").asString()))
                .isEqualTo(server.part(WebPush.class).publicPoint());
    }

    @Test
    void slowsDownWhoeverForgesButNotTheDeviceThatIsForged() throws Exception {
        String genuine = phone.messages().check(phone.stamp());
        String forged = "{\"checks\":[\"" + genuine.substring(0, genuine.length() - 4) + "AAAA\"]}";
        HttpClient elsewhere = HttpClient.newBuilder()
                .localAddress(InetAddress.ofLiteral("127.0.0.9"))
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.app() + "/device/v1/check"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(forged))
                .build();
        HttpResponse<String> last = elsewhere.send(request, HttpResponse.BodyHandlers.ofString());
        for (int i = 0; i < SignatureFailures.MOST_PER_ADDRESS; i++) {
            last = elsewhere.send(request, HttpResponse.BodyHandlers.ofString());
        }
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 60L);
        assertThat(phone.post("check", "checks", List.of(genuine)).status()).isEqualTo(200);
    }
}
