package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.countersign.device.wire.DeviceDescription;
import org.countersign.server.audit.AuditType;
import org.countersign.server.policy.Policies;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestRules;
import org.countersign.server.tokens.Devices;
import org.countersign.server.users.UserAccount;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S8: kinds of devices that may enroll, and those that get push requests")
class TargetsTest {
    private static final DeviceDescription IPHONE = new DeviceDescription("web", "phone", "iOS 18", "Raw 1", true);

    private final EnrollmentFixture acme = new EnrollmentFixture();

    @Test
    void keepsOtherKindsOutAndLeavesTheStringForAnAllowedOne() {
        TestRules.turn(acme.server, acme.acme, "/enrollment/targets/ios", false);
        UserAccount ada = acme.user();
        String link = TestPhone.offer(acme.server, ada);
        RawPhone iphone = new RawPhone(acme.server, link, IPHONE);
        for (int i = 0; i < 6; i++) {
            assertThat(iphone.begin().code()).isEqualTo("target_not_allowed");
        }
        assertThat(acme.failures(iphone)).isZero();
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_REFUSED))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.details()).containsEntry("reason", "TARGET_NOT_ALLOWED"));
        RawPhone linux = new RawPhone(acme.server, link);
        assertThat(linux.begin().code()).isEqualTo("ok");
        assertThat(linux.finish().code()).isEqualTo("ok");
    }

    @Test
    void asksAgainBeforeADeviceIsBound() {
        UserAccount ada = acme.user();
        RawPhone iphone = new RawPhone(acme.server, TestPhone.offer(acme.server, ada), IPHONE);
        assertThat(iphone.begin().code()).isEqualTo("ok");
        TestRules.turn(acme.server, acme.acme, "/enrollment/targets/ios", false);
        assertThat(iphone.finish().code()).isEqualTo("target_not_allowed");
        TestRules.turn(acme.server, acme.acme, "/enrollment/targets/ios", true);
        assertThat(iphone.finish().code()).isEqualTo("ok");
    }

    @Test
    void tellsAnAppOnAKindWithoutPushThatThereIsNone() {
        TestRules.turn(acme.server, acme.acme, "/push/targets/ios", false);
        RawPhone iphone = new RawPhone(acme.server, TestPhone.offer(acme.server, acme.user()), IPHONE);
        RawPhone linux = new RawPhone(acme.server, TestPhone.offer(acme.server, acme.user()));
        assertThat(policy(iphone)).contains("PUSH=0;NUM=0").doesNotContain("PUSH=1");
        assertThat(policy(linux)).contains("PUSH=1");
    }

    private static String policy(RawPhone phone) {
        String payload = phone.begin().text("offer").split("\\.", -1)[1];
        return new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
    }

    @Test
    void endsPushForTokensInUseAtOnce() {
        UserAccount ada = acme.user();
        TestPhone.of(acme.server, ada);
        Devices devices = acme.server.part(Devices.class);
        Policies policies = acme.server.part(Policies.class);
        assertThat(devices.pushable(
                        acme.acme.id(),
                        ada.id(),
                        policies.current(acme.acme.id()).push()))
                .hasSize(1);
        for (String target : new String[] {"android", "ios", "windows", "macos", "linux", "other"}) {
            TestRules.turn(acme.server, acme.acme, "/push/targets/" + target, false);
        }
        assertThat(devices.pushable(
                        acme.acme.id(),
                        ada.id(),
                        policies.current(acme.acme.id()).push()))
                .isEmpty();
    }

    @Test
    void showsTheCodeOfEachAppThatHasBegunBeforeOneIsBound() {
        String link = TestPhone.offer(acme.server, acme.user());
        RawPhone first = new RawPhone(acme.server, link);
        assertThat(acme.state(first)).isEqualTo(open(first));
        first.begin();
        assertThat(acme.state(first)).isEqualTo(open(first, first.secrets().code()));
        first.begin();
        RawPhone second = new RawPhone(acme.server, link);
        second.begin();
        assertThat(acme.state(first))
                .isEqualTo(open(first, second.secrets().code(), first.secrets().code()));
        first.finish();
        assertThat(acme.state(first))
                .isInstanceOfSatisfying(
                        EnrollmentState.Claimed.class,
                        claimed -> assertThat(claimed.confirmCode())
                                .isEqualTo(first.secrets().code()));
    }

    private EnrollmentState open(RawPhone phone, String... codes) {
        var expiresAt = acme.state(phone) instanceof EnrollmentState.Open waiting ? waiting.expiresAt() : null;
        return new EnrollmentState.Open(Objects.requireNonNull(expiresAt), List.of(codes));
    }
}
