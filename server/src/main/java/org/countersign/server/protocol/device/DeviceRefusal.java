package org.countersign.server.protocol.device;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call of the device API that is refused; becomes a problem document (RFC 9457) with a stable code. */
final class DeviceRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final DeviceCode code;

    @Nullable
    private final Integer left;

    @Nullable
    private final Duration retryAfter;

    DeviceRefusal(DeviceCode code) {
        this(code, null, null);
    }

    private DeviceRefusal(DeviceCode code, @Nullable Integer left, @Nullable Duration retryAfter) {
        super(code.wireName(), null, false, false);
        this.code = code;
        this.left = left;
        this.retryAfter = retryAfter;
    }

    /** Refuses and says how many tries are left. */
    static DeviceRefusal withTriesLeft(DeviceCode code, int left) {
        return new DeviceRefusal(code, left, null);
    }

    /** Refuses a caller who calls too often, until {@code wait} is over. */
    static DeviceRefusal tooMany(Duration wait) {
        return new DeviceRefusal(DeviceCode.TOO_MANY_REQUESTS, null, wait);
    }

    /** Refuses what is not as its format page says. */
    static DeviceRefusal malformed() {
        return new DeviceRefusal(DeviceCode.MESSAGE_MALFORMED);
    }

    DeviceCode code() {
        return code;
    }

    Optional<Integer> left() {
        return Optional.ofNullable(left);
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
