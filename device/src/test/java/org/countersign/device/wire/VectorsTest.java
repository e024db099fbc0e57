package org.countersign.device.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.device.vectors.Reference.hex;
import static org.countersign.device.vectors.Reference.unhex;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.countersign.device.vectors.ReferenceCurve;
import org.countersign.device.vectors.VectorFiles;
import org.countersign.otp.Hotp;
import org.countersign.otp.HotpParameters;
import org.countersign.otp.OtpKey;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Reads every file of {@code vectors/} that describes the protocol. */
class VectorsTest {
    private static final JsonObject ACTIVATION = VectorFiles.read("activation-string.json");
    private static final JsonObject POLICY = VectorFiles.read("policy-string.json");
    private static final JsonObject ENROLLMENT = VectorFiles.read("enrollment.json");
    private static final JsonObject PUSH = VectorFiles.read("push-messages.json");

    @TestFactory
    Stream<DynamicTest> readsActivationStrings() {
        return each(ACTIVATION, "good", "name", entry -> {
            ActivationString read = ActivationString.parse(text(entry, "text"));
            assertThat(read.exposed()).isEqualTo(text(entry, "code"));
            assertThat(read.origin()).isEqualTo(optional(entry, "origin"));
            assertThat(read.enrollment()).hasToString(text(entry, "enrollment_uuid"));
            assertThat(EnrollmentMessages.enrollmentId(read.enrollment())).isEqualTo(text(entry, "enrollment_b64u"));
            assertThat(hex(read.exposedSecret())).isEqualTo(text(entry, "ac_hex"));
            assertThat(read.expiry().getEpochSecond())
                    .isEqualTo(entry.get("expiry").getAsLong());
            assertThat(read.isPasswordAsked())
                    .isEqualTo(entry.get("passwordAsked").getAsBoolean());
            ActivationString made = ActivationString.of(
                    read.enrollment(),
                    unhex(text(entry, "ac_hex")),
                    unhex(text(entry, "keyFingerprint_hex")),
                    read.expiry(),
                    read.isPasswordAsked());
            assertThat(made.exposed()).isEqualTo(text(entry, "code"));
            assertThat(made).asString().doesNotContain(text(entry, "code").substring(20, 40));
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesBadActivationStrings() {
        return each(
                ACTIVATION,
                "bad",
                "name",
                entry -> refuses(text(entry, "code"), () -> ActivationString.parse(text(entry, "text"))));
    }

    @TestFactory
    Stream<DynamicTest> knowsWhenAndWhereAnActivationStringIsGood() {
        return each(ACTIVATION, "refusedLater", "name", entry -> {
            ActivationString read = ActivationString.parse(text(entry, "text"));
            Optional<String> code = optional(entry, "code");
            Instant now = Instant.ofEpochSecond(entry.get("now").getAsLong());
            assertThat(read.isExpiredAt(now)).isEqualTo(code.equals(Optional.of("activation_expired")));
            if (code.equals(Optional.of("activation_other_server"))) {
                refuses(code.get(), () -> read.requireOrigin(text(entry, "appOrigin")));
            } else {
                read.requireOrigin(text(entry, "appOrigin"));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> readsPolicyStrings() {
        return each(POLICY, "good", "text", entry -> {
            PolicyString read = PolicyString.parse(text(entry, "text"));
            assertThat(read.text()).isEqualTo(text(entry, "canonical"));
            assertThat(PolicyString.parse(read.text())).isEqualTo(read);
            assertThat(read.mode()).hasToString(text(entry, "mode"));
            assertThat(read.algorithm()).hasToString(text(entry, "algorithm"));
            assertThat(read.format().length()).isEqualTo(entry.get("length").getAsInt());
            assertThat(read.format().alphabet().name())
                    .startsWith(text(entry, "alphabet").substring(0, 1));
            assertThat(read.step())
                    .isEqualTo(
                            optional(entry, "stepSeconds").map(Long::parseLong).map(Duration::ofSeconds));
            assertThat(read.pin().kind()).hasToString(text(entry, "pinKind"));
            assertThat(read.pin().minLength())
                    .isEqualTo(entry.get("pinMinLength").getAsInt());
            assertThat(read.pin().maxLength())
                    .isEqualTo(entry.get("pinMaxLength").getAsInt());
            assertThat(read.pin().letters()).isEqualTo(entry.get("pinLetters").getAsBoolean());
            assertThat(read.tries()).isEqualTo(optional(entry, "tries").map(Integer::parseInt));
            assertThat(read.biometricAllowed())
                    .isEqualTo(entry.get("biometricAllowed").getAsBoolean());
            assertThat(read.appLockDemanded())
                    .isEqualTo(entry.get("appLockDemanded").getAsBoolean());
            assertThat(read.pushAllowed()).isEqualTo(entry.get("pushAllowed").getAsBoolean());
            assertThat(read.numberLength()).isEqualTo(entry.get("numberLength").getAsInt());
            assertThat(read.enhanced()).isEqualTo(entry.get("enhanced").getAsBoolean());
            assertThat(read.suite()).isEqualTo(optional(entry, "suite"));
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesBadPolicyStrings() {
        return each(
                POLICY,
                "bad",
                "name",
                entry -> refuses(text(entry, "code"), () -> PolicyString.parse(text(entry, "text"))));
    }

    @TestFactory
    Stream<DynamicTest> derivesTheSameInEveryEnrollment() {
        return each(ENROLLMENT, "cases", "name", VectorsTest::followsEnrollment);
    }

    private static void followsEnrollment(JsonObject c) {
        ActivationString activation = ActivationString.parse(text(c, "activationLink"));
        byte[] begin = Octets.utf8(text(c, "beginJson"));
        byte[] ac = unhex(text(c, "ac_hex"));
        assertThat(Base64Url.encode(begin)).isEqualTo(text(c, "begin_b64u"));
        assertThat(Base64Url.encode(EnrollmentMessages.beginProof(ac, begin))).isEqualTo(text(c, "beginProof_b64u"));
        EnrollmentOffer offer = EnrollmentOffer.verified(text(c, "offerJws"), activation);
        assertThat(offer.policy().text()).isEqualTo(text(c, "policy"));
        assertThat(offer.organisation()).isEqualTo("Acme \u2014 M\u00fcller & S\u00f6hne");
        assertThat(hex(P256.sharedSecret(privateKey(c, "appEphemeralPrivate_hex"), offer.ephemeralKey())))
                .isEqualTo(text(c, "z_hex"));
        try (EnrollmentSecrets secrets = secrets(c, offer)) {
            assertThat(hex(secrets.transcript())).isEqualTo(text(c, "transcript_hex"));
            assertThat(hex(secrets.exposedSeed())).isEqualTo(text(c, "seed_hex"));
            assertThat(secrets.code()).isEqualTo(text(c, "code"));
            byte[] finish = Octets.utf8(text(c, "finishJson"));
            assertThat(Base64Url.encode(secrets.deviceMac(finish))).isEqualTo(text(c, "deviceMac_b64u"));
            assertThat(hex(secrets.signedByDevice(finish))).isEqualTo(text(c, "finishSigned_hex"));
            assertThat(Es256.isValid(
                            publicKey(c, "devicePublic_hex"),
                            secrets.signedByDevice(finish),
                            Base64Url.decode(text(c, "finishSignature_b64u"))))
                    .isTrue();
            TokenStatement statement = TokenStatement.verified(
                    finishAnswer(text(c, "serial"), text(c, "policyJws"), text(c, "serverMac_b64u")),
                    secrets,
                    offer,
                    text(c, "origin"));
            assertThat(hex(P256.encode(statement.pushKey()))).isEqualTo(text(c, "pushKeyPublic_hex"));
            assertThat(passcode(
                            offer.policy(),
                            secrets.exposedSeed(),
                            c.get("counter").getAsLong()))
                    .isEqualTo(text(c, "passcode"));
        }
        Jws.parse(text(c, "activateJws")).verifiedBy(publicKey(c, "devicePublic_hex"), "countersign-activate+jwt");
    }

    @TestFactory
    Stream<DynamicTest> refusesBadOffers() {
        JsonObject c = VectorFiles.list(ENROLLMENT, "cases").get(0);
        ActivationString activation = ActivationString.parse(text(c, "activationLink"));
        return each(
                ENROLLMENT,
                "badOffersOfFirstCase",
                "name",
                entry -> refuses(
                        text(entry, "code"), () -> EnrollmentOffer.verified(text(entry, "offerJws"), activation)));
    }

    @TestFactory
    Stream<DynamicTest> refusesBadFinishAnswers() {
        JsonObject c = VectorFiles.list(ENROLLMENT, "cases").get(0);
        EnrollmentOffer offer =
                EnrollmentOffer.verified(text(c, "offerJws"), ActivationString.parse(text(c, "activationLink")));
        return each(ENROLLMENT, "badFinishAnswersOfFirstCase", "name", entry -> {
            Fields answer =
                    finishAnswer(text(entry, "serial"), text(entry, "policyJws"), text(entry, "serverMac_b64u"));
            refuses(
                    text(entry, "code"),
                    () -> TokenStatement.verified(answer, secrets(c, offer), offer, text(c, "origin")));
        });
    }

    @TestFactory
    Stream<DynamicTest> readsPushRequests() {
        return each(PUSH, "requests", "name", entry -> {
            PushRequest read = push(text(entry, "jws"), PUSH.get("now").getAsLong());
            assertThat(read.hash()).isEqualTo(text(entry, "rh_b64u"));
            assertThat(read.id()).isEqualTo(text(entry, "id"));
            assertThat(read.nonce()).isEqualTo(text(entry, "nonce_b64u"));
            assertThat(read.numberLength()).isEqualTo(entry.get("numberLength").getAsInt());
            assertThat(read.verificationNeeded())
                    .isEqualTo(entry.get("userVerification").getAsBoolean());
            assertThat(read.expiry().getEpochSecond())
                    .isEqualTo(entry.get("exp").getAsLong());
            PushRequest.Context context = read.context();
            assertThat(context.application()).isEqualTo(text(entry, "application"));
            assertThat(context.account()).isEqualTo(text(entry, "account"));
            assertThat(context.ip()).isEqualTo(text(entry, "ip"));
            assertThat(context.place().map(Place::words)).isEqualTo(placeWords(entry.get("place")));
            assertThat(context.browser()).isEqualTo(optional(entry, "browser"));
            assertThat(context.os()).isEqualTo(optional(entry, "os"));
            assertThat(context.protocol()).isEqualTo(text(entry, "protocol"));
        });
    }

    private static Optional<String> placeWords(JsonElement place) {
        if (place.isJsonNull()) {
            return Optional.empty();
        }
        JsonObject fields = place.getAsJsonObject();
        return Optional.of(
                fields.get("own").getAsBoolean()
                        ? "This network"
                        : fields.get("city").isJsonNull() ? "Netherlands" : "Munich, Germany");
    }

    @TestFactory
    Stream<DynamicTest> refusesBadPushRequests() {
        return each(
                PUSH,
                "badRequests",
                "name",
                entry -> refuses(
                        text(entry, "code"),
                        () -> push(text(entry, "jws"), entry.get("now").getAsLong())));
    }

    @TestFactory
    Stream<DynamicTest> verifiesDeviceMessages() {
        ECPublicKey key = publicKey(PUSH, "devicePublic_hex");
        return each(
                PUSH,
                "deviceMessages",
                "name",
                entry -> assertThat(Jws.parse(text(entry, "jws"))
                                .verifiedBy(key, text(entry, "typ"))
                                .string("iss", 64))
                        .isEqualTo(text(PUSH, "serial")));
    }

    @TestFactory
    Stream<DynamicTest> refusesBadDeviceMessages() {
        ECPublicKey key = publicKey(PUSH, "devicePublic_hex");
        return each(
                PUSH,
                "badDeviceMessages",
                "name",
                entry -> refuses(
                        "message_malformed", () -> Jws.parse(text(entry, "jws")).verifiedBy(key, text(entry, "typ"))));
    }

    private static PushRequest push(String jws, long now) {
        return PushRequest.verified(
                jws,
                publicKey(PUSH, "pushKeyPublic_hex"),
                text(PUSH, "origin"),
                text(PUSH, "serial"),
                Instant.ofEpochSecond(now));
    }

    private static EnrollmentSecrets secrets(JsonObject c, EnrollmentOffer offer) {
        return EnrollmentSecrets.derive(
                Octets.utf8(text(c, "beginJson")),
                offer.jws(),
                unhex(text(c, "ac_hex")),
                privateKey(c, "appEphemeralPrivate_hex"),
                offer.ephemeralKey(),
                offer.policy().algorithm().outputLengthBytes());
    }

    private static Fields finishAnswer(String serial, String policy, String mac) {
        JsonObject answer = new JsonObject();
        answer.addProperty("serial", serial);
        answer.addProperty("policy", policy);
        answer.addProperty("mac", mac);
        return new Fields(answer);
    }

    private static String passcode(PolicyString policy, byte[] seed, long counter) {
        try (OtpKey key = OtpKey.copyOf(seed)) {
            return Hotp.passcode(key, new HotpParameters(policy.algorithm(), policy.format()), counter)
                    .exposed();
        }
    }

    private static PrivateKey privateKey(JsonObject entry, String field) {
        return ReferenceCurve.jdkKey(new BigInteger(1, unhex(text(entry, field))));
    }

    private static ECPublicKey publicKey(JsonObject entry, String field) {
        return P256.decode(unhex(text(entry, field)));
    }

    private static void refuses(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static Stream<DynamicTest> each(
            JsonObject file, String list, String nameField, java.util.function.Consumer<JsonObject> test) {
        return VectorFiles.list(file, list).stream()
                .map(entry -> DynamicTest.dynamicTest(text(entry, nameField), () -> test.accept(entry)));
    }

    private static String text(JsonObject entry, String field) {
        return entry.get(field).getAsString();
    }

    private static Optional<String> optional(JsonObject entry, String field) {
        JsonElement value = entry.get(field);
        return value.isJsonNull() ? Optional.empty() : Optional.of(value.getAsString());
    }
}
