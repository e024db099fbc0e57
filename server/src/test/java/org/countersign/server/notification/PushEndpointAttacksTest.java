package org.countersign.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.countersign.server.notification.PushConnection.Network;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Addresses that an attacker's app gives as its push service, to make the server call something inside. Each attack is
 * made on the real connection, and on a twin with a planted bug, where it must be seen to succeed.
 */
@DisplayName("A push service's address from outside")
class PushEndpointAttacksTest {
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final byte[] BODY = {1};

    private final Target inside = new Target();

    @AfterEach
    void close() throws IOException {
        inside.close();
    }

    /** Something inside that must not be called: notes every connection, and answers as told. */
    private static final class Target implements AutoCloseable {
        private final ServerSocket door;
        private final AtomicInteger calls = new AtomicInteger();
        private volatile String answer = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

        Target() {
            try {
                door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException noPort) {
                throw new IllegalStateException(noPort);
            }
            Thread.ofVirtual().start(() -> {
                while (!door.isClosed()) {
                    try (Socket caller = door.accept()) {
                        calls.incrementAndGet();
                        caller.getInputStream().read(new byte[4096]);
                        OutputStream out = caller.getOutputStream();
                        for (byte one : answer.getBytes(StandardCharsets.US_ASCII)) {
                            out.write(one);
                            out.flush();
                            LockSupport.parkNanos(pause.toNanos());
                        }
                    } catch (IOException gone) {
                        // The next one.
                    }
                }
            });
        }

        private volatile Duration pause = Duration.ZERO;

        int port() {
            return door.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    /** Whatever posts a message to an address. */
    private interface Caller {
        void post(URI endpoint) throws Exception;
    }

    private static Caller real(PushServices listed, Network network) {
        PushConnection connection = new PushConnection(listed, network, LONG);
        return endpoint -> connection.post(endpoint, Map.of(), BODY);
    }

    /** Every name means {@code answers}, one after the other and then the last; nothing is ever reached. */
    private static final class Attackers implements Network {
        private final List<InetAddress[]> answers;
        private final List<InetAddress> dialled = new ArrayList<>();
        private int asked;

        Attackers(InetAddress[]... answers) {
            this.answers = List.of(answers);
        }

        @Override
        public InetAddress[] addresses(String host) {
            return answers.get(Math.min(asked++, answers.size() - 1));
        }

        @Override
        public Socket connect(InetSocketAddress address) throws IOException {
            dialled.add(address.getAddress());
            throw new IOException("nobody is there");
        }
    }

    private static InetAddress[] meaning(String... literals) {
        return Arrays.stream(literals).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    /** Planted: checks what the name means, and looks it up once more to connect. */
    private static Caller lookingTwice(Network network) {
        return endpoint -> {
            for (InetAddress address : network.addresses(endpoint.getHost())) {
                assertThat(PushServices.isPublic(address)).isTrue();
            }
            network.connect(new InetSocketAddress(network.addresses(endpoint.getHost())[0], 443));
        };
    }

    /** Planted: an HTTP client of the JDK that follows where it is sent. */
    private static Caller followingRedirects() {
        return endpoint -> {
            try (HttpClient client = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.ALWAYS)
                    .build()) {
                client.send(
                        HttpRequest.newBuilder(endpoint)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(BODY))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
            }
        };
    }

    private int insideCallsAfter(Caller caller, String endpoint) {
        int before = inside.calls.get();
        try {
            caller.post(URI.create(endpoint));
        } catch (Exception refused) {
            // Whether the inside was called is what counts.
        }
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        return inside.calls.get() - before;
    }

    private static List<InetAddress> dialledBy(Attackers network, Caller caller) {
        try {
            caller.post(URI.create("https://push.test/"));
        } catch (Exception refused) {
            // Who was dialled is what counts.
        }
        return network.dialled;
    }

    @Test
    void whoseNameMeansSomethingElseOnTheSecondLookIsLookedUpOnce() {
        Attackers rebinding = new Attackers(meaning("8.8.8.8"), meaning("10.0.0.1"));
        assertThat(dialledBy(rebinding, lookingTwice(rebinding)))
                .as("the twin is led inside")
                .containsExactly(meaning("10.0.0.1"));
        Attackers again = new Attackers(meaning("8.8.8.8"), meaning("10.0.0.1"));
        assertThat(dialledBy(again, real(PushServicesTest.services("push.test"), again)))
                .containsExactly(meaning("8.8.8.8"));
    }

    @Test
    void whoseNameLeadsInsideIsNotCalled() {
        for (InetAddress[] meant : List.of(
                meaning("127.0.0.1"), meaning("10.0.0.1"), meaning("8.8.8.8", "10.0.0.1"), meaning("8.8.8.8", "::1"))) {
            Attackers inwards = new Attackers(meant);
            assertThat(dialledBy(inwards, real(PushServicesTest.services("push.test"), inwards)))
                    .isEmpty();
        }
    }

    @Test
    void whichRedirectsLeadsNowhere() throws IOException {
        try (Target outside = new Target()) {
            outside.answer = "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:" + inside.port()
                    + "/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            String endpoint = "http://localhost:" + outside.port() + "/";
            assertThat(insideCallsAfter(followingRedirects(), endpoint))
                    .as("the twin is led inside")
                    .isEqualTo(1);
            Caller real = real(PushServicesTest.services("http://localhost"), new Network() {});
            assertThat(insideCallsAfter(real, endpoint)).isZero();
            assertThat(outside.calls).as("it was asked, and not believed").hasValue(2);
        }
    }

    @Test
    void whichNamesAnAddressInWhateverNotationIsNotCalled() {
        Caller real = real(PushServicesTest.services("fcm.googleapis.com", "*.push.apple.com"), new Network() {});
        Caller careless = endpoint -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort())) {
                socket.getOutputStream().write(BODY);
            }
        };
        for (String host : List.of(
                "127.0.0.1",
                "127.1",
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[0:0:0:0:0:ffff:7f00:1]",
                "localhost")) {
            for (String scheme : List.of("http", "https")) {
                String endpoint = scheme + "://" + host + ":" + inside.port() + "/";
                assertThat(insideCallsAfter(real, endpoint)).as(endpoint).isZero();
            }
        }
        assertThat(insideCallsAfter(careless, "http://127.0.0.1:" + inside.port() + "/"))
                .as("the twin is led inside")
                .isEqualTo(1);
    }

    @Test
    void whichAnswersAByteNowAndThenIsLeftInTheEnd() {
        inside.answer = "H".repeat(1000);
        inside.pause = Duration.ofMillis(100);
        PushConnection connection = new PushConnection(
                PushServicesTest.services("http://localhost"), new Network() {}, Duration.ofMillis(700));
        URI endpoint = URI.create("http://localhost:" + inside.port() + "/");
        long started = System.nanoTime();
        assertThatThrownBy(() -> connection.post(endpoint, Map.of(), BODY)).isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isBetween(Duration.ofMillis(600), Duration.ofSeconds(4));
    }

    @Test
    void cannotSmuggleLinesIntoTheRequest() {
        for (String tail : List.of("a\r\nX: y", "a b", "a\nX: y")) {
            assertThatThrownBy(() -> URI.create("https://fcm.googleapis.com/" + tail))
                    .as("such an address is none")
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
