package org.countersign.server.enrollment;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.countersign.device.Transport;
import org.countersign.device.wire.ActivationString;
import org.countersign.device.wire.Base64Url;
import org.countersign.device.wire.DeviceDescription;
import org.countersign.device.wire.DeviceMessages;
import org.countersign.device.wire.EnrollmentMessages;
import org.countersign.device.wire.EnrollmentOffer;
import org.countersign.device.wire.EnrollmentSecrets;
import org.countersign.device.wire.Json;
import org.countersign.device.wire.MessageSigner;
import org.countersign.device.wire.P256;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.OtpKey;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.otp.PasscodeFormat;
import org.countersign.otp.Totp;
import org.countersign.otp.TotpParameters;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.testing.HttpTransport;
import org.countersign.server.testing.RunningServer;
import org.jspecify.annotations.Nullable;

/** A phone step by step, whose every message a test can change before it leaves. Time-based tokens of the usual rules. */
final class RawPhone {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final TotpParameters RULES = new TotpParameters(
            HashAlgorithm.SHA256, new PasscodeFormat(PasscodeAlphabet.DECIMAL, 6), Duration.ofSeconds(30));

    final ActivationString activation;
    final byte[] begin;
    final KeyPair deviceKey = P256.generate(RANDOM);
    final List<String> received = new ArrayList<>();

    private final RunningServer server;
    private final KeyPair ephemeral = P256.generate(RANDOM);
    private @Nullable EnrollmentSecrets secrets;
    private String serial = "";

    RawPhone(RunningServer server, String link) {
        this(server, link, new DeviceDescription("linux", "phone", "Linux 6.1", "Raw 1", true));
    }

    RawPhone(RunningServer server, String link, DeviceDescription device) {
        this.server = server;
        this.activation = ActivationString.parse(link);
        this.begin = EnrollmentMessages.begin(activation.enrollment(), (ECPublicKey) ephemeral.getPublic(), device);
    }

    /** An answer of the server. */
    record Answer(int status, String body) {
        String text(String name) {
            JsonObject json = Json.parse(body);
            return json.has(name) ? json.get(name).getAsString() : "";
        }

        /** The code of a refusal, or {@code ok}. */
        String code() {
            return status == 200 ? "ok" : text("code");
        }
    }

    EnrollmentId id() {
        return new EnrollmentId(activation.enrollment());
    }

    EnrollmentSecrets secrets() {
        if (secrets == null) {
            throw new IllegalStateException("begin first");
        }
        return secrets;
    }

    String serial() {
        return serial;
    }

    JsonObject beginBody() {
        return EnrollmentMessages.beginBody(begin, activation.exposedSecret());
    }

    Answer begin() {
        Answer answer = post("begin", beginBody());
        if (answer.status == 200) {
            EnrollmentOffer offer = EnrollmentOffer.verified(answer.text("offer"), activation);
            secrets = EnrollmentSecrets.derive(
                    begin,
                    offer.jws(),
                    activation.exposedSecret(),
                    ephemeral.getPrivate(),
                    offer.ephemeralKey(),
                    offer.policy().algorithm().outputLengthBytes());
        }
        return answer;
    }

    byte[] finishText(String name) {
        return EnrollmentMessages.finish(
                activation.enrollment(), begin, (ECPublicKey) deviceKey.getPublic(), name, Optional.empty(), true);
    }

    JsonObject finishBody(byte[] finish) {
        return EnrollmentMessages.finishBody(finish, secrets(), signer(deviceKey.getPrivate()));
    }

    Answer finish() {
        return finish(finishBody(finishText("Raw")));
    }

    Answer finish(JsonObject body) {
        Answer answer = post("finish", body);
        if (answer.status == 200) {
            serial = answer.text("serial");
        }
        return answer;
    }

    String passcodeOfTheStepBefore() {
        long step = RULES.stepAt(server.time().instant()) - 1;
        byte[] seed = secrets().exposedSeed();
        try (OtpKey key = OtpKey.copyOf(seed)) {
            return Totp.passcode(key, RULES, step).exposed();
        }
    }

    String activationMessage(String passcode) {
        DeviceMessages messages = new DeviceMessages(serial, server.app().toString(), signer(deviceKey.getPrivate()));
        return messages.activation(stamp(), passcode);
    }

    Answer activate(Optional<String> password) {
        return activate(activationMessage(passcodeOfTheStepBefore()), password);
    }

    Answer activate(String message, Optional<String> password) {
        JsonObject body = new JsonObject();
        body.addProperty("activation", message);
        password.ifPresent(value -> body.addProperty("password", value));
        return post("activate", body);
    }

    Answer post(String step, JsonObject body) {
        try {
            Transport.Reply reply =
                    new HttpTransport().post(server.app().resolve("/device/v1/enroll/" + step), body.toString());
            received.add(reply.body());
            return new Answer(reply.status(), reply.body());
        } catch (IOException noAnswer) {
            throw new UncheckedIOException(noAnswer);
        }
    }

    private DeviceMessages.Stamp stamp() {
        byte[] id = new byte[16];
        RANDOM.nextBytes(id);
        return DeviceMessages.Stamp.of(server.time().instant(), id);
    }

    static MessageSigner signer(PrivateKey key) {
        return message -> {
            try {
                Signature signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(key);
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException(missing);
            }
        };
    }

    /** Returns bytes with one bit flipped. */
    static byte[] flipped(byte[] bytes, int index) {
        byte[] changed = bytes.clone();
        changed[index] ^= 1;
        return changed;
    }

    static String b64u(byte[] bytes) {
        return Base64Url.encode(bytes);
    }
}
