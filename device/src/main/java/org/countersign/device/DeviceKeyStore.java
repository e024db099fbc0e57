package org.countersign.device;

/** Keeps the device's keys: one P-256 signing key for each token, and one AES-256 key that seals. */
@Seam("hardware key store on Android, a key file on the command line")
public interface DeviceKeyStore {
    /** Makes the signing key of this id, or gives the one that is already there: a repeated step finds its key again. */
    DeviceKey provide(String keyId);

    /** Deletes the signing key of this id, if there is one. */
    void delete(String keyId);

    /** Seals with AES-256-GCM under a key that never leaves the store, bound to {@code aad}. */
    SealedValue seal(byte[] plaintext, byte[] aad);

    /** HMAC-SHA-256 under another key that never leaves the store: what stretches a PIN to this device. */
    byte[] peppered(byte[] message);

    /**
     * Opens what {@link #seal} made.
     *
     * @throws org.countersign.device.wire.ProtocolException {@code vault_damaged} if it is not what was sealed with this
     *     {@code aad}
     */
    byte[] open(SealedValue sealed, byte[] aad);
}
