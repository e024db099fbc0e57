package org.countersign.cli;

import java.io.InputStream;
import java.time.Clock;
import java.util.Objects;
import org.countersign.cli.audit.VerifyAuditCommand;
import org.countersign.cli.phone.PhoneCommand;
import org.countersign.cli.phone.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code countersign-cli}: nothing but the list of its subcommands. */
@Command(
        name = "countersign-cli",
        description = "Tools for Countersign, multi-factor authentication of your own.",
        mixinStandardHelpOptions = true,
        versionProvider = CountersignCli.Version.class,
        subcommandsRepeatable = false,
        synopsisSubcommandLabel = "COMMAND")
public final class CountersignCli {
    private CountersignCli() {}

    /** Runs the program and ends the virtual machine with its exit code. */
    public static void main(String[] arguments) {
        Clock clock = Clock.systemUTC();
        System.exit(commandLine(System.in, clock, Surroundings.ofProcess(System.in, clock))
                .execute(arguments));
    }

    /** The program with its input and its clock given. */
    static CommandLine commandLine(InputStream input, Clock clock) {
        return commandLine(input, clock, Surroundings.ofProcess(input, clock));
    }

    /** The program with everything around it given. */
    static CommandLine commandLine(InputStream input, Clock clock, Surroundings surroundings) {
        return new CommandLine(new CountersignCli())
                .addSubcommand(OtpCommand.commandLine(input, clock))
                .addSubcommand(PhoneCommand.commandLine(surroundings))
                .addSubcommand(VerifyAuditCommand.commandLine(input))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new InputFault())
                .setExecutionExceptionHandler(new InputFault());
    }

    /** The version as the archive's manifest tells it. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = CountersignCli.class.getPackage().getImplementationVersion();
            return new String[] {"countersign-cli " + Objects.requireNonNullElse(version, "(unpackaged)")};
        }
    }
}
