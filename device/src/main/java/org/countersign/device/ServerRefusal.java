package org.countersign.device;

import java.time.Instant;
import java.util.Optional;
import org.countersign.device.wire.Fields;
import org.countersign.device.wire.Json;
import org.countersign.device.wire.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * The server said no, and why.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public final class ServerRefusal extends ProtocolException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable Integer left;
    private final @Nullable Instant serverTime;

    private ServerRefusal(
            int status, String code, String detail, @Nullable Integer left, @Nullable Instant serverTime) {
        super(code, detail);
        this.status = status;
        this.left = left;
        this.serverTime = serverTime;
    }

    /** Reads a problem document; an answer that is none, from a proxy perhaps, becomes {@code unavailable}. */
    static ServerRefusal of(int status, String body) {
        try {
            Fields problem = new Fields(Json.parse(body));
            return new ServerRefusal(
                    status,
                    problem.string("code", 64),
                    problem.optionalString("detail", 1024).orElse("The server refused."),
                    problem.isAbsent("left") ? null : (int) problem.number("left"),
                    problem.isAbsent("serverTime") ? null : Instant.ofEpochSecond(problem.number("serverTime")));
        } catch (ProtocolException e) {
            return new ServerRefusal(
                    status,
                    "unavailable",
                    "The server answered with status " + status + ". Try again later.",
                    null,
                    null);
        }
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** How many tries are left, where the server says so. */
    public Optional<Integer> left() {
        return Optional.ofNullable(left);
    }

    /** The server's clock, where the device's is wrong. */
    public Optional<Instant> serverTime() {
        return Optional.ofNullable(serverTime);
    }
}
