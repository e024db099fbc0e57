package org.countersign.server.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** One message has one spelling. */
class CompactJwsTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @Test
    void refusesASecondSpellingOfTheSameSignature() throws Exception {
        KeyPair key = P256.generate(new Randomness(new SecureRandom(), InstantSource.system()));
        String message = CompactJws.sign(
                CompactJws.newClaims().put("iss", "CS1"), "test+jwt", (ECPrivateKey) key.getPrivate(), null, null);
        assertThat(CompactJws.read(message).orElseThrow().isSignedBy((ECPublicKey) key.getPublic()))
                .isTrue();
        int last = ALPHABET.indexOf(message.charAt(message.length() - 1));
        assertThat(last % 16).as("unused bits").isZero();
        for (int bits = 1; bits < 16; bits++) {
            String second = message.substring(0, message.length() - 1) + ALPHABET.charAt(last + bits);
            assertThat(CompactJws.read(second)).isEmpty();
        }
    }
}
