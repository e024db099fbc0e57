package org.countersign.otp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * One passcode, computed from a key or typed by a person, in the one spelling its alphabet has.
 *
 * <p>A passcode is a secret until it is spent: {@link #toString()} tells its length only, {@link #exposed()} is the way
 * to the characters, and two passcodes are compared in a time that depends on their lengths alone.
 */
public final class Passcode {
    private final String characters;

    /** Takes characters that are already in the canonical case of their alphabet. */
    Passcode(String characters) {
        this.characters = characters;
    }

    /** The characters, to be shown to the token's owner or sent to the server, and not to be logged. */
    public String exposed() {
        return characters;
    }

    /** The number of characters. */
    public int length() {
        return characters.length();
    }

    /** Whether both have the same characters; the time taken does not tell which of them differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Passcode passcode
                && MessageDigest.isEqual(
                        characters.getBytes(StandardCharsets.US_ASCII),
                        passcode.characters.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public int hashCode() {
        return characters.hashCode();
    }

    /** The length, never the characters. */
    @Override
    public String toString() {
        return "Passcode(" + characters.length() + " characters)";
    }
}
