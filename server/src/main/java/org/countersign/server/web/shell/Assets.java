package org.countersign.server.web.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Styles, scripts, font and mark of all pages, held in memory: the visual language from the app's archive, the rest from
 * {@code assets/}. Their addresses carry a hash of all contents, so browsers keep them for ever.
 */
@Controller
class Assets {
    private static final Map<String, MediaType> TYPES = Map.of(
            "css", MediaType.parseMediaType("text/css;charset=utf-8"),
            "js", MediaType.parseMediaType("text/javascript;charset=utf-8"),
            "svg", MediaType.parseMediaType("image/svg+xml"),
            "woff2", MediaType.parseMediaType("font/woff2"));

    private final Map<String, byte[]> contents = new TreeMap<>();
    private final String version;

    Assets() {
        read("classpath*:META-INF/authenticator-design/*");
        read("classpath*:assets/*");
        if (!contents.containsKey("tokens.css")) {
            throw new IllegalStateException(
                    "the visual language is missing: no META-INF/authenticator-design/tokens.css");
        }
        version = HexFormat.of().formatHex(Arrays.copyOf(digest(), 8));
    }

    String address(String name) {
        if (!contents.containsKey(name)) {
            throw new IllegalArgumentException("no asset " + name);
        }
        return "/assets/" + version + "/" + name;
    }

    @GetMapping("/assets/{version}/{name}")
    ResponseEntity<byte[]> asset(@PathVariable("version") String asked, @PathVariable String name) {
        byte[] content = contents.get(name);
        MediaType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (content == null || type == null) {
            return ResponseEntity.notFound().build();
        }
        // An old page may ask for the version before: it gets today's, for today only.
        CacheControl kept = asked.equals(version)
                ? CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable()
                : CacheControl.noCache();
        return ResponseEntity.ok().contentType(type).cacheControl(kept).body(content);
    }

    @GetMapping({"/favicon.ico", "/favicon.svg"})
    ResponseEntity<byte[]> favicon() {
        return asset("", "mark.svg");
    }

    private void read(String pattern) {
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources(pattern)) {
                String name = file.getFilename();
                if (name != null && file.isReadable() && TYPES.containsKey(name.substring(name.lastIndexOf('.') + 1))) {
                    try (InputStream in = file.getInputStream()) {
                        contents.put(name, in.readAllBytes());
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private byte[] digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            contents.forEach((name, content) -> {
                sha256.update(name.getBytes(StandardCharsets.UTF_8));
                sha256.update(content);
            });
            return sha256.digest();
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
