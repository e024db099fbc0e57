package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.countersign.device.Phone;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestRules;
import org.countersign.server.users.UserAccount;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A link lives for days. What the policy says when somebody enrolls counts, not what it said when they were invited. */
@DisplayName("S9: a rule for tokens that changed since the invitation")
class RulesSinceInvitationTest {
    private final EnrollmentFixture acme = new EnrollmentFixture();
    private final UserAccount ada = acme.user();

    private void eightDigits() {
        TestRules.set(acme.server, acme.acme, "/tokens/length", 8);
        TestRules.set(acme.server, acme.acme, "/locks/threshold", 7);
    }

    private int threshold() {
        return acme.jdbc
                .sql("select lock_threshold from token where id = ?")
                .param(acme.token(ada).id().value())
                .query(Integer.class)
                .single();
    }

    @Test
    void holdsForWhoeverEnrollsAfterwards() throws IOException {
        String link = acme.mailedLink(ada);
        eightDigits();
        Phone phone = TestPhone.empty(acme.server);
        var enrollment = phone.enroll(link, Optional.empty());
        enrollment.finish("Phone", Optional.empty(), true);
        enrollment.activate(Optional.of(EnrollmentFixture.PASSWORD));
        assertThat(acme.token(ada).policyString()).startsWith("TOTP-SHA256-8");
        assertThat(threshold()).isEqualTo(7);
        String passcode = phone.passcode(acme.token(ada).serial()).exposed();
        assertThat(passcode).hasSize(8);
        assertThat(acme.spend(ada, passcode).reason()).isEqualTo("accepted");
    }

    @Test
    void makesAnAppThatHadBegunBeforeBeginAgain() {
        String link = acme.mailedLink(ada);
        RawPhone early = new RawPhone(acme.server, link);
        assertThat(early.begin().code()).isEqualTo("ok");
        TestRules.turn(acme.server, acme.acme, "/push/allowed", false);
        assertThat(early.finish().code()).isEqualTo("activation_revoked");
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_REFUSED))
                .anySatisfy(entry -> assertThat(entry.details()).containsValue("RULES_CHANGED"));
        assertThat(acme.token(ada).standing().seeded()).isFalse();

        RawPhone again = new RawPhone(acme.server, link);
        assertThat(again.begin().code()).isEqualTo("ok");
        assertThat(again.finish().code()).isEqualTo("ok");
        assertThat(acme.token(ada).policyString()).contains("PUSH=0");
    }

    @Test
    void doesNotChangeATokenThatIsInUse() {
        TestPhone.of(acme.server, ada);
        eightDigits();
        assertThat(acme.token(ada).policyString()).startsWith("TOTP-SHA256-6");
        assertThat(threshold()).isNotEqualTo(7);
    }
}
