package org.countersign.server.protocol.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import org.countersign.server.testing.RunningServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The app's files travel compressed, where the browser takes that and it helps. */
class AppFilesTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final RunningServer server = RunningServer.get();

    private HttpResponse<byte[]> get(String path, @Nullable String encoding, @Nullable String known)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.app().resolve(path));
        if (encoding != null) {
            request.header("Accept-Encoding", encoding);
        }
        if (known != null) {
            request.header("If-None-Match", known);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }

    @Test
    void sendsTheSameFileSmaller() throws Exception {
        HttpResponse<byte[]> plain = get("/sw.js", null, null);
        HttpResponse<byte[]> packed = get("/sw.js", "br, gzip;q=0.8", null);
        assertThat(header(plain, "Content-Encoding")).isEqualTo("none");
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(plain, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(header(packed, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(header(packed, "Content-Length")).isEqualTo(String.valueOf(packed.body().length));
        assertThat(packed.body().length).isLessThan(plain.body().length / 2);
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(plain.body());
        }
    }

    @Test
    void tellsTheTwoFormsApartWhenAskedWhetherItChanged() throws Exception {
        String plain = header(get("/sw.js", null, null), "ETag");
        String packed = header(get("/sw.js", "gzip", null), "ETag");
        assertThat(packed).isNotEqualTo(plain);
        assertThat(get("/sw.js", "gzip", packed).statusCode()).isEqualTo(304);
        assertThat(get("/sw.js", "gzip", plain).statusCode()).isEqualTo(200);
        assertThat(get("/sw.js", null, packed).statusCode()).isEqualTo(200);
    }

    @Test
    void leavesWhatIsCompressedAlready() throws Exception {
        HttpResponse<byte[]> picture = get("/icon-192.png", "gzip", null);
        assertThat(header(picture, "Content-Encoding")).isEqualTo("none");
        assertThat(picture.body()).startsWith(0x89, 'P', 'N', 'G');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | true",
                "deflate, GZIP | true",
                "br;q=1.0, gzip;q=0.1 | true",
                "gzip;q=0 | false",
                "gzip; q=0.000 | false",
                "gzip;q=0.001 | true",
                "identity | false",
                "xgzip | false",
                "'' | false"
            })
    void knowsWhatABrowserTakes(String accepted, boolean taken) {
        assertThat(AppFiles.takesGzip(accepted)).isEqualTo(taken);
    }
}
