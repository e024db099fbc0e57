package org.countersign.server.audit;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.countersign.server.kernel.IpText;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;

/** Something that happened and must be on record. Never holds a passcode, seed, password, key or cookie. */
public final class AuditEvent {
    private static final int LONGEST_DETAIL = 500;

    private final VirtualServerId virtualServer;
    private final AuditType type;
    private final Actor actor;
    private final @Nullable UserId user;
    private final @Nullable TokenId token;
    private final @Nullable String ip;
    private final Map<String, String> details;

    private AuditEvent(
            VirtualServerId virtualServer,
            AuditType type,
            Actor actor,
            @Nullable UserId user,
            @Nullable TokenId token,
            @Nullable String ip,
            Map<String, String> details) {
        this.virtualServer = virtualServer;
        this.type = type;
        this.actor = actor;
        this.user = user;
        this.token = token;
        this.ip = ip;
        this.details = details;
    }

    /**
     * Starts an event without user, token, address or details.
     *
     * @param virtualServer where it happened
     * @param type what happened
     * @param actor who did it
     */
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
        return new AuditEvent(
                virtualServer, type, actor, user, token, address == null ? null : cleaned(IpText.of(address)), details);
    }

    /**
     * Returns this event with one more fact, or as it is where the fact is not known.
     *
     * @param value for people and machines alike; what is beyond 500 characters is cut off
     */
    public AuditEvent with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new HashMap<>(details);
        more.put(name, cleaned(String.valueOf(value)));
        return new AuditEvent(virtualServer, type, actor, user, token, ip, more);
    }

    VirtualServerId virtualServer() {
        return virtualServer;
    }

    AuditEntry entry(UUID id, Instant at) {
        return new AuditEntry(
                id,
                at,
                type.name(),
                actor.text(),
                user == null ? null : user.value(),
                token == null ? null : token.value(),
                ip,
                Map.copyOf(details));
    }

    /** The database refuses NUL, and a lone surrogate has no bytes: both would turn an odd name into a failure. */
    private static String cleaned(String value) {
        StringBuilder clean = new StringBuilder(Math.min(value.length(), LONGEST_DETAIL));
        int at = 0;
        for (int left = LONGEST_DETAIL; left > 0 && at < value.length(); left--) {
            int c = value.codePointAt(at);
            at += Character.charCount(c);
            clean.appendCodePoint(Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c);
        }
        return clean.toString();
    }
}
