package org.countersign.journeys;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.countersign.testkit.ServerProcess;

/** The REST API as the demo's client calls it. */
final class ApiClient {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ServerProcess server;

    ApiClient(ServerProcess server) {
        this.server = server;
    }

    /** An answer of whatever status. */
    record Answer(int status, JsonElement body) {
        JsonObject object() {
            return body.getAsJsonObject();
        }
    }

    Answer get(String path) throws IOException, InterruptedException {
        return call(path, "GET", HttpRequest.BodyPublishers.noBody());
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return call(path, "POST", HttpRequest.BodyPublishers.ofString(body));
    }

    Answer put(String path, String body) throws IOException, InterruptedException {
        return call(path, "PUT", HttpRequest.BodyPublishers.ofString(body));
    }

    /** Provisions the demo's Alice and returns the enrollment link. */
    URI linkForAlice() throws IOException, InterruptedException {
        String alice = get("/users?search=alice")
                .body()
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .get("id")
                .getAsString();
        return URI.create(post("/users/" + alice + "/enrollments", "{}")
                .object()
                .get("activation")
                .getAsString());
    }

    /** Asks Alice on her phone. */
    Answer askAlice() throws IOException, InterruptedException {
        return post("/push-requests", "{\"userName\":\"alice\",\"ip\":\"192.0.2.7\"}");
    }

    /** Returns how a request stands. */
    JsonObject progress(String id) throws IOException, InterruptedException {
        return get("/push-requests/" + id).object();
    }

    private Answer call(String path, String method, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.pages().resolve("/api/v1" + path))
                .header("Authorization", "Bearer " + server.apiKey())
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(),
                answer.body().isEmpty() ? JsonNull.INSTANCE : JsonParser.parseString(answer.body()));
    }
}
