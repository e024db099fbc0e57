package org.countersign.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells wrong usage and input, in two lines and with exit code 2, from a fault of the program, shown in full. */
final class InputFault implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException fault, String[] arguments) {
        return refuse(fault.getCommandLine(), String.valueOf(fault.getMessage()));
    }

    @Override
    public int handleExecutionException(Exception fault, CommandLine command, ParseResult parsed) throws Exception {
        // The libraries throw IllegalArgumentException for input only, with messages meant for people.
        if (fault instanceof IllegalArgumentException) {
            return refuse(command, String.valueOf(fault.getMessage()));
        } else if (fault instanceof IOException) {
            return refuse(command, "Cannot read " + fault.getMessage());
        }
        throw fault;
    }

    private static int refuse(CommandLine command, String message) {
        command.getErr().println(command.getColorScheme().errorText(message));
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }
}
