package org.countersign.device.wire;

/**
 * Signs with a P-256 key that may never leave its key store.
 *
 * <p>Seam: on Android the key lives in the hardware key store, on the command line in a file.
 */
@FunctionalInterface
public interface MessageSigner {
    /** The signature of the message as {@code SHA256withECDSA} gives it, in DER. */
    byte[] signatureInDer(byte[] message);
}
