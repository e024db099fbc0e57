package org.countersign.server.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolicySettingsTest {
    private static final PolicySettings USUAL = PolicySettings.DEFAULT;

    @Test
    void writesThePolicyStringOfEveryKindOfPin() {
        assertThat(List.of(
                        USUAL.policyString(),
                        USUAL.with(PinRules.DEFAULT.withKind(PinKind.TOKEN)).policyString(),
                        USUAL.with(PinRules.DEFAULT.withKind(PinKind.SERVER)).policyString(),
                        USUAL.with(new PinRules(PinKind.TOKEN, 6, 12, PinCharacters.ALNUM, 10, false))
                                .policyString(),
                        USUAL.with(new PushRules(true, 0, 60, 3, true)).policyString(),
                        USUAL.with(new PushRules(false, 6, 60, 3, false)).policyString()))
                .containsExactly(
                        "TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=2",
                        "TOTP-SHA256-6-30;PIN=TOKEN:4-8:DIGITS;TRIES=5;BIO=1;PUSH=1;NUM=2",
                        "TOTP-SHA256-6-30;PIN=SERVER:4-8:DIGITS;PUSH=1;NUM=2",
                        "TOTP-SHA256-6-30;PIN=TOKEN:6-12:ALNUM;TRIES=10;PUSH=1;NUM=2",
                        "TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=0;ENH=1",
                        "TOTP-SHA256-6-30;PIN=NONE;PUSH=0;NUM=0");
    }

    @Test
    void refusesRulesThatContradictOneAnother() {
        PolicySettings enhanced = USUAL.with(new PushRules(true, 0, 60, 3, true));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> enhanced.with(PinRules.DEFAULT.withKind(PinKind.TOKEN)))
                .withMessageContaining("notification");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PinRules(PinKind.SERVER, 4, 8, PinCharacters.ALNUM, 5, true));
        assertThatIllegalArgumentException().isThrownBy(() -> PinRules.DEFAULT.withTries(11));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PinRules(PinKind.TOKEN, 8, 6, PinCharacters.DIGITS, 5, true));
    }
}
