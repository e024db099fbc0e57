package org.countersign.device.vectors;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The primitives of the pages, written a second time for the vectors and the stand-in server. */
public final class Reference {
    static final Charset UTF_8 = StandardCharsets.UTF_8;

    private Reference() {}

    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    public static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    public static byte[] lp(byte[] part) {
        return concat(ByteBuffer.allocate(4).putInt(part.length).array(), part);
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] hmac(byte[] key, byte[]... parts) {
        return mac("HmacSHA256", key, concat(parts));
    }

    private static byte[] mac(String name, byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 5869 for outputs of at most 64 bytes, spelled out. */
    public static byte[] hkdfExpand(byte[] prk, byte[] info, int length) {
        byte[] first = hmac(prk, info, new byte[] {1});
        byte[] second = hmac(prk, first, info, new byte[] {2});
        return Arrays.copyOf(concat(first, second), length);
    }

    /** RFC 4226 by its own words, decimal only. */
    public static String hotp(String algorithm, byte[] key, long counter, int digits) {
        byte[] hash = mac(
                "Hmac" + algorithm, key, ByteBuffer.allocate(8).putLong(counter).array());
        return decimal(hash, digits);
    }

    /**
     * The response to a question that is already in the bytes of RFC 6287, section 5.1.
     *
     * @param step the number of the time step, or none
     */
    public static String ocra(String suite, byte[] key, byte[] question, long... step) {
        String[] function = suite.split(":", -1)[1].split("-", -1);
        ByteBuffer message = ByteBuffer.allocate(suite.length() + 1 + 128 + 8 * step.length);
        message.put(utf8(suite)).put((byte) 0).put(question).position(suite.length() + 1 + 128);
        for (long number : step) {
            message.putLong(number);
        }
        return decimal(mac("Hmac" + function[1], key, message.array()), Integer.parseInt(function[2]));
    }

    private static String decimal(byte[] hash, int digits) {
        int offset = hash[hash.length - 1] & 0xf;
        long number = ByteBuffer.wrap(hash, offset, 4).getInt() & 0x7fffffffL;
        return String.format(Locale.ROOT, "%0" + digits + "d", number % (long) Math.pow(10, digits));
    }

    public static byte[] gcm(int mode, byte[] key, byte[] iv, byte[] input, byte[] aad)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
        cipher.updateAAD(aad);
        return cipher.doFinal(input);
    }

    public static String jws(JsonObject header, JsonObject payload, BigInteger key) {
        String input = b64u(utf8(header.toString())) + "." + b64u(utf8(payload.toString()));
        return input + "." + b64u(ReferenceCurve.sign(key, utf8(input)));
    }

    public static JsonObject header(String typ) {
        return json("alg", "ES256", "typ", typ);
    }

    public static JsonObject jwk(byte[] point) {
        return json(
                "kty",
                "EC",
                "crv",
                "P-256",
                "x",
                b64u(Arrays.copyOfRange(point, 1, 33)),
                "y",
                b64u(Arrays.copyOfRange(point, 33, 65)));
    }

    /** Names and values in turn. */
    public static JsonObject json(@Nullable Object... pairs) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < pairs.length; i += 2) {
            object.add(String.valueOf(pairs[i]), element(pairs[i + 1]));
        }
        return object;
    }

    private static JsonElement element(@Nullable Object value) {
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof JsonElement element) {
            return element;
        }
        if (value instanceof Boolean bool) {
            return new JsonPrimitive(bool);
        }
        return value instanceof Number number ? new JsonPrimitive(number) : new JsonPrimitive(value.toString());
    }

    public static String b64u(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static byte[] unb64u(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    public static byte[] unhex(String text) {
        return HexFormat.of().parseHex(text);
    }

    /** Bytes that depend on the name alone. */
    public static byte[] bytes(String name, int length) {
        return Arrays.copyOf(sha256(utf8("countersign vector bytes " + name)), length);
    }

    /** The text with one character changed for another of the same alphabet. */
    public static String flipped(String text, int index) {
        char c = text.charAt(index);
        return text.substring(0, index) + (c == 'A' ? 'B' : 'A') + text.substring(index + 1);
    }
}
