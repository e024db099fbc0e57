package org.countersign.cli.phone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.countersign.device.Enrollment;
import org.countersign.device.Phone;
import org.countersign.device.Pin;
import org.countersign.device.TokenRecord;
import org.countersign.device.wire.Origins;
import org.countersign.device.wire.ProtocolException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code phone enroll}. */
@Command(
        name = "enroll",
        description = {
            "Enroll a token with an activation link or string.",
            "Repeat the command after a failure: it goes on where it stopped."
        },
        mixinStandardHelpOptions = true)
final class EnrollAction extends PhoneAction {
    private static final int MAX_PASSWORD = 1024;

    @Parameters(
            paramLabel = "ACTIVATION",
            description = "The link or string of the enrollment page; - reads it from the standard input.")
    private String activation = "";

    @Option(names = "--name", paramLabel = "NAME", description = "The token's name. Default: as the server proposes.")
    private @Nullable String name;

    @Option(
            names = "--server",
            paramLabel = "ORIGIN",
            description = "The app's address, like https://app.example.org, for a string without a link.")
    private @Nullable String server;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file with your password, for enrollments that ask for it; - for the standard input.")
    private @Nullable String passwordFile;

    @Option(names = "--no-push", description = "Switch Autosend off for this token.")
    private boolean pushOff;

    @Override
    boolean act(Phone phone) throws IOException {
        String text = activation.equals("-") ? line(surroundings().input()) : activation;
        Enrollment enrollment = phone.enroll(text, Optional.ofNullable(server).map(EnrollAction::origin));
        if (!enrollment.isClaimed()) {
            out().println("Organisation: " + Plain.text(enrollment.offer().organisation()));
            out().println("Account: " + Plain.text(enrollment.offer().account()));
        }
        out().println("Code: " + enrollment.code() + " (the enrollment page shows the same)");
        out().flush();
        Optional<Pin> pin = pin();
        if (pin.isPresent()) {
            enrollment.choosePin(pin.get());
        }
        if (!enrollment.isClaimed()) {
            String chosen = name == null ? enrollment.offer().tokenName() : name;
            enrollment.finish(chosen, Optional.empty(), !pushOff);
        }
        Optional<String> password = enrollment.isPasswordAsked() ? password() : Optional.empty();
        TokenRecord token = enrollment.activate(password);
        out().println("Serial: " + Plain.text(token.serial()));
        out().println("Name: " + Plain.text(token.name()));
        return true;
    }

    private Optional<String> password() throws IOException {
        if (passwordFile == null) {
            return surroundings().password().get();
        } else if (passwordFile.equals("-")) {
            return Optional.of(line(surroundings().input()));
        }
        try (InputStream file = Files.newInputStream(Path.of(passwordFile))) {
            return Optional.of(line(file));
        }
    }

    /** One line, byte by byte, so that what follows stays for the next reader of the same input. */
    private static String line(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = input.read(); c >= 0 && c != '\n' && line.size() < MAX_PASSWORD; c = input.read()) {
            line.write(c);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static String origin(String server) {
        return Origins.parse(server)
                .orElseThrow(
                        () -> new ProtocolException(
                                "plain_http_refused",
                                "--server must be an address like https://app.example.org; plain HTTP is for this machine only."));
    }
}
