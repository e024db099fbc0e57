package org.countersign.server.protocol.device;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
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

    /** Gzip among the codings that a browser takes, unless with a weight of zero. */
    private static final Pattern GZIP =
            Pattern.compile("(?i)(?<![^,\\s])gzip(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))\\s*(?=[,;]|$)");

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

    /** One file as it is sent: compressed once, at the start, where that makes it smaller. */
    private static final class AppFile {
        private final byte[] content;
        private final byte @Nullable [] packed;
        private final String type;
        private final String hash;
        private final boolean isForever;

        AppFile(byte[] content, String type, boolean isForever) {
            byte[] smaller = gzip(content);
            this.content = content;
            this.packed = smaller.length < content.length * 9 / 10 ? smaller : null;
            this.type = type;
            this.hash = hash(content);
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
        boolean isPacked = file.packed != null && takesGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        String tag = '"' + file.hash + (isPacked ? "-gzip\"" : "\"");
        if (file.packed != null) {
            response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        response.setHeader(HttpHeaders.ETAG, tag);
        response.setHeader(
                HttpHeaders.CACHE_CONTROL, file.isForever ? "public, max-age=31536000, immutable" : "no-cache");
        if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        byte[] sent = isPacked && file.packed != null ? file.packed : file.content;
        response.setContentType(file.type);
        response.setContentLength(sent.length);
        if (isPacked) {
            response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(sent);
        }
    }

    /** Says whether a browser takes gzip (RFC 9110 §12.5.3); a weight of zero says no. */
    static boolean takesGzip(@Nullable String accepted) {
        return accepted != null && GZIP.matcher(accepted).find();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return packed.toByteArray();
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
