package org.countersign.server.notification;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.countersign.server.kernel.CountersignSettings;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The push services that this server may call. A subscription's address comes from outside, so it must not make the
 * server call anything else: only listed names, only https on the usual port, and only public addresses behind them. The
 * entries of {@code countersign.push-services} are
 *
 * <ul>
 *   <li>{@code fcm.googleapis.com}: this name;
 *   <li>{@code *.push.apple.com}: every name below it;
 *   <li>{@code https://push.example.com:8443}: this origin, which may have a private address: a service of one's own;
 *   <li>{@code http://127.0.0.1} or {@code http://localhost}: any port of this machine without TLS, for tests.
 * </ul>
 */
@Component
class PushServices {
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]*[a-z0-9])?");

    /** What an operator may write; anything else would never match and nobody would know why. */
    private static final Pattern ENTRY = Pattern.compile(
            "(\\*\\.)?" + NAME.pattern() + "|https://[a-z0-9.:\\[\\]-]+|http://(localhost|127\\.0\\.0\\.1|\\[::1])");

    private final List<String> listed;

    @Autowired
    PushServices(CountersignSettings settings) {
        this("countersign.push-services", settings.pushServices());
    }

    /** Takes the entries of the setting {@code key}. */
    PushServices(String key, List<String> entries) {
        this.listed = entries.stream()
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .toList();
        for (String entry : listed) {
            if (!ENTRY.matcher(entry).matches()) {
                throw new IllegalArgumentException(key
                        + " lists host names, *.NAME, https origins such as"
                        + " https://push.example.com:8443, and http://127.0.0.1 for tests, not " + entry);
            }
        }
    }

    /** How an address may be called. */
    enum Reach {
        /** Over TLS, at a public address. */
        PUBLIC,
        /** Over TLS, at any address: its origin is listed as a whole. */
        ANYWHERE,
        /** Without TLS, on this machine. */
        THIS_MACHINE;

        /** Says whether the service may be behind {@code address}. */
        boolean allows(InetAddress address) {
            return switch (this) {
                case PUBLIC -> isPublic(address);
                case ANYWHERE -> true;
                case THIS_MACHINE -> address.isLoopbackAddress();
            };
        }
    }

    /** Returns how {@code endpoint} may be called, or nothing when it may not. */
    Optional<Reach> reach(URI endpoint) {
        if (endpoint.getScheme() == null
                || endpoint.getHost() == null
                || endpoint.getRawUserInfo() != null
                || endpoint.getRawFragment() != null) {
            return Optional.empty();
        }
        String scheme = endpoint.getScheme().toLowerCase(Locale.ROOT);
        String host = endpoint.getHost().toLowerCase(Locale.ROOT);
        if (scheme.equals("http")) {
            return CountersignSettings.isThisMachine(endpoint) && listed.contains("http://" + host)
                    ? Optional.of(Reach.THIS_MACHINE)
                    : Optional.empty();
        }
        if (!scheme.equals("https")) {
            return Optional.empty();
        }
        String port = endpoint.getPort() < 0 || endpoint.getPort() == 443 ? "" : ":" + endpoint.getPort();
        if (listed.contains("https://" + host + port)) {
            return Optional.of(Reach.ANYWHERE);
        }
        return port.isEmpty() && NAME.matcher(host).matches() && listed.stream().anyMatch(entry -> covers(entry, host))
                ? Optional.of(Reach.PUBLIC)
                : Optional.empty();
    }

    private static boolean covers(String entry, String host) {
        return entry.startsWith("*.") ? host.endsWith(entry.substring(1)) : host.equals(entry);
    }

    /** Public is what is not set aside for something else (IANA special-purpose registries, RFC 6890). */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        int third = bytes[2] & 0xFF;
        return switch (address) {
            case Inet4Address four ->
                first != 0
                        && first < 240
                        && !(first == 100 && second >= 64 && second < 128)
                        && !(first == 192 && second == 0 && (third == 0 || third == 2))
                        && !(first == 192 && second == 88 && third == 99)
                        && !(first == 198 && (second == 18 || second == 19))
                        && !(first == 198 && second == 51 && third == 100)
                        && !(first == 203 && second == 0 && third == 113);
            // Global unicast without Teredo, documentation and 6to4, which lead to other addresses.
            case Inet6Address six ->
                (first & 0xE0) == 0x20
                        && !(first == 0x20 && second == 0x02)
                        && !(first == 0x20 && second == 0x01 && third == 0)
                        && !(first == 0x20 && second == 0x01 && third == 0x0D)
                        && !(first == 0x3F && second == 0xFF);
            default -> false;
        };
    }
}
