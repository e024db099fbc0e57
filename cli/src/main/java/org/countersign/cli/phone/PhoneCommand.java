package org.countersign.cli.phone;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code phone}: an authenticator without a screen, for tests, automation and people who live in a terminal. */
@Command(
        name = "phone",
        description = "A software phone: enroll tokens, show passcodes, answer push requests.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class PhoneCommand {
    private final Surroundings surroundings;

    @Option(
            names = "--vault",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Where the tokens are kept. Default: countersign/phone.vault in the user's data folder.")
    private @Nullable Path vault;

    @Option(
            names = "--pin-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "A file with the token's PIN in its first line, for tokens that have one.")
    private @Nullable Path pinFile;

    private PhoneCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The command with its subcommands. */
    public static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new PhoneCommand(surroundings))
                .addSubcommand(new EnrollAction())
                .addSubcommand(new ListAction())
                .addSubcommand(new CodeAction())
                .addSubcommand(new RequestsAction())
                .addSubcommand(new ApproveAction())
                .addSubcommand(new DenyAction())
                .addSubcommand(new ListenAction())
                .addSubcommand(new CheckPinAction())
                .addSubcommand(new ChangePinAction())
                .addSubcommand(new SettingsAction())
                .addSubcommand(new RemoveAction());
    }

    Optional<Path> vault() {
        return Optional.ofNullable(vault);
    }

    Optional<Path> pinFile() {
        return Optional.ofNullable(pinFile);
    }

    Surroundings surroundings() {
        return surroundings;
    }
}
