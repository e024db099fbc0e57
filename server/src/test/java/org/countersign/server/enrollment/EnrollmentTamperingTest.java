package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.device.wire.ActivationString;
import org.countersign.device.wire.Base64Url;
import org.countersign.device.wire.EnrollmentMessages;
import org.countersign.device.wire.ProtocolException;
import org.countersign.server.users.UserAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message or string of an enrollment that was changed on the way is refused, and uses nothing up. */
class EnrollmentTamperingTest {
    private final EnrollmentFixture acme = new EnrollmentFixture();
    private final UserAccount ada = acme.user();

    @Test
    void findsEveryChangedCharacterOfTheString() {
        String text = acme.phone(ada).activation.exposed();
        for (int i = 0; i < text.length(); i++) {
            String changed = text.substring(0, i) + (text.charAt(i) == 'B' ? 'C' : 'B') + text.substring(i + 1);
            assertThat(codeOf(changed)).isEqualTo("activation_malformed");
        }
    }

    @Test
    void refusesEveryChangedByteOfBeginAndItsProof() {
        RawPhone phone = acme.phone(ada);
        JsonObject good = phone.beginBody();
        byte[] proof = Base64Url.decode(good.get("proof").getAsString());
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < phone.begin.length; i++) {
            JsonObject changed = good.deepCopy();
            changed.addProperty("begin", RawPhone.b64u(RawPhone.flipped(phone.begin, i)));
            codes.add(phone.post("begin", changed).code());
        }
        for (int i = 0; i < proof.length; i++) {
            JsonObject changed = good.deepCopy();
            changed.addProperty("proof", RawPhone.b64u(RawPhone.flipped(proof, i)));
            codes.add(phone.post("begin", changed).code());
        }
        assertThat(codes).containsExactlyInAnyOrder("activation_invalid", "message_malformed");
        assertThat(phone.begin().code()).isEqualTo("ok");
    }

    @Test
    void refusesEveryChangedByteOfFinish() {
        RawPhone phone = acme.phone(ada);
        phone.begin();
        byte[] text = phone.finishText("Raw");
        JsonObject good = phone.finishBody(text);
        Set<String> codes = new HashSet<>();
        for (String part : List.of("finish", "mac", "signature")) {
            byte[] bytes = Base64Url.decode(good.get(part).getAsString());
            for (int i = 0; i < bytes.length; i++) {
                JsonObject changed = good.deepCopy();
                changed.addProperty(part, RawPhone.b64u(RawPhone.flipped(bytes, i)));
                codes.add(phone.post("finish", changed).code());
                acme.forgetFailures(phone);
            }
        }
        assertThat(codes).containsExactlyInAnyOrder("confirmation_failed", "activation_invalid", "message_malformed");
        assertThat(acme.state(phone)).isInstanceOf(EnrollmentState.Open.class);
        assertThat(phone.finish(good).code()).isEqualTo("ok");
    }

    @Test
    void refusesEveryChangedCharacterOfActivate() {
        RawPhone phone = acme.phone(ada);
        phone.begin();
        phone.finish();
        String good = phone.activationMessage(phone.passcodeOfTheStepBefore());
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < good.length(); i++) {
            char other = good.charAt(i) == 'A' ? 'Q' : 'A';
            codes.add(phone.activate(good.substring(0, i) + other + good.substring(i + 1), Optional.empty())
                    .code());
        }
        assertThat(codes).containsExactlyInAnyOrder("signature_invalid", "message_malformed");
        assertThat(acme.failures(phone)).isZero();
        assertThat(phone.activate(good, Optional.empty()).code()).isEqualTo("ok");
    }

    @Test
    void refusesKeysThatAreNoPointsOnTheCurve() {
        RawPhone phone = acme.phone(ada);
        String begin = new String(phone.begin, StandardCharsets.UTF_8);
        String finish = new String(phone.finishText("Raw"), StandardCharsets.UTF_8);
        byte[] good = org.countersign.server.kernel.P256.point(
                (java.security.interfaces.ECPublicKey) phone.deviceKey.getPublic());
        byte[] offCurve = RawPhone.flipped(good, 64);
        byte[] compressed = java.util.Arrays.copyOf(good, 33);
        compressed[0] = 2;
        byte[] zero = new byte[65];
        zero[0] = 4;
        byte[] tooLarge = new byte[65];
        java.util.Arrays.fill(tooLarge, (byte) 0xff);
        tooLarge[0] = 4;
        for (byte[] bad : List.of(offCurve, compressed, zero, tooLarge, new byte[] {0}, new byte[0])) {
            String key = "\"" + RawPhone.b64u(bad) + "\"";
            byte[] changed = begin.replaceAll("(?<=\"key\":)\"[^\"]*\"", key).getBytes(StandardCharsets.UTF_8);
            JsonObject body = EnrollmentMessages.beginBody(changed, phone.activation.exposedSecret());
            assertThat(phone.post("begin", body).code()).isEqualTo("message_malformed");
        }
        phone.begin();
        for (byte[] bad : List.of(offCurve, compressed, zero, tooLarge, new byte[] {0}, new byte[0])) {
            String key = "\"" + RawPhone.b64u(bad) + "\"";
            byte[] changed =
                    finish.replaceAll("(?<=\"deviceKey\":)\"[^\"]*\"", key).getBytes(StandardCharsets.UTF_8);
            assertThat(phone.finish(phone.finishBody(changed)).code()).isEqualTo("message_malformed");
        }
        assertThat(acme.failures(phone)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "a\u0000b",
                "a\nb",
                "a\u2028b",
                "\u202egnp.exe",
                "a\u2066b",
                "\ufeff",
                "0123456789012345678901234567890123456789012345678901234567890123X"
            })
    void refusesANameThatHidesOrForges(String name) {
        RawPhone phone = acme.phone(ada);
        phone.begin();
        assertThat(phone.finish(phone.finishBody(phone.finishText(name))).code())
                .isEqualTo("message_malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<script>alert(1)</script>", "'; drop table token; --", "${jndi:x} %s {{7*7}}", "📱👩‍💻 Müller"
            })
    void keepsAnOddNameAsItIs(String name) {
        RawPhone phone = acme.phone(ada);
        phone.begin();
        assertThat(phone.finish(phone.finishBody(phone.finishText(name))).code())
                .isEqualTo("ok");
        assertThat(phone.activate(Optional.empty()).code()).isEqualTo("ok");
        assertThat(acme.token(ada).name()).isEqualTo(name);
        assertThat(acme.server.mailServer().text(String.valueOf(ada.mail()), "A new authenticator"))
                .contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"begin\":1,\"proof\":\"\"}",
                "{\"begin\":\"e30\",\"proof\":\"AA\"}",
                "{\"begin\":\"e30=\",\"proof\":\"AA\"}",
                "{\"begin\":\"_-\",\"proof\":\"AA\"}",
                "{\"begin\":\"e30\",\"proof\":\"AA\",\"more\":1}",
                "{\"begin\":\"W10\",\"proof\":\"AA\"}"
            })
    void refusesABodyThatIsNotAsItsPageSays(String body) {
        RawPhone phone = acme.phone(ada);
        assertThat(phone.post(
                                "begin",
                                com.google.gson.JsonParser.parseString(body).getAsJsonObject())
                        .code())
                .isEqualTo("message_malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
    void usesNothingUpForAnotherMethodThanPost(String method) throws IOException, InterruptedException {
        RawPhone phone = acme.phone(ada);
        for (String path : List.of("/device/v1/enroll/begin", "/device/v1/enroll/finish", "/enroll")) {
            HttpRequest request = HttpRequest.newBuilder(acme.server.app().resolve(path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        }
        assertThat(acme.state(phone)).isInstanceOf(EnrollmentState.Open.class);
        assertThat(phone.begin().code()).isEqualTo("ok");
    }

    private static String codeOf(String text) {
        try {
            ActivationString.parse(text);
            return "ok";
        } catch (ProtocolException refused) {
            return refused.code();
        }
    }
}
