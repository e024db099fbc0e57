package org.countersign.device.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What an app needs to enroll: link, QR code and pasted text carry the same string.
 *
 * <p>It holds the one-time secret, so it never goes into a log, and {@link #toString} does not show it. The page is
 * {@code docs/formats/activation-string.md}.
 */
public final class ActivationString {
    /** Length of the one-time secret and of the key's fingerprint, in bytes. */
    public static final int SECRET_LENGTH = 16;

    private static final int LENGTH = 56;
    private static final int CHECKED_LENGTH = 54;
    private static final int FLAG_PASSWORD = 1;
    private static final int MAX_TEXT = 1024;
    private static final Pattern WHITE_SPACE = Pattern.compile("[\\t-\\r \\u00a0]+");
    private static final String PREFIX = "A1";

    private final Optional<String> origin;
    private final UUID enrollment;
    private final byte[] secret;
    private final byte[] keyFingerprint;
    private final Instant expiry;
    private final boolean passwordAsked;

    private ActivationString(
            Optional<String> origin,
            UUID enrollment,
            byte[] secret,
            byte[] keyFingerprint,
            Instant expiry,
            boolean passwordAsked) {
        this.origin = origin;
        this.enrollment = enrollment;
        this.secret = secret;
        this.keyFingerprint = keyFingerprint;
        this.expiry = expiry;
        this.passwordAsked = passwordAsked;
    }

    /**
     * An activation string of these values; what a server does, and tests.
     *
     * @param secret 16 random bytes
     * @param keyFingerprint the first 16 bytes of SHA-256 over the enrollment key's point
     * @param expiry whole seconds, from 1970 to 2106
     * @param passwordAsked whether activation asks for the user's password as a second proof
     */
    public static ActivationString of(
            UUID enrollment, byte[] secret, byte[] keyFingerprint, Instant expiry, boolean passwordAsked) {
        if (secret.length != SECRET_LENGTH || keyFingerprint.length != SECRET_LENGTH) {
            throw new IllegalArgumentException("Secret and fingerprint have 16 bytes each");
        }
        if (expiry.getEpochSecond() < 0 || expiry.getEpochSecond() > 0xffff_ffffL || expiry.getNano() != 0) {
            throw new IllegalArgumentException("The expiry is not a whole second from 1970 to 2106");
        }
        return new ActivationString(
                Optional.empty(), enrollment, secret.clone(), keyFingerprint.clone(), expiry, passwordAsked);
    }

    /**
     * Reads a link, or the part of it after the {@code #}, as clicked, scanned or pasted.
     *
     * @throws ProtocolException {@code activation_malformed}
     */
    public static ActivationString parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw malformed();
        }
        String string = WHITE_SPACE.matcher(text).replaceAll("");
        int hash = string.indexOf('#');
        String code = string.substring(hash + 1);
        if (!code.startsWith(PREFIX)) {
            throw malformed();
        }
        Optional<String> origin = hash > 0 ? Optional.of(originOf(string.substring(0, hash))) : Optional.empty();
        return decode(origin, code.substring(PREFIX.length()));
    }

    private static ActivationString decode(Optional<String> origin, String body) {
        byte[] bytes;
        try {
            bytes = Base64Url.decode(body, LENGTH);
        } catch (ProtocolException e) {
            throw malformed();
        }
        byte[] check = Octets.sha256(Arrays.copyOf(bytes, CHECKED_LENGTH));
        if (bytes[CHECKED_LENGTH] != check[0] || bytes[CHECKED_LENGTH + 1] != check[1]) {
            throw malformed();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int version = buffer.get();
        int flags = buffer.get();
        if (version != 1 || (flags & ~FLAG_PASSWORD) != 0) {
            throw malformed();
        }
        UUID enrollment = new UUID(buffer.getLong(), buffer.getLong());
        byte[] secret = new byte[SECRET_LENGTH];
        byte[] fingerprint = new byte[SECRET_LENGTH];
        buffer.get(secret).get(fingerprint);
        Instant expiry = Instant.ofEpochSecond(Integer.toUnsignedLong(buffer.getInt()));
        Arrays.fill(bytes, (byte) 0);
        return new ActivationString(origin, enrollment, secret, fingerprint, expiry, (flags & FLAG_PASSWORD) != 0);
    }

    private static String originOf(String link) {
        try {
            URI uri = new URI(link);
            if (uri.getHost() == null || !"/enroll".equals(uri.getRawPath()) || uri.getRawQuery() != null) {
                throw malformed();
            }
            return Origins.of(uri).orElseThrow(ActivationString::malformed);
        } catch (URISyntaxException e) {
            throw malformed();
        }
    }

    /** The text after the {@code #}, with the secret in it. */
    public String exposed() {
        byte[] checked = ByteBuffer.allocate(CHECKED_LENGTH)
                .put((byte) 1)
                .put((byte) (passwordAsked ? FLAG_PASSWORD : 0))
                .putLong(enrollment.getMostSignificantBits())
                .putLong(enrollment.getLeastSignificantBits())
                .put(secret)
                .put(keyFingerprint)
                .putInt((int) expiry.getEpochSecond())
                .array();
        return PREFIX + Base64Url.encode(Octets.concat(checked, Arrays.copyOf(Octets.sha256(checked), 2)));
    }

    /** The link on this app origin, with the secret in its fragment. */
    public String exposedLink(String appOrigin) {
        return appOrigin + "/enroll#" + exposed();
    }

    /** The app origin that the link names, without a slash at its end; empty for a bare string. */
    public Optional<String> origin() {
        return origin;
    }

    /**
     * Refuses a link to another server than the app's own.
     *
     * @throws ProtocolException {@code activation_other_server}
     */
    public void requireOrigin(String appOrigin) {
        if (origin.isPresent() && !origin.get().equals(appOrigin.toLowerCase(Locale.ROOT))) {
            throw new ProtocolException(
                    ErrorCodes.ACTIVATION_OTHER_SERVER,
                    "This link belongs to another server. Open it with the app of that server.");
        }
    }

    /** Which enrollment it is for. */
    public UUID enrollment() {
        return enrollment;
    }

    /** A copy of the one-time secret {@code ac}, 16 bytes; the caller wipes it after use. */
    public byte[] exposedSecret() {
        return secret.clone();
    }

    /** Whether this is the enrollment key that the string pins. */
    public boolean pins(java.security.interfaces.ECPublicKey enrollmentKey) {
        byte[] hash = Octets.sha256(P256.encode(enrollmentKey));
        return Octets.areEqual(keyFingerprint, Arrays.copyOf(hash, SECRET_LENGTH));
    }

    /** When it ends. */
    public Instant expiry() {
        return expiry;
    }

    /** Whether its time is up at this moment. */
    public boolean isExpiredAt(Instant now) {
        return !now.isBefore(expiry);
    }

    /** Whether activation will ask for the user's password as a second proof. */
    public boolean isPasswordAsked() {
        return passwordAsked;
    }

    /** Overwrites the secret. */
    public void destroy() {
        Arrays.fill(secret, (byte) 0);
    }

    private static ProtocolException malformed() {
        return new ProtocolException(
                ErrorCodes.ACTIVATION_MALFORMED,
                "This is not a complete activation string. Copy the whole link or string once more.");
    }

    /** The enrollment and the expiry, never the secret. */
    @Override
    public String toString() {
        return "ActivationString(" + enrollment + ", until " + expiry + ")";
    }
}
