package org.countersign.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Compares with {@code oathtool} of the OATH Toolkit, which shares no code with this library: 200 random tokens with 50
 * passcodes each, the same ones in every run.
 */
@DisplayName("Passcodes agree with oathtool")
class OathtoolTest {
    private static final int TOKENS = 100;
    private static final int PASSCODES_PER_TOKEN = 50;

    @Test
    @DisplayName("RFC 4226: 5,000 passcodes of 100 random event-based tokens")
    void agreesOnHotp() throws Exception {
        Random random = new Random(4226);
        int compared = 0;
        for (int i = 0; i < TOKENS; i++) {
            OtpKey key = randomKey(random);
            int digits = 6 + random.nextInt(3);
            long first = random.nextLong(1L << 40);
            HotpParameters parameters = new HotpParameters(HashAlgorithm.SHA1, PasscodeFormat.decimal(digits));

            List<String> theirs = oathtool("--hotp", key, digits, List.of("--counter=" + first));

            assertThat(LongStream.range(first, first + PASSCODES_PER_TOKEN)
                            .mapToObj(counter ->
                                    Hotp.passcode(key, parameters, counter).exposed()))
                    .isEqualTo(theirs);
            compared += theirs.size();
        }
        assertThat(compared).isEqualTo(5_000);
    }

    @Test
    @DisplayName("RFC 6238: 5,000 passcodes of 100 random time-based tokens, all three hashes")
    void agreesOnTotp() throws Exception {
        Random random = new Random(6238);
        int compared = 0;
        for (int i = 0; i < TOKENS; i++) {
            OtpKey key = randomKey(random);
            int digits = 6 + random.nextInt(3);
            HashAlgorithm algorithm = List.of(HashAlgorithm.values()).get(i % 3);
            int seconds = 1 + random.nextInt(120);
            long moment = random.nextLong(4_000_000_000L);
            TotpParameters parameters =
                    new TotpParameters(algorithm, PasscodeFormat.decimal(digits), Duration.ofSeconds(seconds));
            long first = moment / seconds;

            List<String> theirs = oathtool(
                    "--totp=" + algorithm.name().toLowerCase(Locale.ROOT),
                    key,
                    digits,
                    List.of("--now=@" + moment, "--time-step-size=" + seconds + "s"));

            assertThat(LongStream.range(first, first + PASSCODES_PER_TOKEN)
                            .mapToObj(
                                    step -> Totp.passcode(key, parameters, step).exposed()))
                    .isEqualTo(theirs);
            compared += theirs.size();
        }
        assertThat(compared).isEqualTo(5_000);
    }

    private static OtpKey randomKey(Random random) {
        byte[] bytes = new byte[16 + random.nextInt(49)];
        random.nextBytes(bytes);
        return OtpKey.copyOf(bytes);
    }

    /** Asks for consecutive passcodes; the keys here are made up, so that they show in the process list does no harm. */
    private static List<String> oathtool(String mode, OtpKey key, int digits, List<String> more) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("oathtool", mode, "--digits=" + digits, "--window=" + (PASSCODES_PER_TOKEN - 1)));
        command.addAll(more);
        command.add(HexFormat.of().formatHex(key.exposedBytes()));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return fail(
                    "oathtool is not installed. Install it (Debian and Ubuntu: apt-get install oathtool;"
                            + " Fedora: dnf install oathtool; macOS: brew install oath-toolkit), then run the tests again.",
                    e);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().toList();
    }
}
