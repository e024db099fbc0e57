package org.countersign.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
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

/** The properties use Base64 passcodes of 8 characters, whose 48 bits make chance matches too rare to see. */
@DisplayName("Matching of TOTP (RFC 6238 section 5.2)")
class TotpMatcherTest {
    private static final OtpKey KEY = OtpKey.copyOf(new byte[20]);
    private static final TotpParameters LONG = new TotpParameters(
            HashAlgorithm.SHA1, new PasscodeFormat(PasscodeAlphabet.BASE64, 8), TotpParameters.DEFAULT.step());

    @Property
    void matchesExactlyTheLiveStepsOfTheWindow(
            @ForAll @Size(20) byte[] secret,
            @ForAll @LongRange(max = 100_000_000) long current,
            @ForAll @IntRange(max = 5) int back,
            @ForAll @IntRange(max = 5) int forward,
            @ForAll @IntRange(min = -20, max = 20) int offset,
            @ForAll @IntRange(min = -20, max = 20) int lastOffset) {
        long step = Math.max(current + offset, 0);
        long last = Math.max(current + lastOffset, -1);
        OtpKey key = OtpKey.copyOf(secret);
        TotpMatcher matcher = new TotpMatcher(LONG, new TotpWindow(back, forward, 11, 100));

        PasscodeMatch match = matcher.match(key, Totp.passcode(key, LONG, step), current, last);

        PasscodeMatch expected;
        if (step <= last) {
            expected = last - step < 11 ? new SpentBefore(step) : new NoMatch();
        } else {
            expected = step >= current - back && step <= current + forward ? new Matched(step) : new NoMatch();
        }
        assertThat(match).isEqualTo(expected);
    }

    @Property
    void neverMatchesAStepTwice(
            @ForAll @Size(20) byte[] secret,
            @ForAll @LongRange(max = 100_000_000) long current,
            @ForAll @IntRange(min = -1, max = 1) int offset,
            @ForAll @IntRange(max = 3) int later) {
        OtpKey key = OtpKey.copyOf(secret);
        TotpMatcher matcher = new TotpMatcher(LONG, TotpWindow.DEFAULT);
        Passcode passcode = Totp.passcode(key, LONG, Math.max(current + offset, 0));

        PasscodeMatch first = matcher.match(key, passcode, current, TotpMatcher.NONE_SPENT);
        long spent = ((Matched) first).movingFactor();

        assertThat(matcher.match(key, passcode, current + later, spent)).isEqualTo(new SpentBefore(spent));
    }

    @Property(tries = 200)
    void resynchronisesOnTwoConsecutiveLivePasscodesOnly(
            @ForAll @LongRange(min = 1000, max = 100_000_000) long current,
            @ForAll @IntRange(min = -60, max = 60) int drift,
            @ForAll @IntRange(min = -60, max = 60) int lastDrift) {
        TotpMatcher matcher = new TotpMatcher(LONG, new TotpWindow(1, 1, 10, 50));
        long first = current + drift;
        long last = current + lastDrift;

        PasscodeMatch match = matcher.resynchronise(
                KEY, Totp.passcode(KEY, LONG, first), Totp.passcode(KEY, LONG, first + 1), current, last);
        boolean found = first > last && first >= current - 50 && first + 1 <= current + 50;

        assertThat(match).isEqualTo(found ? new Matched(first + 1) : new NoMatch());
    }

    @Test
    void doesNotResynchroniseOnPasscodesThatAreNotConsecutiveInOrder() {
        TotpMatcher matcher = new TotpMatcher(LONG, TotpWindow.DEFAULT);
        Passcode step100 = Totp.passcode(KEY, LONG, 100);
        Passcode step101 = Totp.passcode(KEY, LONG, 101);
        Passcode step102 = Totp.passcode(KEY, LONG, 102);

        assertThat(matcher.resynchronise(KEY, step101, step100, 100, -1)).isEqualTo(new NoMatch());
        assertThat(matcher.resynchronise(KEY, step100, step102, 100, -1)).isEqualTo(new NoMatch());
        assertThat(matcher.resynchronise(KEY, step100, step100, 100, -1)).isEqualTo(new NoMatch());
    }

    @Test
    void refusesTheTextJustSpentEvenWhereItBelongsToALiveStepToo() {
        TotpParameters five =
                new TotpParameters(HashAlgorithm.SHA1, PasscodeFormat.decimal(5), TotpParameters.DEFAULT.step());
        // Two steps in a row with the same passcode; with five digits there is one in every hundred thousand.
        long twin = LongStream.range(0, 2_000_000)
                .filter(step -> Totp.passcode(KEY, five, step).equals(Totp.passcode(KEY, five, step + 1)))
                .findFirst()
                .orElseThrow();
        TotpMatcher matcher = new TotpMatcher(five, TotpWindow.DEFAULT);
        Passcode passcode = Totp.passcode(KEY, five, twin);

        assertThat(matcher.match(KEY, passcode, twin, -1)).isEqualTo(new Matched(twin));
        assertThat(matcher.match(KEY, passcode, twin, twin)).isEqualTo(new SpentBefore(twin));
        assertThat(matcher.match(KEY, passcode, twin + 1, twin - 1)).isEqualTo(new Matched(twin));
    }

    @Test
    void matchesNothingOfAnotherLengthOrKey() {
        TotpMatcher matcher = new TotpMatcher(TotpParameters.DEFAULT, TotpWindow.DEFAULT);
        Passcode passcode = Totp.passcode(KEY, LONG, 100);

        assertThat(matcher.match(KEY, passcode, 100, -1)).isEqualTo(new NoMatch());
        OtpKey another = OtpKey.copyOf("another key".getBytes(StandardCharsets.US_ASCII));
        assertThat(new TotpMatcher(LONG, TotpWindow.DEFAULT).match(another, passcode, 100, -1))
                .isEqualTo(new NoMatch());
    }

    @Test
    void worksAtTheBeginningAndTheEndOfTime() {
        TotpMatcher matcher = new TotpMatcher(LONG, new TotpWindow(100, 100, 1_000, 2_880));
        long end = PasscodeSearch.MAX_MOVING_FACTOR;

        assertThat(matcher.match(KEY, Totp.passcode(KEY, LONG, 0), 0, -1)).isEqualTo(new Matched(0));
        assertThat(matcher.match(KEY, Totp.passcode(KEY, LONG, end), end, -1)).isEqualTo(new Matched(end));
        assertThat(matcher.match(KEY, Totp.passcode(KEY, LONG, end), end, end)).isEqualTo(new SpentBefore(end));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> matcher.match(KEY, Totp.passcode(KEY, LONG, 0), end + 1, -1))
                .withMessageContaining("current step");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> matcher.match(KEY, Totp.passcode(KEY, LONG, 0), 0, -2))
                .withMessageContaining("last step");
    }

    @Test
    void hasAWindowWithinBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TotpWindow(-1, 1, 10, 100))
                .withMessage("stepsBack must be 0 to 100, but is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TotpWindow(1, 101, 110, 100))
                .withMessageContaining("stepsForward");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TotpWindow(5, 5, 10, 100))
                .withMessage("stepsLookBehind must be 11 to 1000, but is 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TotpWindow(1, 1, 10, 2_881))
                .withMessageContaining("stepsResynchronise");
    }
}
