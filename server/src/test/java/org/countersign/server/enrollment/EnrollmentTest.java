package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.countersign.device.Phone;
import org.countersign.otp.HashAlgorithm;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditType;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.tokens.CodeCheck;
import org.countersign.server.tokens.Device;
import org.countersign.server.tokens.Devices;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.UserAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** A device enrolls, whatever gets lost on the way. */
class EnrollmentTest {
    private final EnrollmentFixture acme = new EnrollmentFixture();

    @Test
    void enrollsATimeBasedTokenFromTheMail() throws IOException {
        UserAccount ada = acme.user();
        Phone phone = TestPhone.empty(acme.server);
        var enrollment = phone.enroll(acme.mailedLink(ada), Optional.empty());
        assertThat(enrollment.offer().organisation()).isEqualTo("Test");
        assertThat(enrollment.offer().account()).isEqualTo(ada.userName());
        assertThat(enrollment.offer().tokenName()).isEqualTo("Test " + ada.userName());
        assertThat(enrollment.isPasswordAsked()).isTrue();

        enrollment.finish("Ada's phone", Optional.empty(), true);
        var id = new org.countersign.server.kernel.EnrollmentId(acme.jdbc
                .sql("select id from enrollment where user_id = ?")
                .param(ada.id().value())
                .query(java.util.UUID.class)
                .single());
        assertThat(acme.enrollment.state(id))
                .get()
                .isInstanceOfSatisfying(
                        EnrollmentState.Claimed.class,
                        claimed -> assertThat(claimed.confirmCode()).isEqualTo(enrollment.code()));
        assertThat(acme.token(ada).state()).isEqualTo(TokenState.ASSIGNED);

        enrollment.activate(Optional.of(EnrollmentFixture.PASSWORD));
        Token token = acme.token(ada);
        assertThat(token.state()).isEqualTo(TokenState.ACTIVE);
        assertThat(token.name()).isEqualTo("Ada's phone");
        assertThat(token.policyLevel()).isEqualTo(1);
        assertThat(acme.enrollment.state(id)).get().isInstanceOf(EnrollmentState.Completed.class);
        Device device = acme.server.part(Devices.class).find(token.serial()).orElseThrow();
        assertThat(device.os()).isEqualTo("Linux 6.1");
        assertThat(device.pushEnabled()).isTrue();

        String passcode = phone.passcode(token.serial()).exposed();
        assertThat(acme.spend(ada, passcode)).isInstanceOf(CodeCheck.Accepted.class);
        assertThat(acme.spend(ada, passcode)).isInstanceOf(CodeCheck.Replayed.class);
        assertThat(acme.server.mailServer().text(String.valueOf(ada.mail()), "A new authenticator"))
                .contains("Ada's phone", "Linux 6.1");
        assertThat(acme.audited(ada, AuditType.TOKEN_ACTIVATED)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(HashAlgorithm.class)
    void enrollsAnEventBasedTokenFromAPage(HashAlgorithm algorithm) throws IOException {
        TokenRules usual = TokenRules.DEFAULT.withMode(TokenMode.HOTP);
        PolicySettings rules = PolicySettings.DEFAULT.with(new TokenRules(
                usual.mode(),
                algorithm,
                usual.alphabet(),
                8,
                usual.stepSeconds(),
                usual.driftSteps(),
                usual.lookAhead(),
                usual.resynchroniseWindow(),
                null));
        acme.server.part(Policies.class).change(acme.acme.id(), rules, new Actor.Server());
        UserAccount ada = acme.user();
        Phone phone = TestPhone.of(acme.server, ada);
        Token token = acme.token(ada);
        assertThat(token.algorithm()).isEqualTo(algorithm);
        for (long counter = 1; counter < 4; counter++) {
            assertThat(acme.spend(ada, phone.passcode(token.serial()).exposed()))
                    .isEqualTo(new CodeCheck.Accepted(token.id(), token.serial(), counter, false));
        }
    }

    @Test
    void putsTheSameStringIntoBothLinksOfTheMailFromConfigurationAlone() {
        UserAccount ada = acme.user();
        String app = acme.mailedLink(ada);
        String text = acme.server.mailServer().text(String.valueOf(ada.mail()), "Set up");
        String page = EnrollmentFixture.line(text, acme.server.pages() + "/o/" + acme.acme.slug() + "/enroll#A1");
        assertThat(page.substring(page.indexOf('#'))).isEqualTo(app.substring(app.indexOf('#')));
        assertThat(app).matches("http://localhost:\\d+/enroll#A1[A-Za-z0-9_-]{75}");
    }

    @Test
    void answersARepeatedStepWithTheSameBytes() {
        UserAccount ada = acme.user();
        RawPhone phone = acme.phone(ada);
        RawPhone.Answer offer = phone.begin();
        assertThat(phone.post("begin", phone.beginBody())).isEqualTo(offer);

        var body = phone.finishBody(phone.finishText("Raw"));
        RawPhone.Answer claimed = phone.finish(body);
        assertThat(claimed.code()).isEqualTo("ok");
        assertThat(phone.finish(body).body()).isEqualTo(claimed.body());
        assertThat(phone.post("begin", phone.beginBody()).text("offer")).isEqualTo(offer.text("offer"));

        String message = phone.activationMessage(phone.passcodeOfTheStepBefore());
        RawPhone.Answer active = phone.activate(message, Optional.empty());
        assertThat(active.code()).isEqualTo("ok");
        assertThat(phone.activate(message, Optional.empty()).body()).isEqualTo(active.body());
        acme.server.time().pass(java.time.Duration.ofMinutes(30));
        assertThat(phone.activate(message, Optional.empty()).body()).isEqualTo(active.body());
        assertThat(phone.activate(Optional.empty()).text("state")).isEqualTo("ACTIVE");
        assertThat(acme.audited(ada, AuditType.TOKEN_ACTIVATED)).hasSize(1);
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_CLAIMED)).hasSize(1);
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_CONTESTED)).isEmpty();
        assertThat(acme.failures(phone)).isEqualTo(1);
    }

    @Test
    void completesOnAPhoneThatLosesTheFirstReplyOfEveryStep() throws IOException {
        UserAccount ada = acme.user();
        Phone phone = TestPhone.empty(acme.server, new ForgetfulTransport());
        String link = TestPhone.offer(acme.server, ada);
        var enrollment = ForgetfulTransport.twice(() -> phone.enroll(link, Optional.empty()));
        ForgetfulTransport.twice(() -> {
            enrollment.finish("Ada's phone", Optional.empty(), false);
            return enrollment;
        });
        ForgetfulTransport.twice(() -> enrollment.activate(Optional.empty()));
        assertThat(acme.token(ada).state()).isEqualTo(TokenState.ACTIVE);
        assertThat(acme.spend(ada, phone.passcode(acme.token(ada).serial()).exposed()))
                .isInstanceOf(CodeCheck.Accepted.class);
    }

    @Test
    void erasesWhatItNeededOnceTheTokenIsInUse() {
        UserAccount ada = acme.user();
        RawPhone phone = acme.phone(ada);
        phone.begin();
        phone.finish();
        phone.activate(Optional.empty());
        assertThat(acme.jdbc
                        .sql(
                                "select count(*) from enrollment_begin where enrollment_id = ? and sealed_ephemeral is null")
                        .param(phone.activation.enrollment())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(acme.jdbc
                        .sql("select count(*) from enrollment where id = ? and sealed_answer is null")
                        .param(phone.activation.enrollment())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void erasesWhatItNeededOnceItsTimeIsOver() {
        UserAccount ada = acme.user();
        RawPhone phone = acme.phone(ada);
        phone.begin();
        var body = phone.finishBody(phone.finishText("Raw"));
        phone.finish(body);
        acme.server.part(EnrollmentSweep.class).sweep();
        assertThat(phone.finish(body).code()).isEqualTo("ok");
        acme.server.time().pass(java.time.Duration.ofMinutes(11));
        acme.server.part(EnrollmentSweep.class).sweep();
        assertThat(acme.jdbc
                        .sql("""
                                select count(*) from enrollment join enrollment_begin begin on begin.enrollment_id = enrollment.id
                                where enrollment.id = ? and sealed_answer is null and sealed_ephemeral is null
                                """)
                        .param(phone.activation.enrollment())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void neverShowsSeedOrActivationSecret() {
        UserAccount ada = acme.user();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        RawPhone phone = new RawPhone(acme.server, acme.mailedLink(ada));
        phone.begin();
        phone.finish();
        phone.activate(Optional.of(EnrollmentFixture.PASSWORD));
        assertThat(acme.token(ada).state()).isEqualTo(TokenState.ACTIVE);

        StringBuilder everything = new StringBuilder(String.join("\n", phone.received));
        for (String table :
                List.of("enrollment", "enrollment_begin", "token", "device", "outbox_message", "audit_event")) {
            acme.jdbc
                    .sql("select row_to_json(x)::text from " + table + " x where "
                            + (table.equals("enrollment_begin") ? "enrollment_id = ?" : "virtual_server_id = ?"))
                    .param(
                            table.equals("enrollment_begin")
                                    ? phone.activation.enrollment()
                                    : acme.acme.id().value())
                    .query(String.class)
                    .list()
                    .forEach(row -> everything.append(row).append('\n'));
        }
        root.detachAppender(log);
        log.list.forEach(event -> everything.append(event.getFormattedMessage()).append(event.getKeyValuePairs()));
        String text = everything.toString();
        assertThat(text).contains(acme.token(ada).serial());
        for (byte[] secret : List.of(phone.secrets().exposedSeed(), phone.activation.exposedSecret())) {
            assertThat(text)
                    .doesNotContain(RawPhone.b64u(secret))
                    .doesNotContain(HexFormat.of().formatHex(secret))
                    .doesNotContain(
                            HexFormat.of().withUpperCase().formatHex(secret).toUpperCase(Locale.ROOT));
        }
        assertThat(text).doesNotContain(phone.activation.exposed()).doesNotContain(EnrollmentFixture.PASSWORD);
    }

    @Test
    void usesTheReservedTokenAgainWhenANewStringReplacesTheOldOne() {
        UserAccount ada = acme.user();
        RawPhone first = acme.phone(ada);
        first.begin();
        first.finish();
        String serial = acme.token(ada).serial();
        int free = acme.tokens.inventory(acme.acme.id());

        RawPhone second = acme.phone(ada);
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(free);
        assertThat(acme.state(first)).isInstanceOf(EnrollmentState.Revoked.class);
        assertThat(first.activate(Optional.empty()).code()).isEqualTo("activation_revoked");
        assertThat(second.begin().code()).isEqualTo("ok");
        assertThat(second.finish().code()).isEqualTo("ok");
        assertThat(first.activate(Optional.empty()).code()).isEqualTo("signature_invalid");
        assertThat(second.activate(Optional.empty()).code()).isEqualTo("ok");
        assertThat(second.serial()).isEqualTo(serial);
        assertThat(acme.tokens.of(acme.acme.id(), ada.id())).hasSize(1);
    }
}
