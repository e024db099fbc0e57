package org.countersign.device;

/**
 * AES-256-GCM output as it lies in storage.
 *
 * @param iv {@code b64u} of 12 bytes
 * @param ciphertext {@code b64u}, with the 16-byte tag at its end
 */
public record SealedValue(String iv, String ciphertext) {}
