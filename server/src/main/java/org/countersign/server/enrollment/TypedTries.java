package org.countersign.server.enrollment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.countersign.server.kernel.IpText;
import org.springframework.stereotype.Component;

/**
 * Counts who asks by a typed code, before anything is looked at: 10 wrong ones in ten minutes from one network, 600 from all
 * together, in this process. Fails closed: past either, nobody (of that network, or at all) is looked at until the ten minutes
 * are over; QR code and string go on working. A code has 80 bits, so this is no wall against guessing, which needs none; it
 * keeps strangers from making work.
 */
@Component
class TypedTries {
    static final int MOST_PER_NETWORK = 10;
    static final int MOST_OF_ALL = 600;
    static final Duration WINDOW = Duration.ofMinutes(10);

    private final InstantSource time;
    private final Map<String, Integer> tries = new HashMap<>();
    private Instant endsAt = Instant.MIN;
    private int all;

    TypedTries(InstantSource time) {
        this.time = time;
    }

    /** Charges a try; returns when to come again where none is left. */
    synchronized Optional<Instant> charge(String ip) {
        Instant now = time.instant();
        if (!now.isBefore(endsAt)) {
            tries.clear();
            all = 0;
            endsAt = now.plus(WINDOW);
        }
        String network = IpText.network(ip);
        int before = tries.getOrDefault(network, 0);
        if (before >= MOST_PER_NETWORK || all >= MOST_OF_ALL) {
            return Optional.of(endsAt);
        }
        tries.put(network, before + 1);
        all++;
        return Optional.empty();
    }

    /** Takes back the charge of a code that was right: many people behind one address may type theirs. */
    synchronized void refund(String ip) {
        tries.computeIfPresent(IpText.network(ip), (network, count) -> {
            all--;
            return count > 1 ? count - 1 : null;
        });
    }
}
