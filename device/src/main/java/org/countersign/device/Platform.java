package org.countersign.device;

import java.security.SecureRandom;
import java.time.Clock;
import org.countersign.device.wire.DeviceDescription;
import org.countersign.device.wire.DeviceMessages.Stamp;

/**
 * Everything that a phone needs from outside.
 *
 * @param transport the network
 * @param keys the device's keys
 * @param records its storage
 * @param clock its clock; {@link Clock} and not InstantSource, which Android has only since version 14
 * @param random cryptographically strong randomness
 * @param description what it says about itself when it enrolls
 */
public record Platform(
        Transport transport,
        DeviceKeyStore keys,
        RecordStore records,
        Clock clock,
        SecureRandom random,
        DeviceDescription description) {

    /** {@code length} random bytes. */
    byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The stamp of a message signed now. */
    Stamp stamp() {
        return Stamp.of(clock.instant(), randomBytes(16));
    }
}
