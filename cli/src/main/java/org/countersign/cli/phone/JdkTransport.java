package org.countersign.cli.phone;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.countersign.device.Transport;
import org.countersign.device.wire.Origins;
import org.countersign.device.wire.ProtocolException;

/** The JDK's HTTP client: HTTPS with the system's trust, plain HTTP to this machine only, no redirects. */
final class JdkTransport implements Transport {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long MAX_BODY = 1 << 20;

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    @Override
    public Reply post(URI uri, String json) throws IOException {
        HttpResponse<String> response =
                send(uri, json, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BODY));
        return new Reply(response.statusCode(), response.body());
    }

    @Override
    public StreamReply open(URI uri, String json) throws IOException {
        HttpResponse<InputStream> response = send(uri, json, BodyHandlers.ofInputStream());
        return new StreamReply(response.statusCode(), new WatchedStream(response.body()));
    }

    private <T> HttpResponse<T> send(URI uri, String json, BodyHandler<T> handler) throws IOException {
        if (Origins.of(uri).isEmpty()) {
            throw new ProtocolException(
                    "plain_http_refused",
                    "The server's address must begin with https://; plain HTTP is for this machine only.");
        }
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            return client.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted");
        }
    }
}
