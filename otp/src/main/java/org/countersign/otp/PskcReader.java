package org.countersign.otp;

import static org.countersign.otp.PskcXml.PSKC;
import static org.countersign.otp.PskcXml.XML_SIGNATURE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.countersign.otp.OtpFormatException.Reason;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Reads PSKC documents, in which makers of hardware tokens send the seeds.
 *
 * <p>Read are HOTP and TOTP keys with decimal passcodes, open or encrypted as {@link PskcTransportKey} tells. What the
 * RFC says must not be ignored is refused where it is not understood: a usage policy other than for one-time passwords,
 * and a signature. All keys are read or none.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6030">RFC 6030</a>
 */
public final class PskcReader {
    /** The largest document read, 16 MiB: some twenty thousand tokens. */
    public static final int MAX_LENGTH_BYTES = 16 << 20;

    private static final String ALGORITHM_PREFIX = PSKC + ":";

    private PskcReader() {}

    /**
     * Reads all keys of a document, in its order.
     *
     * @throws OtpFormatException with one of the {@code PSKC_} reasons
     */
    public static List<PskcToken> read(byte[] document, PskcTransportKey transportKey) {
        return read(document, transportKey, PskcReader::tokens);
    }

    /**
     * Reads each key of a document for itself, in its order: what is wrong with one is said of it, and the others are read.
     *
     * @throws OtpFormatException with one of the {@code PSKC_} reasons when the document as a whole cannot be read, which
     *     includes that no key opens with the transport key
     */
    public static List<PskcLine> readEach(byte[] document, PskcTransportKey transportKey) {
        return read(document, transportKey, PskcReader::lines);
    }

    private static <T> List<T> read(
            byte[] document,
            PskcTransportKey transportKey,
            BiFunction<Element, @Nullable PskcCipher, List<T>> reading) {
        if (document.length > MAX_LENGTH_BYTES) {
            throw new OtpFormatException(
                    Reason.PSKC_TOO_LONG, "A PSKC document has at most " + MAX_LENGTH_BYTES + " bytes");
        }
        Element container = PskcXml.root(document);
        if (!"KeyContainer".equals(container.getLocalName()) || !PSKC.equals(container.getNamespaceURI())) {
            throw structure("The document is not a PSKC KeyContainer");
        }
        if (PskcXml.child(container, XML_SIGNATURE, "Signature").isPresent()
                || PskcXml.child(container, PSKC, "Signature").isPresent()) {
            throw new OtpFormatException(Reason.PSKC_FEATURE_UNSUPPORTED, "Signed documents are not supported");
        }
        PskcCipher cipher = PskcCipher.of(container, transportKey).orElse(null);
        try {
            return reading.apply(container, cipher);
        } finally {
            if (cipher != null) {
                cipher.destroy();
            }
        }
    }

    private static List<PskcLine> lines(Element container, @Nullable PskcCipher cipher) {
        List<PskcLine> lines = new ArrayList<>();
        Set<String> keyIds = new HashSet<>();
        int position = 0;
        for (Element keyPackage : PskcXml.children(container, PSKC, "KeyPackage")) {
            position++;
            lines.add(line(position, keyPackage, cipher, keyIds));
        }
        boolean noneOpens = !lines.isEmpty()
                && lines.stream()
                        .allMatch(line -> line.fault()
                                .filter(Reason.PSKC_AUTHENTICATION::equals)
                                .isPresent());
        if (noneOpens) {
            throw new OtpFormatException(
                    Reason.PSKC_AUTHENTICATION, "The key or passphrase is wrong, or the document was changed");
        }
        return List.copyOf(lines);
    }

    private static PskcLine line(int position, Element keyPackage, @Nullable PskcCipher cipher, Set<String> keyIds) {
        try {
            Element key = PskcXml.required(keyPackage, PSKC, "Key");
            PskcToken token = token(keyPackage, key, cipher);
            return keyIds.add(token.keyId())
                    ? PskcLine.of(position, token)
                    : PskcLine.of(position, Reason.PSKC_STRUCTURE);
        } catch (OtpFormatException fault) {
            return PskcLine.of(position, fault.reason());
        }
    }

    private static List<PskcToken> tokens(Element container, @Nullable PskcCipher cipher) {
        List<PskcToken> tokens = new ArrayList<>();
        Set<String> keyIds = new HashSet<>();
        for (Element keyPackage : PskcXml.children(container, PSKC, "KeyPackage")) {
            Element key = PskcXml.child(keyPackage, PSKC, "Key").orElse(null);
            // A package may describe a device that has no key yet.
            if (key == null) {
                continue;
            }
            PskcToken token = token(keyPackage, key, cipher);
            if (!keyIds.add(token.keyId())) {
                throw structure("Two keys have the same Id");
            }
            tokens.add(token);
        }
        return List.copyOf(tokens);
    }

