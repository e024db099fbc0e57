package org.countersign.otp;

import static org.countersign.otp.PskcXml.PSKC;
import static org.countersign.otp.PskcXml.XML_ENCRYPTION;
import static org.countersign.otp.PskcXml.XML_ENCRYPTION_11;
import static org.countersign.otp.PskcXml.XML_SIGNATURE;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.countersign.otp.OtpFormatException.Reason;
import org.w3c.dom.Element;

/**
 * Opens the encrypted secrets of one PSKC document: AES-CBC under a pre-shared key, or one derived from a passphrase by
 * PBKDF2, with an HMAC over each.
 *
 * <p>The HMAC is checked before anything is decrypted, so that the padding tells an attacker nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6030#section-6">RFC 6030, section 6</a>
 */
final class PskcCipher {
    private static final int BLOCK_BYTES = 16;
    /** Above what senders use, and about a second of work: a document cannot keep the server busy for ever. */
    private static final int MAX_ITERATIONS = 1_000_000;

    private static final String PKCS5 = "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#";

    private final byte[] encryptionKey;
    private final byte[] macKey;
    private final String macName;

    private PskcCipher(byte[] encryptionKey, byte[] macKey, String macName) {
        this.encryptionKey = encryptionKey;
        this.macKey = macKey;
        this.macName = macName;
    }

    /**
     * Prepares to open a document's secrets.
     *
     * @return empty if the document is not encrypted
     * @throws OtpFormatException if it is encrypted in a way that is not supported, or the transport key does not fit
     */
    static Optional<PskcCipher> of(Element container, PskcTransportKey transportKey) {
        Optional<Element> encryption = PskcXml.child(container, PSKC, "EncryptionKey");
        if (encryption.isEmpty()) {
            return Optional.empty();
        }
        byte[] key = encryptionKey(encryption.get(), transportKey);
        Element method = PskcXml.child(container, PSKC, "MACMethod")
                .orElseThrow(() -> unsupported("encryption without a MACMethod"));
        String macName = switch (method.getAttribute("Algorithm")) {
            case "http://www.w3.org/2000/09/xmldsig#hmac-sha1" -> "HmacSHA1";
            case "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256" -> "HmacSHA256";
            default -> throw unsupported("the MACMethod's algorithm");
        };
        // Without a MACKey the encryption key serves for both (RFC 6030, section 6.1.1).
        byte[] macKey = PskcXml.child(method, PSKC, "MACKey")
                .map(element -> decrypt(element, key))
                .orElseGet(key::clone);
        return Optional.of(new PskcCipher(key, macKey, macName));
    }

