package org.countersign.server.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.countersign.otp.PasscodeAlphabet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicySettingsTest {
    private static final PolicySettings USUAL = PolicySettings.DEFAULT;

    @Test
    void writesThePolicyStringOfEveryKindOfPin() {
        assertThat(List.of(
                        USUAL.policyString(),
                        USUAL.with(PinRules.DEFAULT.withKind(PinKind.TOKEN)).policyString(),
                        USUAL.with(PinRules.DEFAULT.withKind(PinKind.SERVER)).policyString(),
                        USUAL.with(new PinRules(
                                        PinKind.TOKEN, 6, 12, PinCharacters.ALNUM, 10, false, PinPlace.EITHER, 0, null))
                                .policyString(),
                        USUAL.with(PinRules.DEFAULT.withAppLock(true)).policyString(),
                        USUAL.with(PinRules.DEFAULT.withKind(PinKind.TOKEN).withAppLock(true))
                                .policyString(),
                        USUAL.with(new PushRules(true, 0, 60, 3, 3, true, TargetRules.ALL))
                                .policyString(),
                        USUAL.with(new PushRules(false, 6, 60, 3, 3, false, TargetRules.ALL))
                                .policyString()))
                .containsExactly(
                        "TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=2",
                        "TOTP-SHA256-6-30;PIN=TOKEN:4-8:DIGITS;TRIES=5;BIO=1;PUSH=1;NUM=2",
                        "TOTP-SHA256-6-30;PIN=SERVER:4-8:DIGITS;PUSH=1;NUM=2",
                        "TOTP-SHA256-6-30;PIN=TOKEN:6-12:ALNUM;TRIES=10;PUSH=1;NUM=2",
                        "TOTP-SHA256-6-30;PIN=NONE;LOCK=1;PUSH=1;NUM=2",
                        "TOTP-SHA256-6-30;PIN=TOKEN:4-8:DIGITS;TRIES=5;BIO=1;LOCK=1;PUSH=1;NUM=2",
                        "TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=0;ENH=1",
                        "TOTP-SHA256-6-30;PIN=NONE;PUSH=0;NUM=0");
    }

    @Test
    void refusesRulesThatContradictOneAnother() {
        PolicySettings enhanced = USUAL.with(new PushRules(true, 0, 60, 3, 3, true, TargetRules.ALL));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> enhanced.with(PinRules.DEFAULT.withKind(PinKind.TOKEN)))
                .withMessageContaining("notification");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PinRules(PinKind.SERVER, 4, 8, PinCharacters.ALNUM, 5, true, PinPlace.EITHER, 0, null));
        assertThatIllegalArgumentException().isThrownBy(() -> PinRules.DEFAULT.withTries(11));
        assertThatIllegalArgumentException().isThrownBy(() -> PinRules.DEFAULT.withDays(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> PinRules.DEFAULT.withDays(731));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PinRules(PinKind.TOKEN, 8, 6, PinCharacters.DIGITS, 5, true, PinPlace.EITHER, 0, null));
    }

    @Test
    void writesThePolicyStringOfChallengeResponse() {
        assertThat(USUAL.with(TokenRules.DEFAULT.withSuite("OCRA-1:HOTP-SHA512-8:QA10-T1M"))
                        .policyString())
                .isEqualTo("OCRA-SHA512-8;PIN=NONE;SUITE=OCRA-1:HOTP-SHA512-8:QA10-T1M");
    }

    @Test
    void readsRulesThatSayNothingOfTheLockOfTheApp() {
        Map<PolicyRule, String> texts = new EnumMap<>(PolicyValues.of(USUAL).texts());
        texts.remove(PolicyRule.PIN_APP_LOCK);
        assertThat(PolicyValues.of(new PolicyValues(texts).settings()).get(PolicyRule.PIN_APP_LOCK))
                .isEqualTo("false");
        texts.put(PolicyRule.PIN_APP_LOCK, "true");
        assertThat(new PolicyValues(texts).settings().pin().demandsAppLock()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "OCRA-1:HOTP-SHA256-6:C-QN08, takes a counter",
        "OCRA-1:HOTP-SHA256-6:QN08-PSHA1, a PIN",
        "OCRA-1:HOTP-SHA256-6:QN08-S064, a session",
        "OCRA-1:HOTP-SHA256-6:QN05, 6 characters or more",
        "OCRA-1:HOTP-SHA256-6:QN08-T14S, 15 seconds or more",
        "OCRA-1:HOTP-SHA256-4:QN08, length is 5 to 9",
        "OCRA-1:HOTP-SHA256-10:QN08, length is 5 to 9",
        "OCRA-1:HOTP-SHA256-0:QN08, length is 5 to 9",
        "OCRA-1:HOTP-SHA256-6:QN65, 04 to 64",
        "nonsense, parts"
    })
    void refusesSuitesThatNothingServes(String suite, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenRules.DEFAULT.withSuite(suite))
                .withMessageContaining(why);
    }

    @Test
    void refusesASuiteThatContradictsTheOtherRules() {
        TokenRules asked = TokenRules.DEFAULT.withSuite("OCRA-1:HOTP-SHA256-6:QN08");
        assertThatIllegalArgumentException().isThrownBy(() -> asked.withPasscodes(PasscodeAlphabet.DECIMAL, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> asked.withPasscodes(PasscodeAlphabet.BASE32, 6));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenRules.DEFAULT.withMode(TokenMode.OCRA));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> USUAL.with(asked).with(PinRules.DEFAULT.withKind(PinKind.TOKEN)))
                .withMessageContaining("no PIN");
        assertThat(asked.withMode(TokenMode.HOTP).suite()).isNull();
    }
}
