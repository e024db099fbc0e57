package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.UserAccount;
import org.junit.jupiter.api.Test;

/** An enrollment that was used, raced, withdrawn or is too old binds no stranger's device, and tells the people concerned. */
class EnrollmentAttackTest {
    private final EnrollmentFixture acme = new EnrollmentFixture();
    private final UserAccount ada = acme.user();

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
            EnrollmentFixture.atOnce(phones.stream()
                            .<Callable<String>>map(phone -> () -> phone.begin().code())
                            .toList())
                    .forEach(code -> assertThat(code).isEqualTo("ok"));
            List<String> codes = EnrollmentFixture.atOnce(phones.stream()
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
            List<String> codes = EnrollmentFixture.atOnce(IntStream.range(0, 4)
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
}
