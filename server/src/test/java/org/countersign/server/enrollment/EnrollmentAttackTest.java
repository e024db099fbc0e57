package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.countersign.device.wire.ActivationString;
import org.countersign.device.wire.Base64Url;
import org.countersign.device.wire.EnrollmentMessages;
import org.countersign.device.wire.ProtocolException;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.UserAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An enrollment that somebody attacks binds no stranger's device, and tells the people concerned. */
class EnrollmentAttackTest {
    private final EnrollmentFixture acme = new EnrollmentFixture();
    private final UserAccount ada = acme.user();

    private <T> List<T> atOnce(List<Callable<T>> calls) {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> call : calls) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError(failed);
        }
    }

    private RawPhone claimedFromTheMail() {
        RawPhone phone = new RawPhone(acme.server, acme.mailedLink(ada));
        assertThat(phone.begin().code()).isEqualTo("ok");
        assertThat(phone.finish().code()).isEqualTo("ok");
        return phone;
    }

    @Test
    void refusesAStringThatWasUsedAndTellsUserAndOperators() {
        String link = TestPhone.offer(acme.server, ada);
        RawPhone owner = new RawPhone(acme.server, link);
        RawPhone early = new RawPhone(acme.server, link);
        assertThat(early.begin().code()).isEqualTo("ok");
        owner.begin();
        owner.finish();
        assertThat(early.finish().code()).isEqualTo("activation_used");
        assertThat(owner.activate(Optional.empty()).code()).isEqualTo("ok");

        RawPhone late = new RawPhone(acme.server, link);
        assertThat(late.begin().code()).isEqualTo("activation_used");
        assertThat(early.finish().code()).isEqualTo("activation_used");
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_CONTESTED)).hasSize(3);
        String subject = "An activation link was used on a second device";
        assertThat(acme.server.mailServer().text(String.valueOf(ada.mail()), subject))
                .contains(ada.userName());
        assertThat(acme.server.mailServer().text(acme.operatorMail, subject)).contains(ada.userName());
        assertThat(acme.server.mailServer().messages(acme.operatorMail)).hasSize(1);
        assertThat(acme.token(ada).state()).isEqualTo(TokenState.ACTIVE);
    }

    @Test
    void bindsExactlyOneOfManyDevicesThatRace() {
        for (int round = 0; round < 5; round++) {
            UserAccount user = acme.user();
            String link = TestPhone.offer(acme.server, user);
            List<RawPhone> phones = IntStream.range(0, 8)
                    .mapToObj(i -> new RawPhone(acme.server, link))
                    .toList();
            atOnce(phones.stream()
                            .<Callable<String>>map(phone -> () -> phone.begin().code())
                            .toList())
                    .forEach(code -> assertThat(code).isEqualTo("ok"));
            List<String> codes = atOnce(phones.stream()
                    .<Callable<String>>map(phone -> () -> phone.finish().code())
                    .toList());
            assertThat(codes).containsOnlyOnce("ok");
            assertThat(codes).filteredOn("activation_used"::equals).hasSize(7);
            RawPhone winner = phones.get(codes.indexOf("ok"));
            assertThat(winner.activate(Optional.empty()).code()).isEqualTo("ok");
            assertThat(acme.audited(user, AuditType.ENROLLMENT_CONTESTED)).hasSize(7);
        }
    }

    @Test
    void completesOnceWhenOneActivationArrivesManyTimesAtOnce() {
        for (int round = 0; round < 25; round++) {
            UserAccount user = acme.user();
            RawPhone phone = acme.phone(user);
            phone.begin();
            phone.finish();
            String message = phone.activationMessage(phone.passcodeOfTheStepBefore());
            List<String> codes = atOnce(IntStream.range(0, 4)
                    .<Callable<String>>mapToObj(
                            i -> () -> phone.activate(message, Optional.empty()).code())
                    .toList());
            assertThat(codes).containsOnly("ok");
            assertThat(acme.audited(user, AuditType.TOKEN_ACTIVATED)).hasSize(1);
        }
    }

    @Test
    void refusesEveryStepAfterItsTime() {
        UserAccount bob = acme.user();
        UserAccount eve = acme.user();
        RawPhone unbegun = acme.phone(ada);
        RawPhone begun = acme.phone(bob);
        begun.begin();
        RawPhone claimed = acme.phone(eve);
        claimed.begin();
        claimed.finish();
        acme.server.time().pass(Duration.ofMinutes(11));
        assertThat(unbegun.begin().code()).isEqualTo("activation_expired");
        assertThat(begun.finish().code()).isEqualTo("activation_expired");
        assertThat(claimed.activate(Optional.empty()).code()).isEqualTo("activation_expired");
        assertThat(acme.state(unbegun)).isInstanceOf(EnrollmentState.Expired.class);
        assertThat(acme.token(eve).state()).isEqualTo(TokenState.ASSIGNED);
    }

    @Test
    void letsAMailedStringWorkForThePolicysTimeAndNoLonger() {
        RawPhone phone = new RawPhone(acme.server, acme.mailedLink(ada));
        acme.server.time().pass(Duration.ofHours(71));
        assertThat(phone.begin().code()).isEqualTo("ok");
        acme.server.time().pass(Duration.ofHours(1));
        assertThat(phone.finish().code()).isEqualTo("activation_expired");
    }

    @Test
    void refusesEveryStepAfterItWasWithdrawn() {
        RawPhone phone = acme.phone(ada);
        phone.begin();
        phone.finish();
        Actor operator = new Actor.Server();
        assertThat(acme.enrollment.revoke(acme.server.newVirtualServer().id(), phone.id(), operator))
                .isFalse();
        assertThat(acme.enrollment.revoke(acme.acme.id(), phone.id(), operator)).isTrue();
        assertThat(acme.enrollment.revoke(acme.acme.id(), phone.id(), operator)).isFalse();
        assertThat(phone.begin().code()).isEqualTo("activation_revoked");
        assertThat(phone.finish().code()).isEqualTo("activation_revoked");
        assertThat(phone.activate(Optional.empty()).code()).isEqualTo("activation_revoked");
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_REVOKED)).hasSize(1);
    }

    @Test
    void refusesEveryStepOfAUserWhoWasDisabled() {
        RawPhone claimed = acme.phone(ada);
        claimed.begin();
        claimed.finish();
        UserAccount bob = acme.user();
        RawPhone begun = acme.phone(bob);
        begun.begin();
        acme.jdbc
                .sql("update user_account set state = 'DISABLED' where virtual_server_id = ?")
                .param(acme.acme.id().value())
                .update();
        assertThat(new RawPhone(
                                acme.server,
                                begun.activation.exposedLink(acme.server.app().toString()))
                        .begin()
                        .code())
                .isEqualTo("activation_revoked");
        assertThat(begun.finish().code()).isEqualTo("activation_revoked");
        assertThat(claimed.activate(Optional.empty()).code()).isEqualTo("activation_revoked");
        assertThat(acme.enrollment.offerOnPage(acme.acme.id(), ada.id(), new Actor.Server()))
                .isInstanceOf(OfferOutcome.UnknownUser.class);
    }

    @Test
    void findsEveryChangedCharacterOfTheString() {
        String text = acme.phone(ada).activation.exposed();
        for (int i = 0; i < text.length(); i++) {
            String changed = text.substring(0, i) + (text.charAt(i) == 'B' ? 'C' : 'B') + text.substring(i + 1);
            assertThat(codeOf(changed)).isEqualTo("activation_malformed");
        }
    }

    private static String codeOf(String text) {
        try {
            ActivationString.parse(text);
            return "ok";
        } catch (ProtocolException refused) {
            return refused.code();
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
    void tellsAStrangerNothingAndLetsThemUseUpNothing() {
        RawPhone owner = acme.phone(ada);
        byte[] id = new byte[16];
        Set<RawPhone.Answer> answers = new HashSet<>();
        for (UUID enrollment : List.of(owner.activation.enrollment(), UUID.randomUUID())) {
            ActivationString guess = ActivationString.of(enrollment, id, id, owner.activation.expiry(), false);
            RawPhone stranger = new RawPhone(acme.server, guess.exposed());
            for (int i = 0; i < 6; i++) {
                answers.add(stranger.begin());
                answers.add(new RawPhone.Answer(
                        403, stranger.post("finish", unboundFinish(stranger)).body()));
            }
        }
        assertThat(answers).hasSize(1);
        assertThat(answers.iterator().next().code()).isEqualTo("activation_invalid");
        assertThat(acme.failures(owner)).isZero();
        assertThat(owner.begin().code()).isEqualTo("ok");
    }

    private static JsonObject unboundFinish(RawPhone stranger) {
        JsonObject body = new JsonObject();
        body.addProperty("finish", RawPhone.b64u(stranger.finishText("Stranger")));
        body.addProperty("mac", RawPhone.b64u(new byte[32]));
        body.addProperty("signature", RawPhone.b64u(new byte[64]));
        return body;
    }

    @Test
    void endsAfterFiveWrongConfirmations() {
        RawPhone phone = acme.phone(ada);
        phone.begin();
        JsonObject wrong = phone.finishBody(phone.finishText("Raw"));
        wrong.addProperty("mac", RawPhone.b64u(new byte[32]));
        for (int left = 4; left > 0; left--) {
            RawPhone.Answer answer = phone.post("finish", wrong);
            assertThat(answer.code()).isEqualTo("confirmation_failed");
            assertThat(answer.text("left")).isEqualTo(String.valueOf(left));
        }
        assertThat(phone.post("finish", wrong).code()).isEqualTo("activation_failed");
        assertThat(phone.finish().code()).isEqualTo("activation_failed");
        assertThat(phone.begin().code()).isEqualTo("activation_failed");
        assertThat(acme.state(phone)).isInstanceOf(EnrollmentState.Failed.class);
    }

    @Test
    void asksForThePasswordOfAMailedStringAndEndsAfterFiveWrongOnes() {
        RawPhone phone = claimedFromTheMail();
        assertThat(phone.activate(Optional.empty()).code()).isEqualTo("password_required");
        assertThat(acme.failures(phone)).isZero();
        for (int left = 4; left > 0; left--) {
            RawPhone.Answer answer = phone.activate(Optional.of("wrong horse"));
            assertThat(answer.code()).isEqualTo("password_refused");
            assertThat(answer.text("left")).isEqualTo(String.valueOf(left));
        }
        assertThat(phone.activate(Optional.of("wrong horse")).code()).isEqualTo("activation_failed");
        assertThat(phone.activate(Optional.of(EnrollmentFixture.PASSWORD)).code())
                .isEqualTo("activation_failed");
        assertThat(acme.token(ada).state()).isEqualTo(TokenState.ASSIGNED);
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_REFUSED)).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void looksAtNoMoreThanFivePasswordsHoweverManyComeAtOnce() {
        RawPhone phone = claimedFromTheMail();
        List<String> codes = atOnce(IntStream.range(0, 24)
                .<Callable<String>>mapToObj(
                        i -> () -> phone.activate(Optional.of("wrong " + i)).code())
                .toList());
        assertThat(codes).filteredOn("password_refused"::equals).hasSizeLessThanOrEqualTo(4);
        assertThat(codes).isSubsetOf("password_refused", "activation_failed");
        assertThat(acme.state(phone)).isInstanceOf(EnrollmentState.Failed.class);
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_REFUSED))
                .filteredOn(entry -> "PASSWORD_REFUSED".equals(entry.details().get("reason")))
                .hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void countsAWrongPasscodeAndTakesTheRightOneAfterIt() {
        RawPhone phone = acme.phone(ada);
        phone.begin();
        phone.finish();
        String right = phone.passcodeOfTheStepBefore();
        String wrong = right.equals("123456") ? "654321" : "123456";
        RawPhone.Answer refused = phone.activate(phone.activationMessage(wrong), Optional.empty());
        assertThat(refused.code()).isEqualTo("passcode_refused");
        assertThat(refused.text("left")).isEqualTo("4");
        assertThat(phone.activate(phone.activationMessage(right), Optional.empty())
                        .code())
                .isEqualTo("ok");
    }

    @Test
    void takesTheSameProofAgainAfterAPasswordWasMistyped() {
        RawPhone phone = claimedFromTheMail();
        String message = phone.activationMessage(phone.passcodeOfTheStepBefore());
        assertThat(phone.activate(message, Optional.of("wrong horse")).code()).isEqualTo("password_refused");
        acme.server.time().pass(Duration.ofSeconds(110));
        assertThat(phone.activate(message, Optional.of(EnrollmentFixture.PASSWORD))
                        .code())
                .isEqualTo("ok");
    }

    @Test
    void tellsADeviceWithAWrongClockWhatTimeItIs() {
        RawPhone phone = acme.phone(ada);
        phone.begin();
        phone.finish();
        String message = phone.activationMessage(phone.passcodeOfTheStepBefore());
        acme.server.time().pass(Duration.ofMinutes(5));
        RawPhone.Answer answer = phone.activate(message, Optional.empty());
        assertThat(answer.code()).isEqualTo("clock_skew");
        assertThat(answer.text("serverTime")).isNotEmpty();
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

    @Test
    void keepsOnlySoManyBegins() {
        String link = TestPhone.offer(acme.server, ada);
        RawPhone first = new RawPhone(acme.server, link);
        first.begin();
        for (int i = 0; i < 8; i++) {
            assertThat(new RawPhone(acme.server, link).begin().code()).isEqualTo("ok");
        }
        assertThat(first.finish().code()).isEqualTo("activation_invalid");
        assertThat(first.begin().code()).isEqualTo("ok");
        assertThat(first.finish().code()).isEqualTo("ok");
    }
}