    /** Checks the authentication code of an encrypted value and decrypts it. */
    byte[] open(Element encryptedValue, Element valueMac) {
        byte[] expected = base64(valueMac);
        try {
            Mac mac = Mac.getInstance(macName);
            mac.init(new SecretKeySpec(macKey, macName));
            if (!MessageDigest.isEqual(mac.doFinal(cipherValue(encryptedValue)), expected)) {
                throw wrongKey();
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform lacks " + macName, e);
        }
        return decrypt(encryptedValue, encryptionKey);
    }

    /** Overwrites the keys. */
    void destroy() {
        Arrays.fill(encryptionKey, (byte) 0);
        Arrays.fill(macKey, (byte) 0);
    }

    private static byte[] encryptionKey(Element encryption, PskcTransportKey transportKey) {
        Optional<Element> derived = PskcXml.child(encryption, XML_ENCRYPTION_11, "DerivedKey");
        if (derived.isPresent()) {
            return derivedKey(derived.get(), transportKey);
        }
        if (PskcXml.child(encryption, XML_SIGNATURE, "KeyName").isEmpty()) {
            throw unsupported("an EncryptionKey that is neither pre-shared nor derived");
        }
        byte[] key = transportKey.preSharedKey();
        if (key == null) {
            throw new OtpFormatException(
                    Reason.PSKC_TRANSPORT_KEY_MISSING, "The document is encrypted under a pre-shared key");
        }
        return key;
    }

    private static byte[] derivedKey(Element derived, PskcTransportKey transportKey) {
        Element method = PskcXml.required(derived, XML_ENCRYPTION_11, "KeyDerivationMethod");
        String algorithm = method.getAttribute("Algorithm");
        if (!algorithm.equals(PKCS5 + "pbkdf2") && !algorithm.equals(XML_ENCRYPTION_11 + "pbkdf2")) {
            throw unsupported("the key derivation");
        }
        Element parameters = PskcXml.child(method, PKCS5, "PBKDF2-params")
                .or(() -> PskcXml.child(method, XML_ENCRYPTION_11, "PBKDF2-params"))
                .orElseThrow(() -> new OtpFormatException(Reason.PSKC_STRUCTURE, "PBKDF2-params are missing"));
        // Senders write the parameters inside without a namespace, as the RFC's example does, or in that of the parent.
        byte[] salt = base64(parameter(parameter(parameters, "Salt"), "Specified"));
        int iterations = number(parameter(parameters, "IterationCount"), MAX_ITERATIONS);
        int keyLengthBytes = number(parameter(parameters, "KeyLength"), 32);
        PBEKeySpec spec = salt.length == 0 ? null : transportKey.derivation(salt, iterations, keyLengthBytes);
        if (spec == null) {
            throw salt.length == 0
                    ? new OtpFormatException(Reason.PSKC_STRUCTURE, "The salt is empty")
                    : new OtpFormatException(
                            Reason.PSKC_TRANSPORT_KEY_MISSING, "The document is encrypted under a passphrase");
        }
        try {
            return SecretKeyFactory.getInstance(pseudoRandomFunction(parameters))
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform lacks PBKDF2", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static String pseudoRandomFunction(Element parameters) {
        Element function = parameterIfPresent(parameters, "PRF").orElse(null);
        String algorithm = function == null ? "" : function.getAttribute("Algorithm");
        return switch (algorithm) {
            // The default of PKCS #5, which senders mean by an empty element.
            case "", "http://www.w3.org/2000/09/xmldsig#hmac-sha1" -> "PBKDF2WithHmacSHA1";
            case "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256" -> "PBKDF2WithHmacSHA256";
            default -> throw unsupported("the pseudo-random function of PBKDF2");
        };
    }

    private static Element parameter(Element parent, String name) {
        return parameterIfPresent(parent, name)
                .orElseThrow(() -> new OtpFormatException(
                        Reason.PSKC_STRUCTURE, "The element " + name + " is missing in " + parent.getLocalName()));
    }

    private static Optional<Element> parameterIfPresent(Element parent, String name) {
        return PskcXml.child(parent, "", name)
                .or(() -> PskcXml.child(parent, PKCS5, name))
                .or(() -> PskcXml.child(parent, XML_ENCRYPTION_11, name))
                .or(() -> PskcXml.child(parent, PSKC, name));
    }

    private static int number(Element element, int max) {
        return (int) PskcNumber.parse(PskcXml.text(element), element.getLocalName(), 1, max);
    }

    private static byte[] decrypt(Element encrypted, byte[] key) {
        int keyLengthBytes = switch (PskcXml.required(encrypted, XML_ENCRYPTION, "EncryptionMethod")
                .getAttribute("Algorithm")) {
            case XML_ENCRYPTION + "aes128-cbc" -> 16;
            case XML_ENCRYPTION + "aes192-cbc" -> 24;
            case XML_ENCRYPTION + "aes256-cbc" -> 32;
            default -> throw unsupported("the encryption algorithm");
        };
        byte[] value = cipherValue(encrypted);
        if (key.length != keyLengthBytes || value.length < 2 * BLOCK_BYTES || value.length % BLOCK_BYTES != 0) {
            throw wrongKey();
        }
        byte[] plain;
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(value, 0, BLOCK_BYTES));
            plain = cipher.doFinal(value, BLOCK_BYTES, value.length - BLOCK_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform lacks AES", e);
        }
        // XML Encryption, section 5.2: the last byte counts the padding, whose other bytes are arbitrary.
        int padding = plain[plain.length - 1] & 0xff;
        if (padding < 1 || padding > BLOCK_BYTES || padding == plain.length) {
            throw wrongKey();
        }
        byte[] unpadded = Arrays.copyOf(plain, plain.length - padding);
        Arrays.fill(plain, (byte) 0);
        return unpadded;
    }

    private static byte[] cipherValue(Element encrypted) {
        Element data = PskcXml.required(encrypted, XML_ENCRYPTION, "CipherData");
        return base64(PskcXml.required(data, XML_ENCRYPTION, "CipherValue"));
    }

    /** The bytes of an element that holds Base64, which XML may break into lines. */
    static byte[] base64(Element element) {
        try {
            return Base64.getDecoder().decode(PskcXml.text(element).replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new OtpFormatException(
                    Reason.PSKC_STRUCTURE, "The element " + element.getLocalName() + " does not hold Base64");
        }
    }

    private static OtpFormatException unsupported(String what) {
        return new OtpFormatException(Reason.PSKC_ENCRYPTION_UNSUPPORTED, "Not supported: " + what);
    }

    /** One answer whatever went wrong: the key, the length, the padding or the code. */
    private static OtpFormatException wrongKey() {
        return new OtpFormatException(
                Reason.PSKC_AUTHENTICATION, "The key or passphrase is wrong, or the document was changed");
    }
}
