package org.countersign.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.countersign.testkit.ServerProcess;

/** A report about a million users, from a server with little memory. */
final class ReportLoad {
    /** Users, and every so many of them with a second token. */
    private static final int USERS = 1_000_000;

    private final BenchDatabase database;
    private final ServerProcess server;

    ReportLoad(BenchDatabase database, ServerProcess server) {
        this.database = database;
        this.server = server;
    }

    /** Fills the demo's virtual server in the database itself: that many enrollments over the API would take hours. */
    void fill() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into user_account (id, virtual_server_id, user_name, display_name, mail, state, created_at)
                    select gen_random_uuid(), v.id, 'user' || n, 'Person ' || n, 'user' || n || '@acme.example', 'ACTIVE', now()
                    from virtual_server v, generate_series(1, %d) n
                    """.replace("%d", Integer.toString(USERS)));
            try (PreparedStatement tokens = connection.prepareStatement("""
                    insert into token (id, virtual_server_id, serial, user_id, name, state, mode, algorithm, alphabet, length,
                                       step_seconds, drift_steps, look_ahead, policy_string, sealed_seed, lock_threshold,
                                       lock_seconds, failure_cap, resynchronise_window, created_at, activated_at, last_used_at)
                    select gen_random_uuid(), virtual_server_id, ? || substr(user_name, 5), id, 'Phone', 'ACTIVE', 'TOTP', 'SHA1',
                           'DECIMAL', 6, 30, 1, 10, '', '\\x00', 5, 900, 100, 200, now(), now(), now()
                    from user_account where user_name like 'user%' and substr(user_name, 5)::int % 10 < ?
                    """)) {
                for (int part = 0; part < 2; part++) {
                    tokens.setString(1, part == 0 ? "A" : "B");
                    tokens.setInt(2, part == 0 ? 10 : 3);
                    tokens.executeUpdate();
                }
            }
            statement.execute("""
                    insert into device (id, virtual_server_id, token_id, public_point, platform, device_type, os, app,
                                        push_capable, push_enabled, settings_at, created_at, last_seen_at)
                    select gen_random_uuid(), virtual_server_id, id, '\\x00', 'web', 'phone', 'Android 16', 'Countersign Web',
                           true, true, now(), now(), now()
                    from token where serial ~ '^[AB][0-9]'
                    """);
            connection.commit();
        }
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute("vacuum analyze");
        }
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
