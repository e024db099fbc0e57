package org.countersign.cli;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.countersign.otp.OtpKey;
import org.countersign.otp.Totp;
import org.countersign.otp.TotpParameters;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code otp totp}: the passcode of one moment. */
@Command(
        name = "totp",
        description = {"Compute a time-based passcode (RFC 6238).", SecretOption.WARNING},
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TotpCommand implements Callable<Integer> {
    private final InputStream input;
    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SecretOption secret = new SecretOption();

    @Option(
            names = "--at",
            paramLabel = "MOMENT",
            converter = Moment.class,
            description = "The moment, like 2026-11-22T10:00:00Z or in seconds since 1970. Default: now.")
    private @Nullable Instant at;

    @Option(
            names = "--step",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long a passcode lasts: 1 to 86400. Default: ${DEFAULT-VALUE}.")
    private long stepSeconds;

    @Mixin
    private FormatOptions format = new FormatOptions();

    TotpCommand(InputStream input, Clock clock) {
        this.input = input;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        TotpParameters parameters =
                new TotpParameters(format.algorithm(), format.format(), Duration.ofSeconds(stepSeconds));
        long step = parameters.stepAt(Objects.requireNonNullElseGet(at, clock::instant));
        try (OtpKey key = secret.read(input)) {
            Printer.print(spec, Totp.passcode(key, parameters, step));
        }
        return ExitCode.OK;
    }
}
