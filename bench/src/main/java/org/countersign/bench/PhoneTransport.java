package org.countersign.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.countersign.device.Transport;

/** The network of thousands of phones in one process: one client, its connections shared. */
final class PhoneTransport implements Transport {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    @Override
    public Reply post(URI uri, String json) throws IOException {
        HttpResponse<String> answer = send(uri, json, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Reply(answer.statusCode(), answer.body());
    }

    @Override
    public StreamReply open(URI uri, String json) throws IOException {
        HttpResponse<InputStream> answer = send(uri, json, HttpResponse.BodyHandlers.ofInputStream());
        return new StreamReply(answer.statusCode(), answer.body());
    }

    private <T> HttpResponse<T> send(URI uri, String json, HttpResponse.BodyHandler<T> reader) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            return client.send(request, reader);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
    }
}
