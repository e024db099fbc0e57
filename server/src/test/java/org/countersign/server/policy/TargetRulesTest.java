package org.countersign.server.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("S8: on which kinds of devices something is allowed")
class TargetRulesTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource({
        "web,Android 15,ANDROID",
        "web,iOS 18,IOS",
        "web,iPadOS,IOS",
        "web,Windows,WINDOWS",
        "web,macOS,MACOS",
        "web,Linux,LINUX",
        "web,ChromeOS,LINUX",
        "web,Unknown,OTHER",
        "android,'',ANDROID",
        "ios,anything,IOS",
        "linux,Debian 12,LINUX",
        "windows,Android,WINDOWS",
        "macos,'',MACOS"
    })
    void knowsTheKindOfADevice(String platform, String system, Target target) {
        assertThat(Target.of(platform, system)).isEqualTo(target);
    }

    @Test
    void allowsWhateverNothingIsSaidOf() {
        EnrollmentRules old = JSON.readValue("{\"mailedHours\": 24}", EnrollmentRules.class);
        assertThat(old).isEqualTo(new EnrollmentRules(24, false, true, false, TargetRules.ALL));
        TargetRules some = JSON.readValue("{\"ios\": false}", TargetRules.class);
        for (Target target : Target.values()) {
            assertThat(some.allow(target)).isEqualTo(target != Target.IOS);
        }
    }

    @Test
    void refusesRulesUnderWhichNobodyCouldEnroll() {
        TargetRules none = new TargetRules(false, false, false, false, false, false);
        assertThatThrownBy(() -> new EnrollmentRules(72, false, true, false, none))
                .isInstanceOfSatisfying(UnacceptableRule.class, refused -> {
                    assertThat(refused.fault()).isEqualTo(UnacceptableRule.Fault.NO_TARGET);
                    assertThat(refused.rules()).hasSize(6).contains(PolicyRule.ENROLL_ANDROID);
                });
        assertThat(new PushRules(true, 2, 60, 3, 3, false, none).allows(Target.ANDROID))
                .isFalse();
    }

    @Test
    void takesNothingButPushOutOfAPolicyString() {
        assertThat(PushRules.withoutPush("TOTP=1;LEN=6;PUSH=1;NUM=2")).isEqualTo("TOTP=1;LEN=6;PUSH=0;NUM=0");
        assertThat(PushRules.withoutPush("TOTP=1;PUSH=1;NUM=0;ENH=1")).isEqualTo("TOTP=1;PUSH=0;NUM=0");
        assertThat(PushRules.withoutPush("X;PUSH=0;NUM=0")).isEqualTo("X;PUSH=0;NUM=0");
        assertThat(PushRules.withoutPush("X;SUITE=OCRA-1:HOTP-SHA1-6:QN08"))
                .isEqualTo("X;SUITE=OCRA-1:HOTP-SHA1-6:QN08");
    }
}
