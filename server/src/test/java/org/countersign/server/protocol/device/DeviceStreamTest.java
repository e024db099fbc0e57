package org.countersign.server.protocol.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.countersign.device.wire.PushRequest;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.push.PushOrder;
import org.countersign.server.push.PushProgress;
import org.countersign.server.push.PushRequests;
import org.countersign.server.push.PushStart;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhones;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.Test;

/** The live connection of an app. */
class DeviceStreamTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final RunningServer server = RunningServer.get();
    private final VirtualServer organisation = server.newVirtualServer();
    private final UserAccount user = server.newUser(organisation, "ada");
    private final TestPhones phone = TestPhones.of(server, user);
    private final PushRequests pushes = server.part(PushRequests.class);

    private PushProgress start(String requester) {
        PushStart start = pushes.start(new PushOrder(
                organisation.id(), user.id(), "Acme Wiki", "oidc", requester, Visitor.of("203.0.113.7", null)));
        return ((PushStart.Started) start).progress();
    }

    @Test
    void beginsWithTheOpenRequests() throws IOException {
        PushProgress started = start("browser 1");
        try (StreamReader stream = new StreamReader(phone)) {
            StreamReader.Event event = stream.next(PATIENCE);
            assertThat(event.name()).isEqualTo("request");
            assertThat(phone.verified(event.data().path("request").asString()).id())
                    .isEqualTo(started.id().toString());
        }
    }

    @Test
    void tellsWithinASecondWhatHappens() throws IOException {
        try (StreamReader stream = new StreamReader(phone)) {
            PushProgress first = start("browser 1");
            StreamReader.Event asked = stream.next(SECOND);
            assertThat(asked.name()).isEqualTo("request");
            assertThat(asked.data().path("serial").asString())
                    .isEqualTo(phone.token().serial());
            await().atMost(SECOND)
                    .until(() -> pushes.progress(organisation.id(), first.id(), "browser 1")
                            .orElseThrow()
                            .delivered());
            PushProgress second = start("browser 2");
            StreamReader.Event superseded = stream.next(SECOND);
            assertThat(superseded.name()).isEqualTo("ended");
            assertThat(superseded.data().path("request").asString())
                    .isEqualTo(first.id().toString());
            assertThat(superseded.data().path("state").asString()).isEqualTo("SUPERSEDED");
            PushRequest request =
                    phone.verified(stream.next(SECOND).data().path("request").asString());
            phone.answer(phone.approval(request, second.number()));
            assertThat(stream.next(SECOND).data().path("state").asString()).isEqualTo("APPROVED");
        }
    }

    @Test
    void tellsThatARequestsTimeIsUp() throws IOException {
        start("browser 1");
        try (StreamReader stream = new StreamReader(phone)) {
            stream.next(PATIENCE);
            server.time().pass(Duration.ofSeconds(61));
            StreamReader.Event event = stream.next(PATIENCE);
            // The clock went a minute ahead at once, so a comment may be due as well.
            StreamReader.Event ended = event.name().equals(":") ? stream.next(PATIENCE) : event;
            assertThat(ended.data().path("state").asString()).isEqualTo("EXPIRED");
        }
    }

    @Test
    void tellsThatTheTokenIsOutOfUse() throws IOException {
        try (StreamReader stream = new StreamReader(phone)) {
            server.part(Tokens.class).revoke(organisation.id(), phone.token().id(), new Actor.Server());
            StreamReader.Event event = stream.next(PATIENCE);
            assertThat(event.name()).isEqualTo("revoked");
            assertThat(event.data().path("serial").asString())
                    .isEqualTo(phone.token().serial());
        }
    }

    @Test
    void tellsNothingOfOthers() throws IOException {
        UserAccount bob = server.newUser(organisation, "bob");
        TestPhones other = TestPhones.of(server, bob);
        try (StreamReader stream = new StreamReader(other)) {
            start("browser 1");
            server.part(Tokens.class).revoke(organisation.id(), other.token().id(), new Actor.Server());
            assertThat(stream.next(PATIENCE).name())
                    .as("the first thing it hears")
                    .isEqualTo("revoked");
        }
    }

    @Test
    void staysOpenWithCommentsAndEndsAfterAQuarterOfAnHour() throws IOException {
        start("browser 1");
        try (StreamReader stream = new StreamReader(phone)) {
            assertThat(stream.next(PATIENCE).name()).isEqualTo("request");
            server.time().pass(Duration.ofSeconds(26));
            assertThat(stream.next(PATIENCE).name()).isEqualTo(":");
            server.time().pass(Duration.ofMinutes(15));
            StreamReader.Event event = stream.next(PATIENCE);
            // The request's time is up as well; which of the two is seen first is open.
            assertThat(event.name().equals("ended") ? stream.next(PATIENCE).name() : event.name())
                    .isEqualTo("end");
        }
    }

    @Test
    void isForgottenWhenTheAppGoesAway() throws IOException {
        DeviceStreams streams = server.part(DeviceStreams.class);
        server.time().pass(Duration.ofMinutes(16));
        await().atMost(PATIENCE).until(() -> streams.count() == 0);
        try (StreamReader stream = new StreamReader(phone)) {
            assertThat(stream).isNotNull();
            await().atMost(PATIENCE).until(() -> streams.count() == 1);
        }
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    server.time().pass(Duration.ofSeconds(26));
                    return streams.count() == 0;
                });
    }

    @Test
    void isRefusedWhenNoCheckIsGenuine() {
        String check = phone.messages().check(phone.stamp());
        TestPhones.Reply reply =
                phone.post("stream", "checks", List.of(check.substring(0, check.length() - 4) + "AAAA"));
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("signature_invalid");
    }
}
