package org.countersign.server.kernel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as far as the network tells: words to show and to record, never to decide by.
 *
 * @param ip address the request came from
 * @param browser browser or program, or none when unknown
 * @param os operating system, or none when unknown
 */
public record Visitor(
        String ip, @Nullable String browser, @Nullable String os) {
    public Visitor {
        ip = IpText.of(ip);
    }

    /** Names in the order they are looked for: each later one's header also carries the earlier ones' names. */
    private static final Map<String, String> BROWSERS = ordered(
            "Edg/",
            "Edge",
            "OPR/",
            "Opera",
            "Firefox/",
            "Firefox",
            "Chrome/",
            "Chrome",
            "CriOS/",
            "Chrome",
            "FxiOS/",
            "Firefox",
            "Safari/",
            "Safari",
            "curl/",
            "curl",
            "Java-http-client/",
            "Java");

    private static final Map<String, String> SYSTEMS = ordered(
            "Android",
            "Android",
            "iPhone",
            "iOS",
            "iPad",
            "iPadOS",
            "Windows",
            "Windows",
            "Mac OS X",
            "macOS",
            "CrOS",
            "ChromeOS",
            "Linux",
            "Linux");

    /** Reads what a User-Agent header says. */
    public static Visitor of(String ip, @Nullable String userAgent) {
        String header = beginning(userAgent);
        return new Visitor(ip, first(BROWSERS, header), first(SYSTEMS, header));
    }

    /** Returns the operating system that a User-Agent header names, or none when it names none that is known. */
    public static @Nullable String systemOf(@Nullable String userAgent) {
        return first(SYSTEMS, beginning(userAgent));
    }

    private static String beginning(@Nullable String userAgent) {
        return userAgent == null ? "" : userAgent.substring(0, Math.min(userAgent.length(), 512));
    }

    private static @Nullable String first(Map<String, String> names, String header) {
        return names.entrySet().stream()
                .filter(name -> header.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }
}
