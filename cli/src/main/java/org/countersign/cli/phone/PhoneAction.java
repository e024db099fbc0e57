package org.countersign.cli.phone;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.countersign.device.Phone;
import org.countersign.device.Pin;
import org.countersign.device.wire.ProtocolException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** One act of the phone: opens the vault, acts, and turns every refusal into one sentence with its code. */
abstract class PhoneAction implements Callable<Integer> {
    /** The exit code of a refusal; wrong usage has 2. */
    static final int REFUSED = 1;

    @ParentCommand
    private @Nullable PhoneCommand parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public final Integer call() throws InterruptedException {
        try {
            Optional<Path> vault = Objects.requireNonNull(parent).vault();
            Phone phone = surroundings().phone(vault);
            return act(pin().map(phone::with).orElse(phone)) ? ExitCode.OK : REFUSED;
        } catch (ProtocolException e) {
            return refuse(e.code(), e.detail());
        } catch (UncheckedIOException e) {
            return refuse("vault_unusable", "The vault cannot be read or written: " + e.getCause());
        } catch (java.nio.file.FileSystemException e) {
            return refuse("file_unusable", "A file cannot be read or written: " + e.getMessage());
        } catch (IOException e) {
            return refuse("server_unreachable", "The server did not answer. Check the network and try again.");
        }
    }

    /** Acts; false when it came to a refusal that has been printed. */
    abstract boolean act(Phone phone) throws IOException, InterruptedException;

    /** The PIN that the command was given, if any. */
    final Optional<Pin> pin() throws IOException {
        Optional<Path> file = Objects.requireNonNull(parent).pinFile();
        return file.isPresent() ? Optional.of(pin(file.get())) : Optional.empty();
    }

    static Pin pin(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return Pin.typed(lines.findFirst().orElse("").strip());
        }
    }

    final Surroundings surroundings() {
        return Objects.requireNonNull(parent).surroundings();
    }

    final PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    final int refuse(String code, String detail) {
        PrintWriter errors = Objects.requireNonNull(spec).commandLine().getErr();
        errors.println(Plain.text(detail) + " [" + Plain.text(code) + "]");
        errors.flush();
        return REFUSED;
    }
}
