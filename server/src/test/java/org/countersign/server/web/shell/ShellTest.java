package org.countersign.server.web.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.testing.RunningServer;
import org.junit.jupiter.api.Test;

/** What all pages share: headers, assets, error pages. */
class ShellTest {
    private final RunningServer server = RunningServer.get();
    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(server.pages().resolve(path))
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void showsPeopleACalmPageForAnUnknownAddress() throws Exception {
        HttpResponse<String> answer = get("/no/such/page", "text/html");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .contains("There is nothing here", "Code 404")
                .doesNotContain("Whitelabel", "Exception", "java.");
    }

    @Test
    void tellsProgramsTheSameAsAProblemDocument() throws Exception {
        HttpResponse<String> answer = get("/no/such/page", "application/json");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"status\":404");
    }

    @Test
    void saysThatAFileIsTooLargeInsteadOfThatThePageIsOld() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(server.pages().resolve("/console/any/users/import"))
                        .header("Accept", "text/html")
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[22 * 1024 * 1024]))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("This file is too large").doesNotContain("grown old");
    }

    @Test
    void keepsPagesToThemselves() throws Exception {
        HttpResponse<String> answer = get("/no/such/page", "text/html");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValue(
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                                + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
                                + " require-trusted-types-for 'script'; trusted-types 'none'");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.body()).doesNotContain("style=\"", "<script>", "onclick");
    }

    @Test
    void servesAssetsThatBrowsersKeepForEver() throws Exception {
        Matcher address = Pattern.compile("href=\"(/assets/[^\"]+/tokens\\.css)\"")
                .matcher(get("/no/such/page", "text/html").body());
        assertThat(address.find()).isTrue();
        HttpResponse<String> tokens = get(address.group(1), "text/css");
        assertThat(tokens.statusCode()).isEqualTo(200);
        assertThat(tokens.body()).contains("--accent:");
        assertThat(tokens.headers().firstValue("Cache-Control")).hasValue("max-age=31536000, public, immutable");
        assertThat(get(address.group(1).replaceAll("assets/[0-9a-f]+", "assets/old"), "text/css")
                        .headers()
                        .firstValue("Cache-Control"))
                .hasValue("no-cache");
        assertThat(get("/assets/x/..%2fapplication.yaml", "*/*").statusCode()).isIn(400, 404);
    }

    @Test
    void closesWhateverNoModuleClaims() throws Exception {
        for (String path : new String[] {"/actuator/env", "/actuator", "/login", "/logout", "/h2-console"}) {
            assertThat(get(path, "text/html").statusCode()).as(path).isEqualTo(404);
        }
        assertThat(get("/actuator/health", "application/json").statusCode()).isEqualTo(200);
    }

    @Test
    void namesEveryTextOnce() {
        Texts texts = server.part(Texts.class);
        assertThat(texts.keys())
                .isNotEmpty()
                .allSatisfy(
                        key -> assertThat(texts.say(key, "a", "b", "c", "d")).isNotBlank());
        assertThat(texts.say("error.code", "{9}")).isEqualTo("Code {9}");
    }
}
