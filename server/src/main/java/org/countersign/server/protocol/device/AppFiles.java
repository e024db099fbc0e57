package org.countersign.server.protocol.device;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * The app's own files, read once from the archive that carries them. Names with a hash in them never change and are kept
 * for a year; everything else is asked for again each time, so that a new version of the app arrives.
 */
@Component
class AppFiles {
    private static final Logger LOG = LoggerFactory.getLogger(AppFiles.class);
    private static final String PLACE = "META-INF/authenticator/";
    private static final String POLICY = "META-INF/authenticator-policy/content-security-policy.txt";

    /** Without the app's own policy nothing runs. */
    private static final String NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html;charset=UTF-8"),
            Map.entry("js", "text/javascript;charset=UTF-8"),
            Map.entry("css", "text/css;charset=UTF-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("txt", "text/plain;charset=UTF-8"));

    /** Addresses that are the app's pages: what they show is decided in the browser. */
    private static final Set<String> PAGES = Set.of("/", "/enroll");

    private final Map<String, AppFile> files = new HashMap<>();
    private final String policy;

    AppFiles() {
        try {
            PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
            for (Resource resource : resolver.getResources("classpath*:" + PLACE + "**")) {
                if (resource.isReadable() && resource.getFilename() != null && resource.contentLength() > 0) {
                    add(resource);
                }
            }
            Resource text = resolver.getResource("classpath:" + POLICY);
            policy = text.exists()
                    ? text.getContentAsString(StandardCharsets.UTF_8).strip()
                    : NOTHING_RUNS;
        } catch (IOException brokenArchive) {
            throw new UncheckedIOException(brokenArchive);
        }
        if (!files.containsKey("/index.html")) {
            LOG.warn("this server carries no app: it was built without the module authenticator");
        }
    }

    /** One file as it is sent. */
    private static final class AppFile {
        private final byte[] content;
        private final String type;
        private final String tag;
        private final boolean isForever;

        AppFile(byte[] content, String type, boolean isForever) {
            this.content = content;
            this.type = type;
            this.tag = '"' + hash(content) + '"';
            this.isForever = isForever;
        }
    }

    /** Answers a GET or HEAD with a file, or with 404. */
    void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        AppFile file = files.get(PAGES.contains(path) ? "/index.html" : path);
        response.setHeader("Content-Security-Policy", policy);
        if (file == null) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            OriginGuard.say(response, HttpServletResponse.SC_NOT_FOUND, "There is nothing here.");
            return;
        }
        response.setHeader(HttpHeaders.ETAG, file.tag);
        response.setHeader(
                HttpHeaders.CACHE_CONTROL, file.isForever ? "public, max-age=31536000, immutable" : "no-cache");
        if (file.tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(file.type);
        response.setContentLength(file.content.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(file.content);
        }
    }

    private void add(Resource resource) throws IOException {
        String address =
                URI.create(resource.getURI().toString().replace("jar:", "")).toString();
        String path = "/" + address.substring(address.lastIndexOf(PLACE) + PLACE.length());
        String extension = path.substring(path.lastIndexOf('.') + 1);
        files.put(
                path,
                new AppFile(
                        resource.getContentAsByteArray(),
                        TYPES.getOrDefault(extension, "application/octet-stream"),
                        path.startsWith("/assets/")));
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest)
                    .substring(0, 22);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
