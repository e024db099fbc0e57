package org.countersign.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.countersign.otp.PasscodeMatch.Matched;
import org.countersign.otp.PasscodeMatch.NoMatch;
import org.countersign.otp.PasscodeMatch.SpentBefore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Matching of HOTP (RFC 4226 section 7.2)")
class HotpMatcherTest {
    private static final OtpKey KEY = OtpKey.copyOf(new byte[20]);
    private static final HotpParameters LONG =
            new HotpParameters(HashAlgorithm.SHA1, new PasscodeFormat(PasscodeAlphabet.BASE64, 8));

    @Property
    void matchesExactlyFromTheExpectedCounterToTheLookAhead(
            @ForAll @Size(20) byte[] secret,
            @ForAll @LongRange(max = 1_000_000) long next,
            @ForAll @IntRange(max = 15) int lookAhead,
            @ForAll @IntRange(min = 1, max = 15) int lookBehind,
            @ForAll @IntRange(min = -20, max = 20) int offset) {
        long counter = Math.max(next + offset, 0);
        OtpKey key = OtpKey.copyOf(secret);
        HotpMatcher matcher = new HotpMatcher(LONG, new HotpWindow(lookAhead, lookBehind, 100));

        PasscodeMatch match = matcher.match(key, Hotp.passcode(key, LONG, counter), next);

        PasscodeMatch expected;
        if (counter < next) {
            expected = next - counter <= lookBehind ? new SpentBefore(counter) : new NoMatch();
        } else {
            expected = counter <= next + lookAhead ? new Matched(counter) : new NoMatch();
        }
        assertThat(match).isEqualTo(expected);
    }

    @Property
    void neverMatchesACounterTwice(
            @ForAll @LongRange(max = 1_000_000) long next,
            @ForAll @IntRange(max = 10) int ahead,
            @ForAll @IntRange(max = 9) int acceptedSince) {
        HotpMatcher matcher = new HotpMatcher(LONG, HotpWindow.DEFAULT);
        Passcode passcode = Hotp.passcode(KEY, LONG, next + ahead);
        long spent = ((Matched) matcher.match(KEY, passcode, next)).movingFactor();

        assertThat(matcher.match(KEY, passcode, spent + 1 + acceptedSince)).isEqualTo(new SpentBefore(spent));
    }

    @Property(tries = 200)
    void resynchronisesOnTwoConsecutiveLivePasscodesOnly(
            @ForAll @LongRange(min = 100, max = 1_000_000) long next,
            @ForAll @IntRange(min = -20, max = 70) int ahead) {
        HotpMatcher matcher = new HotpMatcher(LONG, new HotpWindow(10, 10, 50));
        long first = next + ahead;

        PasscodeMatch match =
                matcher.resynchronise(KEY, Hotp.passcode(KEY, LONG, first), Hotp.passcode(KEY, LONG, first + 1), next);

        assertThat(match).isEqualTo(ahead >= 0 && ahead + 1 <= 50 ? new Matched(first + 1) : new NoMatch());
    }

    @Test
    @DisplayName("RFC 4226 Appendix D: the third passcode matches a new token and moves it to counter 3")
    void matchesThePasscodesOfTheRfc() {
        OtpKey key = OtpKey.ofBase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        HotpMatcher matcher = new HotpMatcher(HotpParameters.DEFAULT, HotpWindow.DEFAULT);
        Passcode third = PasscodeFormat.decimal(6).parse("359152").orElseThrow();

        assertThat(matcher.match(key, third, 0)).isEqualTo(new Matched(2));
        assertThat(matcher.match(key, third, 3)).isEqualTo(new SpentBefore(2));
    }

    @Test
    void refusesACounterOutOfRange() {
        HotpMatcher matcher = new HotpMatcher(LONG, HotpWindow.DEFAULT);

        assertThatIllegalArgumentException().isThrownBy(() -> matcher.match(KEY, new Passcode("x"), -1));
        assertThatIllegalArgumentException().isThrownBy(() -> matcher.match(KEY, new Passcode("x"), Long.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> new HotpWindow(101, 10, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> new HotpWindow(10, 0, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> new HotpWindow(10, 10, 0));
    }
}
