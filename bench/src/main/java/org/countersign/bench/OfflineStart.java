package org.countersign.bench;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.countersign.testkit.ServerProcess;

/**
 * How long the app takes to show a passcode after a cold start of the browser, with no network and no server: a token is
 * enrolled in a profile, the server stopped, and the browser started anew again and again.
 */
final class OfflineStart {
    private static final int STARTS = 10;

    private final Path root;
    private final Path profile;

    OfflineStart(Path root, Path profile) {
        this.root = root;
        this.profile = profile;
    }

    /** Measures, and returns both figures in words. */
    String run(ServerProcess.Launch launch) throws IOException, InterruptedException {
        URI app;
        try (ServerProcess server = ServerProcess.start(launch)) {
            app = server.app();
            script("enroll", profile.toString(), link(server));
        }
        String[] lines = script("measure", profile.toString(), app.toString(), String.valueOf(STARTS))
                .strip()
                .split("\n", -1);
        return "from the browser's start " + figure(lines, 0) + ", from the app's opening " + figure(lines, 1);
    }

    private static String figure(String[] lines, int column) {
        long[] millis = Arrays.stream(lines)
                .mapToLong(line -> Long.parseLong(line.split(" ", -1)[column]))
                .sorted()
                .toArray();
        return String.format(
                Locale.ROOT, "median %,d ms, worst %,d ms", millis[(millis.length - 1) / 2], millis[millis.length - 1]);
    }

    private static String link(ServerProcess server) throws IOException, InterruptedException {
        String found = call(server, "GET", "/users?search=alice", "");
        String alice = JsonParser.parseString(found)
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .get("id")
                .getAsString();
        return JsonParser.parseString(call(server, "POST", "/users/" + alice + "/enrollments", "{}"))
                .getAsJsonObject()
                .get("activation")
                .getAsString();
    }

    private static String call(ServerProcess server, String method, String path, String body)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(server.pages().resolve("/api/v1" + path))
                    .header("Authorization", "Bearer " + server.apiKey())
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private String script(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "scripts/cold-start.mjs"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(root.resolve("authenticator").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the browser could not be driven; it needs Chromium, see above");
        }
        return text;
    }
}
