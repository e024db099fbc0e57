package org.countersign.server.audit;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and must be on record. Never holds a passcode, seed, password, key or cookie.
 *
 * @param virtualServer where it happened
 * @param type what happened
 * @param actor who did it
 * @param user whom it concerns, if anybody
 * @param token which token it concerns, if any
 * @param ip address it came from, if it came from outside
 * @param details further facts by name; values are for people and machines alike, at most 500 characters each
 */
public record AuditEvent(
        VirtualServerId virtualServer,
        AuditType type,
        Actor actor,
        @Nullable UserId user,
        @Nullable TokenId token,
        @Nullable String ip,
        Map<String, String> details) {

    private static final int LONGEST_DETAIL = 500;

    public AuditEvent {
        Objects.requireNonNull(virtualServer);
        TreeMap<String, String> clean = new TreeMap<>();
        details.forEach((name, value) -> clean.put(name, cleaned(value)));
        details = Map.copyOf(clean);
        ip = ip == null ? null : cleaned(ip);
    }

    /** Starts an event without user, token, address or details. */
    public static AuditEvent of(VirtualServerId virtualServer, AuditType type, Actor actor) {
        return new AuditEvent(virtualServer, type, actor, null, null, null, Map.of());
    }

    /** Returns this event about {@code user}. */
    public AuditEvent about(@Nullable UserId user) {
        return new AuditEvent(virtualServer, type, actor, user, token, ip, details);
    }

    /** Returns this event about {@code token}. */
    public AuditEvent about(@Nullable TokenId token) {
        return new AuditEvent(virtualServer, type, actor, user, token, ip, details);
    }

    /** Returns this event with the address it came from. */
    public AuditEvent from(@Nullable String address) {
        return new AuditEvent(virtualServer, type, actor, user, token, address, details);
    }

    /** Returns this event with one more fact. */
    public AuditEvent with(String name, @Nullable Object value) {
        TreeMap<String, String> more = new TreeMap<>(details);
        more.put(name, String.valueOf(value));
        return new AuditEvent(virtualServer, type, actor, user, token, ip, more);
    }

    /** The database refuses NUL, and a lone surrogate has no bytes: both would turn an odd name into a failure. */
    private static String cleaned(String value) {
        StringBuilder clean = new StringBuilder(Math.min(value.length(), LONGEST_DETAIL));
        value.codePoints()
                .limit(LONGEST_DETAIL)
                .map(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