    private static PskcToken token(Element keyPackage, Element key, @Nullable PskcCipher cipher) {
        requireNoPolicy(key);
        String keyId = name("Id", key.getAttribute("Id"));
        Element data = PskcXml.required(key, PSKC, "Data");
        Optional<Element> information = PskcXml.child(keyPackage, PSKC, "DeviceInfo");
        PskcDevice device = new PskcDevice(
                information.flatMap(element -> nameIn(element, "Manufacturer")),
                information.flatMap(element -> nameIn(element, "SerialNo")),
                nameIn(key, "Issuer"));
        Optional<Element> algorithmParameters = PskcXml.child(key, PSKC, "AlgorithmParameters");
        HashAlgorithm algorithm = algorithm(algorithmParameters);
        PasscodeFormat format = format(algorithmParameters);
        return switch (key.getAttribute("Algorithm")) {
            case ALGORITHM_PREFIX + "hotp" ->
                new PskcToken(
                        device,
                        keyId,
                        secret(data, cipher),
                        new HotpParameters(algorithm, format),
                        number(data, "Counter", 0, 0, PasscodeSearch.MAX_MOVING_FACTOR));
            case ALGORITHM_PREFIX + "totp" -> {
                Duration step = Duration.ofSeconds(number(data, "TimeInterval", 30, 1, 86_400));
                yield new PskcToken(
                        device, keyId, secret(data, cipher), new TotpParameters(algorithm, format, step), 0);
            }
            default ->
                throw new OtpFormatException(
                        Reason.PSKC_ALGORITHM_UNSUPPORTED, "The key's Algorithm is neither HOTP nor TOTP");
        };
    }

    /** RFC 6030, section 5: a key whose policy is not understood must not be used. */
    private static void requireNoPolicy(Element key) {
        Element policy = PskcXml.child(key, PSKC, "Policy").orElse(null);
        if (policy == null) {
            return;
        }
        boolean understood = true;
        for (Node node = policy.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                understood &= "KeyUsage".equals(element.getLocalName())
                        && PSKC.equals(element.getNamespaceURI())
                        && PskcXml.text(element).equals("OTP");
            }
        }
        if (!understood) {
            throw new OtpFormatException(
                    Reason.PSKC_FEATURE_UNSUPPORTED, "A key's Policy asks for more than the usage OTP");
        }
    }

    /** The hash, which the profile for TOTP calls the suite: HMAC-SHA1 unless another is named. */
    private static HashAlgorithm algorithm(Optional<Element> parameters) {
        String suite = parameters
                .flatMap(element -> PskcXml.child(element, PSKC, "Suite"))
                .map(PskcXml::text)
                .orElse("HMAC-SHA1")
                .toUpperCase(Locale.ROOT);
        String name = suite.startsWith("HMAC-") ? suite.substring("HMAC-".length()) : suite;
        return HashAlgorithm.named(name)
                .orElseThrow(() -> new OtpFormatException(
                        Reason.PSKC_ALGORITHM_UNSUPPORTED, "The Suite is not HMAC-SHA1, HMAC-SHA256 or HMAC-SHA512"));
    }

    private static PasscodeFormat format(Optional<Element> parameters) {
        Element format = parameters
                .map(element -> PskcXml.required(element, PSKC, "ResponseFormat"))
                .orElseThrow(() -> structure("The element AlgorithmParameters is missing in Key"));
        if (!format.getAttribute("Encoding").equals("DECIMAL")) {
            throw new OtpFormatException(
                    Reason.PSKC_ALGORITHM_UNSUPPORTED, "The ResponseFormat's Encoding is not DECIMAL");
        }
        return PasscodeFormat.decimal((int) PskcNumber.parse(format.getAttribute("Length"), "Length", 5, 9));
    }

    private static OtpKey secret(Element data, @Nullable PskcCipher cipher) {
        Element secret = PskcXml.required(data, PSKC, "Secret");
        Optional<Element> plain = PskcXml.child(secret, PSKC, "PlainValue");
        byte[] bytes;
        if (plain.isPresent()) {
            bytes = PskcCipher.base64(plain.get());
        } else if (cipher != null) {
            bytes = cipher.open(
                    PskcXml.required(secret, PSKC, "EncryptedValue"), PskcXml.required(secret, PSKC, "ValueMAC"));
        } else {
            throw structure("A secret has no PlainValue, and the document no EncryptionKey");
        }
        try {
            return OtpKey.copyOf(bytes);
        } catch (IllegalArgumentException e) {
            throw structure("A secret is no usable key: " + e.getMessage());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static long number(Element data, String name, long otherwise, long min, long max) {
        Element element = PskcXml.child(data, PSKC, name).orElse(null);
        if (element == null) {
            return otherwise;
        }
        if (PskcXml.child(element, PSKC, "EncryptedValue").isPresent()) {
            throw new OtpFormatException(
                    Reason.PSKC_ENCRYPTION_UNSUPPORTED, "Only secrets may be encrypted, not " + name);
        }
        return PskcNumber.parse(PskcXml.text(PskcXml.required(element, PSKC, "PlainValue")), name, min, max);
    }

    private static Optional<String> nameIn(Element parent, String element) {
        return PskcXml.child(parent, PSKC, element).map(child -> name(element, PskcXml.text(child)));
    }

    private static String name(String what, String text) {
        if (!DisplayText.isFit(text)) {
            throw structure(what + " must have 1 to " + DisplayText.MAX_LENGTH + " visible characters");
        }
        return text;
    }

    private static OtpFormatException structure(String message) {
        return new OtpFormatException(Reason.PSKC_STRUCTURE, message);
    }
}
