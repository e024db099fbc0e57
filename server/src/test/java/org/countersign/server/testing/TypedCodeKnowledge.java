package org.countersign.server.testing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.countersign.device.wire.ActivationString;

/** What follows from a typed code, made from docs/formats/activation-string.md by other code than the server's. */
public final class TypedCodeKnowledge {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int IV = 12;

    private final byte[] code;

    private TypedCodeKnowledge(byte[] code) {
        this.code = code;
    }

    /** Returns the code of this activation string. */
    public static TypedCodeKnowledge of(String activation) {
        byte[] secret = ActivationString.parse(activation).exposedSecret();
        return new TypedCodeKnowledge(Arrays.copyOf(hmac(secret, "countersign/typed-code/v1"), 10));
    }

    /** Returns the sixteen characters as the page shows them. */
    public String shown() {
        StringBuilder text = new StringBuilder();
        BigInteger number = new BigInteger(1, code);
        for (int i = 15; i >= 0; i--) {
            text.append(ALPHABET.charAt(number.shiftRight(5 * i).intValue() & 31));
            if (i > 0 && i % 4 == 0) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    /** Returns what an app asks by. */
    public byte[] lookup() {
        return hmac(code, "countersign/typed-code/lookup/v1");
    }

    /** Opens what the server answered. */
    public String opened(byte[] sealed) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(hmac(code, "countersign/typed-code/answer/v1"), "AES"),
                    new GCMParameterSpec(128, sealed, 0, IV));
            cipher.updateAAD(lookup());
            return new String(cipher.doFinal(sealed, IV, sealed.length - IV), StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException notForThisCode) {
            throw new AssertionError(notForThisCode);
        }
    }

    private static byte[] hmac(byte[] key, String label) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(label.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
