package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditFilter;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.Allocation;
import org.countersign.server.virtualservers.Allocations;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("S4, RFC 6030: importing hardware tokens over REST")
@ExtendWith(OutputCaptureExtension.class)
class TokenImportEndpointsTest {
    private static final RunningServer SERVER = RunningServer.get();
    private static final JsonMapper JSON = new JsonMapper();
    private static final String IMPORTS = "/api/v1/token-imports";
    private static final String KEY_OF_THE_RFC = "12345678901234567890123456789012";

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final TestApi api = TestApi.of(SERVER, acme);

    private static String seed(String serial) {
        return Base64.getEncoder().encodeToString(("a seed of twenty " + serial).getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(String serial, String algorithm) {
        return "<KeyPackage><DeviceInfo><Manufacturer>Example</Manufacturer><SerialNo>" + serial
                + "</SerialNo></DeviceInfo><Key Id=\"" + UUID.randomUUID()
                + "\" Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:" + algorithm + "\"><AlgorithmParameters>"
                + "<ResponseFormat Length=\"6\" Encoding=\"DECIMAL\"/></AlgorithmParameters><Data><Secret><PlainValue>"
                + seed(serial) + "</PlainValue></Secret></Data></Key></KeyPackage>";
    }

    private static String file(String... lines) {
        return "<KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\">" + String.join("", lines)
                + "</KeyContainer>";
    }

    private static String encrypted(int figure) throws IOException {
        try (InputStream stream = Objects.requireNonNull(
                TokenImportEndpointsTest.class.getResourceAsStream("rfc6030-figure-" + figure + ".xml"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private JsonNode stage(int status, Map<String, String> parts) throws Exception {
        return stage(api, status, parts);
    }

    private static JsonNode stage(TestApi by, int status, Map<String, String> parts) throws Exception {
        HttpResponse<String> answer = by.upload(IMPORTS, parts);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private List<String> serials() throws Exception {
        return api.get(200, "/api/v1/tokens?kind=hardware")
                .valueStream()
                .map(token -> token.path("serial").asString())
                .toList();
    }

    @Test
    void showsWhatAFileHoldsAndTakesAllOfItOrNothing() throws Exception {
        JsonNode staged =
                stage(201, Map.of("file", file(line("HW-1", "hotp"), line("HW-1", "hotp"), line("X", "ocra"))));
        assertThat(staged.path("fileName").asString()).isEqualTo("maker.xml");
        assertThat(staged.path("good").asInt()).isEqualTo(1);
        assertThat(staged.path("faulty").asInt()).isEqualTo(2);
        assertThat(staged.path("lines").path(0).path("mode").asString()).isEqualTo("HOTP");
        assertThat(staged.path("lines").path(1).path("fault").asString()).isEqualTo("TWICE");
        String path = IMPORTS + "/" + staged.path("id").asString();
        assertThat(api.get(200, path)).isEqualTo(staged);
        assertThat(api.get(200, path + "?faulty=true").path("lines")).hasSize(2);
        assertThat(api.get(200, path + "?after=2").path("lines")).hasSize(1);
        assertThat(serials()).isEmpty();

        TestApi.isRefused(api.post(422, path + "/commit", Map.of()), "import_faulty", "1 can be imported and 2 cannot");
        assertThat(serials()).isEmpty();
        assertThat(api.post(200, path + "/commit", Map.of("leaveOut", true))
                        .path("imported")
                        .asInt())
                .isEqualTo(1);
        assertThat(serials()).containsExactly("HW-1");
        api.get(404, path);
        api.post(404, path + "/commit", Map.of());
    }

    @Test
    void showsAHundredKeysAtATime() throws Exception {
        String[] lines = new String[101];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = line("HW-" + i, "hotp");
        }
        JsonNode staged = stage(201, Map.of("file", file(lines)));
        assertThat(staged.path("lines")).hasSize(100);
        assertThat(staged.path("next").asInt()).isEqualTo(100);
        JsonNode rest = api.get(200, IMPORTS + "/" + staged.path("id").asString() + "?after=100");
        assertThat(rest.path("lines")).hasSize(1);
        assertThat(rest.path("next").isNull()).isTrue();
    }

    @Test
    void forgetsAFile() throws Exception {
        String path = IMPORTS + "/"
                + stage(201, Map.of("file", file(line("HW-1", "hotp"))))
                        .path("id")
                        .asString();
        api.delete(204, path);
        api.delete(404, path);
        api.post(404, path + "/commit", Map.of());
        assertThat(serials()).isEmpty();
    }

    @Test
    void opensAFileWithItsPassphraseOrKey() throws Exception {
        assertThat(stage(201, Map.of("file", encrypted(7), "passphrase", "qwerty"))
                        .path("good")
                        .asInt())
                .isEqualTo(1);
        assertThat(stage(201, Map.of("file", encrypted(6), "key", KEY_OF_THE_RFC))
                        .path("good")
                        .asInt())
                .isEqualTo(1);
        TestApi.isRefused(stage(422, Map.of("file", encrypted(7))), "import_locked");
        TestApi.isRefused(stage(422, Map.of("file", encrypted(7), "passphrase", "asdfgh")), "import_wrong_key");
        TestApi.isRefused(stage(422, Map.of("file", "tokens")), "import_unreadable");
        TestApi.isRefused(stage(400, Map.of("file", encrypted(6), "key", "12345")), "request_malformed", "'key'");
        TestApi.isRefused(
                stage(400, Map.of("file", encrypted(6), "key", KEY_OF_THE_RFC, "passphrase", "x")),
                "request_malformed",
                "not both");
        TestApi.isRefused(stage(400, Map.of("key", KEY_OF_THE_RFC)), "request_malformed", "'file'");
    }

    /** Planted: a passphrase in the address is read, and stands in logs. */
    @Test
    void takesNoSecretFromTheAddress() throws Exception {
        HttpResponse<String> answer = api.upload(IMPORTS + "?passphrase=qwerty", Map.of("file", encrypted(7)));
        assertThat(answer.statusCode()).isEqualTo(400);
        TestApi.isRefused(JSON.readTree(answer.body()), "request_malformed", "not in the address");
    }

    @Test
    void saysNoSecretAgain(CapturedOutput output) throws Exception {
        String passphrase = "sesame-open-" + UUID.randomUUID();
        String key = "abcdef0123456789abcdef0123456789";
        StringBuilder said = new StringBuilder();
        said.append(api.upload(IMPORTS, Map.of("file", encrypted(7), "passphrase", passphrase))
                .body());
        said.append(
                api.upload(IMPORTS, Map.of("file", encrypted(6), "key", key)).body());
        said.append(api.upload(IMPORTS, Map.of("file", encrypted(6), "key", key + "0"))
                .body());
        String staged = api.upload(IMPORTS, Map.of("file", file(line("HW-7", "hotp")), "passphrase", passphrase))
                .body();
        said.append(staged);
        String path = IMPORTS + "/" + JSON.readTree(staged).path("id").asString();
        said.append(api.get(200, path)).append(api.post(200, path + "/commit", Map.of()));
        SERVER.part(Audit.class).page(acme.id(), AuditFilter.of(Set.of()), 500).forEach(said::append);
        said.append(output.getAll());
        assertThat(said.toString()).contains("HW-7").doesNotContain(passphrase, key, seed("HW-7"), "a seed of twenty");
    }

    @Test
    void staysWithinWhatTheProviderAllows() throws Exception {
        SERVER.part(Allocations.class).change(acme.id(), new Allocation(1000, 1), new Actor.Server());
        JsonNode staged = stage(201, Map.of("file", file(line("HW-1", "hotp"), line("HW-2", "hotp"))));
        TestApi.isRefused(
                api.post(409, IMPORTS + "/" + staged.path("id").asString() + "/commit", Map.of()),
                "beyond_allocation",
                "1 more hardware tokens");
        assertThat(serials()).isEmpty();
    }

    @Test
    void isClosedToOthersAndToKeysThatMayNotAdd() throws Exception {
        Map<String, String> file = new HashMap<>(Map.of("file", file(line("HW-1", "hotp"))));
        String path = IMPORTS + "/" + stage(201, file).path("id").asString();
        TestApi theirs = TestApi.of(SERVER, SERVER.newVirtualServer());
        theirs.get(404, path);
        theirs.post(404, path + "/commit", Map.of());
        theirs.delete(404, path);
        TestApi changing = TestApi.with(SERVER, acme, "TOKENS.CHANGE");
        TestApi.lacks(stage(changing, 403, file), "TOKENS.ADD");
        TestApi.lacks(changing.get(403, path), "TOKENS.ADD");
        TestApi.lacks(changing.post(403, path + "/commit", Map.of()), "TOKENS.ADD");
        TestApi.lacks(changing.delete(403, path), "TOKENS.ADD");
        assertThat(api.get(200, path).path("good").asInt()).isEqualTo(1);
    }
}
