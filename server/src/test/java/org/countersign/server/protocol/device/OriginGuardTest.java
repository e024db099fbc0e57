package org.countersign.server.protocol.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.testing.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the app's origin only the app and its API; on the pages' origin everything but those; on any other host nothing. */
class OriginGuardTest {
    private final RunningServer server = RunningServer.get();
    private final String app = server.app().getAuthority();
    private final String pages = server.pages().getAuthority();

    /** Sends exactly these bytes; HTTP clients put their own Host header in. */
    private String get(int port, String host, String path) {
        return call(port, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    private static String call(int port, String request) {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String onApp(String path) {
        return get(server.app().getPort(), app, path);
    }

    private String onPages(String path) {
        return get(server.pages().getPort(), pages, path);
    }

    private static int status(String response) {
        return Integer.parseInt(response.substring(9, 12));
    }

    @Test
    void servesTheAppOnItsOrigin() {
        for (String path : new String[] {"/", "/enroll"}) {
            String response = onApp(path);
            assertThat(status(response)).isEqualTo(200);
            assertThat(response)
                    .contains("<!doctype html>", "Cache-Control: no-cache", "X-Content-Type-Options: nosniff")
                    .containsIgnoringCase("Content-Security-Policy: default-src 'none'")
                    .doesNotContain("Set-Cookie");
        }
        assertThat(onApp("/sw.js")).contains("Cache-Control: no-cache", "Content-Type: text/javascript");
    }

    @Test
    void keepsFilesWithAHashInTheirNameForAYear() {
        Matcher asset = Pattern.compile("/assets/[A-Za-z0-9_.-]+").matcher(onApp("/"));
        assertThat(asset.find()).isTrue();
        assertThat(onApp(asset.group())).contains("Cache-Control: public, max-age=31536000, immutable");
    }

    @Test
    void answersWithNotModified() {
        Matcher tag = Pattern.compile("ETag: (\"[^\"]+\")").matcher(onApp("/"));
        assertThat(tag.find()).isTrue();
        String again = call(
                server.app().getPort(),
                "GET / HTTP/1.1\r\nHost: " + app + "\r\nIf-None-Match: " + tag.group(1)
                        + "\r\nConnection: close\r\n\r\n");
        assertThat(status(again)).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/login",
                "/api/v1/openapi.yaml",
                "/actuator",
                "/actuator/health/../env",
                "/device",
                "/device/v1",
                "/device/v1/nothing",
                "/device/v1/../../console",
                "/device/v1/check/../../../console",
                "/device/v1/check;x=/../../../console",
                "/%64evice/v1/config",
                "//device/v1/config",
                "/META-INF/MANIFEST.MF",
                "/../application.yaml",
                "/assets/../../application.yaml",
                "/assets/%2e%2e/%2e%2e/application.yaml"
            })
    void servesNothingElseOnTheAppsOrigin(String path) {
        assertThat(status(onApp(path))).isIn(400, 404);
    }

    @Test
    void takesCallsOnlyWithTheirMethod() {
        String response = onApp("/device/v1/check");
        assertThat(status(response)).isEqualTo(405);
        assertThat(response).contains("Allow: POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/device/v1/config", "/%64evice/v1/config", "/device;x/v1/config", "//device/v1/config"})
    void servesNoDeviceApiOnThePagesOrigin(String path) {
        assertThat(status(onPages(path))).isIn(400, 404);
    }

    @Test
    void servesNoFileOfTheAppOnThePagesOrigin() {
        assertThat(onPages("/sw.js")).doesNotContain("addEventListener");
        assertThat(onPages("/enroll")).doesNotContain("/assets/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost", "127.0.0.1", "localhost:1", "localhost.evil.example"})
    void isMisdirectedUnderAnyOtherName(String host) {
        assertThat(status(get(server.pages().getPort(), host, "/"))).isEqualTo(421);
        assertThat(status(get(server.app().getPort(), host, "/"))).isEqualTo(421);
        assertThat(status(get(server.app().getPort(), host, "/device/v1/config")))
                .isEqualTo(421);
    }

    @Test
    void tellsTheOriginsApartByNameWhateverThePort() {
        assertThat(status(get(server.pages().getPort(), app, "/device/v1/config")))
                .isEqualTo(200);
        assertThat(status(get(server.app().getPort(), pages, "/device/v1/config")))
                .isEqualTo(404);
    }

    @Test
    void answersHealthUnderAnyName() {
        assertThat(status(get(server.pages().getPort(), "10.1.2.3", "/actuator/health/readiness")))
                .isEqualTo(200);
    }
}
