package org.countersign.bench;

import java.time.Duration;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.HotpMatcher;
import org.countersign.otp.HotpParameters;
import org.countersign.otp.HotpWindow;
import org.countersign.otp.OtpKey;
import org.countersign.otp.Passcode;
import org.countersign.otp.PasscodeFormat;
import org.countersign.otp.PasscodeMatch;
import org.countersign.otp.Totp;
import org.countersign.otp.TotpMatcher;
import org.countersign.otp.TotpParameters;
import org.countersign.otp.TotpWindow;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it takes to find where a passcode belongs, with the windows that the server uses. */
@State(Scope.Thread)
public class MatchBenchmark {
    private static final long STEP = 58_000_000;

    private final OtpKey key = OtpKey.copyOf(new byte[32]);
    private final TotpParameters parameters =
            new TotpParameters(HashAlgorithm.SHA256, PasscodeFormat.decimal(6), Duration.ofSeconds(30));
    private final TotpMatcher totp = new TotpMatcher(parameters, new TotpWindow(1, 1, 10, 200));
    private final HotpMatcher hotp = new HotpMatcher(
            new HotpParameters(HashAlgorithm.SHA256, PasscodeFormat.decimal(6)), new HotpWindow(10, 10, 200));
    private final Passcode right = Totp.passcode(key, parameters, STEP);

    /** A right time-based passcode. */
    @Benchmark
    public PasscodeMatch totp() {
        return totp.match(key, right, STEP, STEP - 1);
    }

    /** A wrong event-based passcode: the whole window is searched. */
    @Benchmark
    public PasscodeMatch hotp() {
        return hotp.match(key, right, 1000);
    }
}
