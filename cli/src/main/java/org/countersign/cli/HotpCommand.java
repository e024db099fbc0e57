package org.countersign.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.countersign.otp.Hotp;
import org.countersign.otp.HotpParameters;
import org.countersign.otp.OtpKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code otp hotp}: the passcode of one counter value. */
@Command(
        name = "hotp",
        description = {"Compute an event-based passcode (RFC 4226).", SecretOption.WARNING},
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class HotpCommand implements Callable<Integer> {
    private final InputStream input;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SecretOption secret = new SecretOption();

    @Option(
            names = "--counter",
            paramLabel = "N",
            required = true,
            description = "How many passcodes were made before: 0 for the first.")
    private long counter;

    @Mixin
    private FormatOptions format = new FormatOptions();

    HotpCommand(InputStream input) {
        this.input = input;
    }

    @Override
    public Integer call() throws IOException {
        HotpParameters parameters = new HotpParameters(format.algorithm(), format.format());
        try (OtpKey key = secret.read(input)) {
            Printer.print(spec, Hotp.passcode(key, parameters, counter));
        }
        return ExitCode.OK;
    }
}
