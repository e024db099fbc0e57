package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.countersign.testkit.ServerProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The walk of docs/walk-on-the-command-line.md: the REST API and the software phone, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandLineWalkTest {
    private static final Path ROOT = Path.of(System.getProperty("countersign.root"));
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private ServerProcess server;
    private Path folder;
    private String serial = "";

    @BeforeAll
    void start() throws Exception {
        folder = Files.createTempDirectory("countersign-walk");
        server = ServerProcess.start(ServerProcess.Launch.ofJar(ROOT, folder.resolve("data")));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @Order(1)
    void enrollsAPhoneForAlice() throws Exception {
        String alice = call("GET", "/users?search=alice", null)
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .get("id")
                .getAsString();
        String activation = call("POST", "/users/" + alice + "/enrollments", "{}")
                .getAsJsonObject()
                .get("activation")
                .getAsString();
        assertThat(phone("enroll", activation).text()).containsPattern("\\d{6}");
        serial = phone("list").text().split("\t", -1)[0].strip();
        assertThat(serial).startsWith("CS");

        Output again = phone("--vault", folder.resolve("other.vault").toString(), "enroll", activation);
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.text()).contains("[activation_used]");
    }

    @Test
    @Order(2)
    void acceptsThePasscodeOnThePhoneOnce() throws Exception {
        JsonObject question = new JsonObject();
        question.addProperty("userName", "alice");
        question.addProperty("password", "walk-in-the-park");
        question.addProperty("passcode", phone("code", serial).text().strip());
        assertThat(result("/authenticate", question)).isEqualTo("accepted");
        assertThat(result("/authenticate", question)).isEqualTo("refused");
    }

    @Test
    @Order(3)
    void letsAliceApproveOnce() throws Exception {
        JsonObject request = push();
        String id = request.get("id").getAsString();
        assertThat(phone("requests").text()).contains(id.substring(0, 8), "Command line", "192.0.2.7");
        assertThat(phone("approve", id, "--number", request.get("number").getAsString())
                        .exit())
                .isZero();
        assertThat(state(id)).isEqualTo("approved");
        assertThat(result("/push-requests/" + id + "/use", new JsonObject())).isEqualTo("accepted");
        assertThat(result("/push-requests/" + id + "/use", new JsonObject())).isEqualTo("refused");
    }

    @Test
    @Order(4)
    void aWrongNumberEndsTheRequest() throws Exception {
        // Two passcodes of this half minute are spent by now; a phone that has none left asks its user to wait.
        assertThat(phone("code", serial, "--wait").exit()).isZero();
        JsonObject request = push();
        String id = request.get("id").getAsString();
        String wrong = request.get("number").getAsString().equals("00") ? "01" : "00";
        Output refused = phone("approve", id, "--number", wrong);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.text()).contains("[number_wrong]");
        assertThat(state(id)).isEqualTo("denied");
    }

    @Test
    @Order(5)
    void aliceCancelsAndReports() throws Exception {
        String cancelled = push().get("id").getAsString();
        assertThat(phone("deny", cancelled).exit()).isZero();
        assertThat(state(cancelled)).isEqualTo("denied");
        String reported = push().get("id").getAsString();
        assertThat(phone("deny", reported, "--not-me").exit()).isZero();
        assertThat(state(reported)).isEqualTo("reported");
    }

    private JsonObject push() throws IOException, InterruptedException {
        return call("POST", "/push-requests", "{\"userName\":\"alice\",\"ip\":\"192.0.2.7\"}")
                .getAsJsonObject();
    }

    private String state(String id) throws IOException, InterruptedException {
        return call("GET", "/push-requests/" + id + "?wait=10", null)
                .getAsJsonObject()
                .get("state")
                .getAsString();
    }

    private String result(String path, JsonObject body) throws IOException, InterruptedException {
        return call("POST", path, body.toString())
                .getAsJsonObject()
                .get("result")
                .getAsString();
    }

    private JsonElement call(String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.pages().resolve("/api/v1" + path))
                .header("Authorization", "Bearer " + server.apiKey())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body().isEmpty() ? new JsonArray() : JsonParser.parseString(answer.body());
    }

    /** What a command printed, and how it ended. */
    private record Output(int exit, String text) {}

    private Output phone(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                ROOT.resolve("cli/target/countersign-cli.jar").toString(),
                "phone"));
        if (!arguments[0].equals("--vault")) {
            command.addAll(List.of("--vault", folder.resolve("alice.vault").toString()));
        }
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return new Output(process.exitValue(), text);
    }
}
