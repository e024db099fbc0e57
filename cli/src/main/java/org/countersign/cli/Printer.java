package org.countersign.cli;

import java.util.Objects;
import org.countersign.otp.Passcode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Prints a passcode on a line of its own, and nothing else, so that a script can take it. */
final class Printer {
    private Printer() {}

    static void print(@Nullable CommandSpec spec, Passcode passcode) {
        Objects.requireNonNull(spec).commandLine().getOut().println(passcode.exposed());
    }
}
