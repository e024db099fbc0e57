package org.countersign.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.countersign.server.kernel.CompactJws;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.testing.RunningServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Messages to closed apps, through a push service on this machine. */
class WebPushTest {
    private static final byte[] PAYLOAD = "somebody signs in as you".getBytes(StandardCharsets.US_ASCII);

    private final RunningServer server = RunningServer.get();
    private final WebPush webPush = server.part(WebPush.class);
    private final PushServiceDouble service = new PushServiceDouble(server.part(Randomness.class));

    @AfterEach
    void close() {
        service.close();
    }

    private WebPushOutcome send() {
        return webPush.send(
                        service.target(),
                        PAYLOAD,
                        "topic",
                        server.time().instant().plus(Duration.ofSeconds(60)))
                .join();
    }

    @Test
    @DisplayName("RFC 8030, sections 5 and 5.2 to 5.4: TTL, urgency and topic; the browser reads the message")
    void reachesTheBrowser() {
        assertThat(send()).isEqualTo(WebPushOutcome.SENT);
        PushServiceDouble.Received message = service.received().getFirst();
        assertThat(message.path()).isEqualTo(URI.create("/send/secret?id=1"));
        assertThat(message.plaintext()).isEqualTo("somebody signs in as you");
        assertThat(message.headers().getFirst("Urgency")).isEqualTo("high");
        assertThat(message.headers().getFirst("Topic")).isEqualTo("topic");
        assertThat(Integer.parseInt(message.headers().getFirst("TTL"))).isBetween(50, 60);
        assertThat(message.headers().getFirst("Content-encoding")).isEqualTo("aes128gcm");
    }

    @Test
    @DisplayName("RFC 8292, sections 2 and 3: a token for this service only, by the key that browsers subscribed with")
    void saysWhoSends() {
        send();
        PushServiceDouble.Received message = service.received().getFirst();
        String header = message.headers().getFirst("Authorization");
        assertThat(header).matches("vapid t=[^, ]+, k=[A-Za-z0-9_-]{87}");
        String key = header.substring(header.indexOf(", k=") + 4);
        assertThat(Base64.getUrlDecoder().decode(key)).isEqualTo(webPush.publicPoint());
        CompactJws token = CompactJws.read(header.substring("vapid t=".length(), header.indexOf(", k=")))
                .orElseThrow();
        assertThat(token.isSignedBy(P256.publicKey(webPush.publicPoint()))).isTrue();
        assertThat(token.text("aud"))
                .contains("http://" + message.headers().getFirst("Host"))
                .get()
                .asString()
                .doesNotEndWith("/");
        long now = server.time().instant().getEpochSecond();
        assertThat(token.number("exp").orElseThrow())
                .isBetween(now, now + Duration.ofHours(24).toSeconds());
        assertThat(token.text("sub")).isNotEqualTo(Optional.empty());
    }

    @Test
    void triesAgainWhenTheServiceFails() {
        service.answer(503, 429, 201);
        assertThat(send()).isEqualTo(WebPushOutcome.SENT);
        assertThat(service.received()).hasSize(3);
    }

    @Test
    void givesUpAfterTwoRetries() {
        service.answer(500);
        assertThat(send()).isEqualTo(WebPushOutcome.FAILED);
        assertThat(service.received()).hasSize(3);
    }

    @Test
    void saysWhenTheSubscriptionIsGone() {
        service.answer(410);
        assertThat(send()).isEqualTo(WebPushOutcome.GONE);
        service.answer(404);
        assertThat(send()).isEqualTo(WebPushOutcome.GONE);
    }

    @Test
    void followsNoRedirect() {
        service.answer(307);
        assertThat(send()).isEqualTo(WebPushOutcome.REFUSED);
        assertThat(service.received()).hasSize(1);
    }

    @Test
    void callsNothingThatIsNotListed() {
        WebPushTarget elsewhere = new WebPushTarget(
                URI.create(
                        "http://127.0.0.1:" + service.subscription().endpoint().getPort() + "/"),
                service.subscription().publicPoint(),
                service.subscription().authSecret());
        assertThat(webPush.send(
                                elsewhere,
                                PAYLOAD,
                                "topic",
                                server.time().instant().plusSeconds(60))
                        .join())
                .isEqualTo(WebPushOutcome.REFUSED);
        assertThat(service.received()).isEmpty();
    }

    @Test
    void doesNotWaitForAServiceThatHangs() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            PushConnection connection = new PushConnection(PushServicesTest.services("http://localhost"));
            URI endpoint = URI.create("http://localhost:" + silent.getLocalPort() + "/");
            assertThatThrownBy(() -> connection.post(endpoint, Map.of(), PAYLOAD))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }
}
