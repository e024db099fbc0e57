package org.countersign.cli.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify-audit}: says whether an export of the record is what the server signed, and where it is not. */
@Command(
        name = "verify-audit",
        description = {
            "Check a signed export of the record, without a server.",
            "Exit code 0: intact; 1: changed, with every place that is; 2: not such a file."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class VerifyAuditCommand implements Callable<Integer> {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    private final InputStream input;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The export, as it was downloaded; - reads from the input.")
    private String file = "";

    @Option(
            names = "--key",
            paramLabel = "FINGERPRINT",
            description = {
                "Fingerprint of the key that must have signed, as the console shows it under Audit, Integrity:",
                "64 hexadecimal digits; spaces and colons between them do not matter. May be given again."
            })
    private List<String> given = new ArrayList<>();

    private VerifyAuditCommand(InputStream input) {
        this.input = input;
    }

    /** Returns the command with its input given. */
    public static CommandLine commandLine(InputStream input) {
        return new CommandLine(new VerifyAuditCommand(input));
    }

    @Override
    public Integer call() throws IOException {
        Set<String> trusted =
                given.stream().map(VerifyAuditCommand::fingerprint).collect(Collectors.toSet());
        Findings findings = new Findings();
        try (BufferedReader reader = open()) {
            return report(AuditVerifier.verify(reader, trusted, findings), findings, trusted);
        } catch (JsonLine.Unreadable unreadable) {
            throw new IllegalArgumentException(
                    "This file cannot be checked, because " + unreadable.getMessage() + ".", unreadable);
        }
    }

    private BufferedReader open() throws IOException {
        return file.equals("-")
                ? new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))
                : Files.newBufferedReader(Path.of(file));
    }

    private static String fingerprint(String typed) {
        String digits = typed.replaceAll("[\\s:]", "").toLowerCase(Locale.ROOT);
        if (!FINGERPRINT.matcher(digits).matches()) {
            throw new IllegalArgumentException("A fingerprint has 64 hexadecimal digits.");
        }
        return digits;
    }

    private int report(AuditVerifier.Summary summary, Findings findings, Set<String> trusted)
            throws JsonLine.Unreadable {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        JsonLine manifest = summary.manifest();
        out.println(
                "Record of " + manifest.text("name") + " (" + manifest.text("slug") + ", " + manifest.text("vs") + ")");
        out.println("Asked for: " + manifest.text("from") + " to " + manifest.text("to") + ", made "
                + manifest.text("made"));
        out.println("Events:    " + summary.events() + ", from "
                + (manifest.number("after") == 0 ? "the beginning" : "checkpoint " + manifest.number("after"))
                + " to checkpoint " + manifest.number("until"));
        summary.signers().forEach(signer -> out.println("Signed by: " + signer));
        if (findings.none()) {
            out.println();
            out.println("Intact: nothing was changed, deleted, reordered or cut off.");
            if (trusted.isEmpty()) {
                out.println("Compare the fingerprint with the console's (Audit, Integrity), or give it with --key:");
                out.println("a file that somebody made and signed with a key of their own looks the same.");
            }
            return ExitCode.OK;
        }
        out.println();
        out.println("NOT INTACT: " + findings.count() + (findings.count() == 1 ? " fault" : " faults"));
        findings.kept().forEach(out::println);
        return ExitCode.SOFTWARE;
    }
}
