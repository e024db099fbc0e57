package org.countersign.otp;

import java.nio.ByteBuffer;
import javax.crypto.Mac;

/**
 * All passcodes of one token, by moving factor: the counter of HOTP or the step of TOTP, which differ in nothing else.
 *
 * <p>It keeps one HMAC ready, so that a search over a window sets up the key once. For one thread at a time.
 */
final class PasscodeSequence {
    private final Mac mac;
    private final PasscodeFormat format;
    private final byte[] message = new byte[Long.BYTES];

    PasscodeSequence(OtpKey key, OtpParameters parameters) {
        this.mac = key.mac(parameters.algorithm());
        this.format = parameters.format();
    }

    Passcode at(long movingFactor) {
        if (movingFactor < 0) {
            throw new IllegalArgumentException("A counter or time step is not negative, but this is " + movingFactor);
        }
        ByteBuffer.wrap(message).putLong(movingFactor);
        return format.derive(mac.doFinal(message));
    }
}
