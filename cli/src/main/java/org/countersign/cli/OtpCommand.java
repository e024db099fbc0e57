package org.countersign.cli;

import java.io.InputStream;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code otp}: computes passcodes from a secret at hand, for tests and for tokens kept elsewhere. */
@Command(
        name = "otp",
        description = "Compute passcodes from a secret.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class OtpCommand {
    private OtpCommand() {}

    static CommandLine commandLine(InputStream input, Clock clock) {
        return new CommandLine(new OtpCommand())
                .addSubcommand(new HotpCommand(input))
                .addSubcommand(new TotpCommand(input, clock))
                .addSubcommand(new OcraCommand(input, clock));
    }
}
