package org.countersign.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.countersign.testkit.ServerProcess;

/** A report about a million users, from a server with little memory. */
final class ReportLoad {
    private final ServerProcess server;

    ReportLoad(ServerProcess server) {
        this.server = server;
    }

    /** Downloads a report and says how long it took and how large the server grew. */
    String run(String report) throws IOException, InterruptedException {
        long before = server.peakMebibytes();
        long started = System.nanoTime();
        long first = 0;
        long bytes = 0;
        long lines = 0;
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.pages() + "/api/v1/reports/" + report))
                .header("Authorization", "Bearer " + server.apiKey())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            byte[] buffer = new byte[64 * 1024];
            try (InputStream in = answer.body()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    first = first == 0 ? System.nanoTime() : first;
                    bytes += read;
                    for (int i = 0; i < read; i++) {
                        lines += buffer[i] == '\n' ? 1 : 0;
                    }
                }
            }
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        return String.format(
                Locale.ROOT,
                "%,d lines, %,d MB in %.1f s (%,.0f lines/s), first byte after %.1f s; peak memory of the server %d MiB"
                        + " before, %d MiB after",
                lines,
                bytes / 1_000_000,
                seconds,
                lines / seconds,
                (first - started) / 1e9,
                before,
                server.peakMebibytes());
    }
}
