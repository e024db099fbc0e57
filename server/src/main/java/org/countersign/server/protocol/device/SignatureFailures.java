package org.countersign.server.protocol.device;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.countersign.server.kernel.IpText;
import org.springframework.stereotype.Component;

/**
 * Slows down whoever sends messages that no device signed. Counted per minute, in this process only:
 *
 * <ul>
 *   <li>an address (of IPv6 its /64) with 60 failures is refused before anything is looked at, until its minute is over;
 *   <li>a serial number with 30 failures from whatever addresses gets its failures answered with {@code
 *       too_many_requests}, but the device that holds the token is always heard: strangers cannot silence it.
 * </ul>
 *
 * Fails open: a full table forgets the oldest entries. It saves work and audit entries; what keeps forgeries out is the
 * signature.
 */
@Component
class SignatureFailures {
    static final int MOST_PER_ADDRESS = 60;
    static final int MOST_PER_SERIAL = 30;

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_ENTRIES = 20_000;

    private final InstantSource time;
    private final Map<String, Window> windows = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > MOST_ENTRIES;
        }
    };

    SignatureFailures(InstantSource time) {
        this.time = time;
    }

    private record Window(Instant endsAt, int failures) {}

    /** Refuses an address that failed too often. */
    void admit(String ip) {
        Instant now = time.instant();
        Window window = current("ip " + IpText.network(ip), now);
        if (window.failures >= MOST_PER_ADDRESS) {
            throw DeviceRefusal.tooMany(Duration.between(now, window.endsAt));
        }
    }

    /** Counts a failure and returns how to answer it. */
    DeviceRefusal failed(String ip, String serial) {
        Instant now = time.instant();
        count("ip " + IpText.network(ip), now);
        Window ofSerial = count("serial " + serial.substring(0, Math.min(serial.length(), 64)), now);
        return ofSerial.failures > MOST_PER_SERIAL
                ? DeviceRefusal.tooMany(Duration.between(now, ofSerial.endsAt))
                : new DeviceRefusal(DeviceCode.SIGNATURE_INVALID);
    }

    private synchronized Window current(String key, Instant now) {
        Window known = windows.get(key);
        return known != null && now.isBefore(known.endsAt) ? known : new Window(now.plus(WINDOW), 0);
    }

    private synchronized Window count(String key, Instant now) {
        Window before = current(key, now);
        Window after = new Window(before.endsAt, before.failures + 1);
        windows.put(key, after);
        return after;
    }
}
