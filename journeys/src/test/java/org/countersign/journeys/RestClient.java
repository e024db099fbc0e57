package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.countersign.testkit.ServerProcess;
import org.jspecify.annotations.Nullable;

/** The REST API with the demo's key: the operator's hand in journeys, and an application beside Acme Wiki. */
final class RestClient {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ServerProcess server;

    RestClient(ServerProcess server) {
        this.server = server;
    }

    JsonElement get(String path) {
        return call("GET", path, null);
    }

    JsonElement post(String path, JsonElement body) {
        return call("POST", path, body);
    }

    JsonElement put(String path, JsonElement body) {
        return call("PUT", path, body);
    }

    /** Asks whether a passcode of somebody is right, and spends it: accepted, refused or paused. */
    String authenticate(Person person, String passcode) {
        return answer(
                "/authenticate",
                object("userName", person.userName(), "password", person.password(), "passcode", passcode),
                "result");
    }

    /** Starts an enrollment as a page does that knows its user, and returns the link with the activation string. */
    String activationLink(Person person) {
        return answer("/users/" + person.id() + "/enrollments", new JsonObject(), "activation");
    }

    /** Returns the first token of somebody, as the API shows it. */
    JsonObject token(Person person) {
        return get("/users/" + person.id() + "/tokens").getAsJsonArray().get(0).getAsJsonObject();
    }

    /** Returns the serial number of the first token of somebody. */
    String serial(Person person) {
        return token(person).get("serial").getAsString();
    }

    /** Calls and returns one text of the answer. */
    String answer(String path, JsonObject body, String field) {
        return post(path, body).getAsJsonObject().get(field).getAsString();
    }

    /** Returns an object of texts. */
    static JsonObject object(String... namesAndTexts) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            object.addProperty(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return object;
    }

    private JsonElement call(String method, String path, @Nullable JsonElement body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(server.pages().resolve("/api/v1" + path))
                    .header("Authorization", "Bearer " + server.apiKey())
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body.toString()))
                    .build();
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode())
                    .as("%s %s: %s", method, path, answer.body())
                    .isBetween(200, 299);
            return answer.body().isEmpty() ? JsonNull.INSTANCE : JsonParser.parseString(answer.body());
        } catch (IOException noServer) {
            throw new UncheckedIOException(noServer);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
