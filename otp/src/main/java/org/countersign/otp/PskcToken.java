package org.countersign.otp;

import java.util.Optional;

/**
 * One token as a PSKC document describes it: a hardware token's seed from its maker, mostly.
 *
 * <p>It holds the secret, so it is not a record.
 */
public final class PskcToken {
    private final String keyId;
    private final Optional<String> manufacturer;
    private final Optional<String> serialNumber;
    private final Optional<String> issuer;
    private final OtpKey key;
    private final OtpParameters parameters;
    private final long counter;

    PskcToken(PskcDevice device, String keyId, OtpKey key, OtpParameters parameters, long counter) {
        this.keyId = keyId;
        this.manufacturer = device.manufacturer();
        this.serialNumber = device.serialNumber();
        this.issuer = device.issuer();
        this.key = key;
        this.parameters = parameters;
        this.counter = counter;
    }

    /** The name of the key, unique within its document. */
    public String keyId() {
        return keyId;
    }

    /** Who made the device. */
    public Optional<String> manufacturer() {
        return manufacturer;
    }

    /** The serial number on the device. */
    public Optional<String> serialNumber() {
        return serialNumber;
    }

    /** Who issued the key. */
    public Optional<String> issuer() {
        return issuer;
    }

    /** The secret. */
    public OtpKey key() {
        return key;
    }

    /** The parameters, which also tell whether the token is time-based or event-based. */
    public OtpParameters parameters() {
        return parameters;
    }

    /** The counter of the next passcode, if the token is event-based; 0 if it is time-based. */
    public long counter() {
        return counter;
    }

    /** The key's name, never the secret. */
    @Override
    public String toString() {
        return "PskcToken(" + keyId + ")";
    }
}
