package org.countersign.device.wire;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;
import java.util.UUID;

/** The texts {@code B} and {@code F} of an enrollment, and the bodies they travel in. */
public final class EnrollmentMessages {
    private EnrollmentMessages() {}

    /** The text {@code B}: who wants to enroll, and the app's half of the key agreement. */
    public static byte[] begin(UUID enrollment, ECPublicKey ephemeralKey, DeviceDescription device) {
        JsonObject begin = new JsonObject();
        begin.addProperty("v", 1);
        begin.addProperty("enrollment", enrollmentId(enrollment));
        begin.addProperty("key", Base64Url.encode(P256.encode(ephemeralKey)));
        begin.addProperty("platform", device.platform());
        begin.addProperty("deviceType", device.deviceType());
        begin.addProperty("os", device.os());
        begin.addProperty("app", device.app());
        begin.addProperty("pushCapable", device.pushCapable());
        return Octets.utf8(begin.toString());
    }

    /** The proof that the sender of {@code B} knows the activation secret, 32 bytes. */
    public static byte[] beginProof(byte[] activationSecret, byte[] begin) {
        byte[] key = Hkdf.expand(Hkdf.extract(new byte[0], activationSecret), Octets.utf8("countersign/begin/v1"), 32);
        return Octets.hmacSha256(key, begin);
    }

    /** The text {@code F}: the token's name, the device's signing key and where push requests go. */
    public static byte[] finish(
            UUID enrollment,
            byte[] begin,
            ECPublicKey deviceKey,
            String name,
            Optional<PushSubscription> push,
            boolean pushEnabled) {
        JsonObject finish = new JsonObject();
        finish.addProperty("v", 1);
        finish.addProperty("enrollment", enrollmentId(enrollment));
        finish.addProperty("begin", Base64Url.encode(Octets.sha256(begin)));
        finish.addProperty("deviceKey", Base64Url.encode(P256.encode(deviceKey)));
        finish.addProperty("name", name);
        finish.add(
                "push",
                push.<com.google.gson.JsonElement>map(PushSubscription::toJson).orElse(JsonNull.INSTANCE));
        finish.addProperty("pushEnabled", pushEnabled);
        return Octets.utf8(finish.toString());
    }

    /** The body of {@code POST begin}. */
    public static JsonObject beginBody(byte[] begin, byte[] activationSecret) {
        JsonObject body = new JsonObject();
        body.addProperty("begin", Base64Url.encode(begin));
        body.addProperty("proof", Base64Url.encode(beginProof(activationSecret, begin)));
        return body;
    }

    /** The body of {@code POST finish}. */
    public static JsonObject finishBody(byte[] finish, EnrollmentSecrets secrets, MessageSigner deviceKey) {
        JsonObject body = new JsonObject();
        body.addProperty("finish", Base64Url.encode(finish));
        body.addProperty("mac", Base64Url.encode(secrets.deviceMac(finish)));
        body.addProperty("signature", Base64Url.encode(Es256.sign(deviceKey, secrets.signedByDevice(finish))));
        return body;
    }

    /** An enrollment id as it travels in JSON: {@code b64u} of its 16 bytes. */
    public static String enrollmentId(UUID enrollment) {
        return Base64Url.encode(ByteBuffer.allocate(16)
                .putLong(enrollment.getMostSignificantBits())
                .putLong(enrollment.getLeastSignificantBits())
                .array());
    }
}
