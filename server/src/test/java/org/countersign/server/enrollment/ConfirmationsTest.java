package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.testing.TestRules;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.UserAccount;
import org.junit.jupiter.api.Test;

/** Where the rules say so, a token waits until its user has compared the numbers of page and app. */
class ConfirmationsTest {
    private static final String IP = "198.51.100.9";

    private final EnrollmentFixture acme = new EnrollmentFixture();
    private final Confirmations confirmations = acme.server.part(Confirmations.class);
    private final UserAccount ada = acme.user();

    private void confirmOnThePage() {
        TestRules.turn(acme.server, acme.acme, "/enrollment/confirmOnPage", true);
    }

    private RawPhone claimed(UserAccount user) {
        RawPhone phone = acme.phone(user);
        assertThat(phone.begin().code()).isEqualTo("ok");
        assertThat(phone.finish().code()).isEqualTo("ok");
        return phone;
    }

    private String number(RawPhone phone) {
        return ((EnrollmentState.Claimed) acme.state(phone)).confirmCode();
    }

    private static String other(String number) {
        return (number.charAt(0) == '0' ? "1" : "0") + number.substring(1);
    }

    private static byte[] proof(RawPhone phone, PageWord word) {
        try (SecretBytes secret = SecretBytes.copyOf(phone.activation.exposedSecret())) {
            return EnrollmentKeys.wordProof(secret, word);
        }
    }

    private boolean say(RawPhone phone, PageWord word) {
        return confirmations.say(acme.acme.id(), phone.id(), word, proof(phone, word), IP);
    }

    @Test
    void waitsForTheWordOnThePageWhereTheRulesSaySo() {
        confirmOnThePage();
        RawPhone phone = claimed(ada);
        for (int i = 0; i < 2 * EnrollmentRow.MOST_FAILURES; i++) {
            assertThat(phone.activate(Optional.empty()).code()).isEqualTo("confirmation_awaited");
        }
        assertThat(acme.failures(phone)).isZero();
        assertThat(acme.state(phone))
                .isInstanceOfSatisfying(
                        EnrollmentState.Claimed.class,
                        standing -> assertThat(standing.awaitsWord()).isTrue());
        assertThat(say(phone, new PageWord(number(phone), true))).isTrue();
        assertThat(phone.activate(Optional.empty()).code()).isEqualTo("ok");
        assertThat(acme.token(ada).state()).isEqualTo(TokenState.ACTIVE);
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_CONFIRMED)).hasSize(1);
    }

    @Test
    void asksForNoWordWhereTheRulesSayNothing() {
        RawPhone phone = claimed(ada);
        assertThat(((EnrollmentState.Claimed) acme.state(phone)).awaitsWord()).isFalse();
        assertThat(phone.activate(Optional.empty()).code()).isEqualTo("ok");
    }

    @Test
    void takesTheWordOfNobodyElseAndOfNoOtherNumber() {
        confirmOnThePage();
        RawPhone phone = claimed(ada);
        PageWord right = new PageWord(number(phone), true);
        PageWord wrong = new PageWord(other(number(phone)), true);
        assertThat(say(phone, wrong)).isFalse();
        assertThat(say(phone, new PageWord(wrong.code(), false))).isFalse();
        assertThat(confirmations.say(acme.acme.id(), phone.id(), right, proof(phone, wrong), IP))
                .isFalse();
        assertThat(confirmations.say(acme.acme.id(), phone.id(), right, new byte[32], IP))
                .isFalse();
        UserAccount eve = acme.user();
        assertThat(confirmations.say(acme.acme.id(), eve.id(), phone.id(), right, new Actor.User(eve.id()), IP))
                .isFalse();
        assertThat(phone.activate(Optional.empty()).code()).isEqualTo("confirmation_awaited");
        assertThat(confirmations.say(acme.acme.id(), ada.id(), phone.id(), right, new Actor.User(ada.id()), IP))
                .isTrue();
        assertThat(phone.activate(Optional.empty()).code()).isEqualTo("ok");
    }

    @Test
    void endsWithTheWordThatItIsAnotherAndTellsUserAndOperators() {
        confirmOnThePage();
        RawPhone phone = claimed(ada);
        String number = number(phone);
        assertThat(say(phone, new PageWord(number, false))).isTrue();
        assertThat(phone.activate(Optional.empty()).code()).isNotEqualTo("ok");
        assertThat(say(phone, new PageWord(number, true))).isFalse();
        assertThat(acme.state(phone)).isInstanceOf(EnrollmentState.Revoked.class);
        assertThat(acme.tokens.of(acme.acme.id(), ada.id())).isEmpty();
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_DISPUTED)).hasSize(1);
        assertThat(acme.server.mailServer().text(String.valueOf(ada.mail()), "An app was enrolled"))
                .contains(IP);
        assertThat(acme.server.mailServer().text(acme.operatorMail, "An app was enrolled"))
                .contains(ada.userName());
    }

    /** The later the no, the likelier that the app was faster: rounds go through both. */
    @Test
    void decidesBetweenNoAndTheAppHoweverTheyRace() {
        confirmOnThePage();
        for (int round = 0; round < 16; round++) {
            UserAccount user = acme.user();
            RawPhone phone = claimed(user);
            String number = number(phone);
            assertThat(say(phone, new PageWord(number, true))).isTrue();
            Duration later = Duration.ofMillis(5L * round);
            List<String> results = EnrollmentFixture.atOnce(List.<Callable<String>>of(
                    () -> {
                        Thread.sleep(later);
                        return "no " + say(phone, new PageWord(number, false));
                    },
                    () -> phone.activate(Optional.empty()).code(),
                    () -> phone.activate(Optional.empty()).code()));
            boolean active = results.contains("ok");
            assertThat(results).contains("no " + !active);
            assertThat(acme.state(phone))
                    .isInstanceOf(active ? EnrollmentState.Completed.class : EnrollmentState.Revoked.class);
            assertThat(acme.tokens.of(acme.acme.id(), user.id())).hasSize(active ? 1 : 0);
        }
    }
}
