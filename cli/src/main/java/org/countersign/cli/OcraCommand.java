package org.countersign.cli;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.countersign.otp.Ocra;
import org.countersign.otp.OcraInput;
import org.countersign.otp.OcraSuite;
import org.countersign.otp.OtpKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code otp ocra}: the response to one challenge. */
@Command(
        name = "ocra",
        description = {"Compute the response to a challenge (RFC 6287).", SecretOption.WARNING},
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class OcraCommand implements Callable<Integer> {
    private final InputStream input;
    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SecretOption secret = new SecretOption();

    @Option(
            names = "--suite",
            paramLabel = "SUITE",
            required = true,
            description = "What goes into the response, like OCRA-1:HOTP-SHA1-6:QN08.")
    private String suite = "";

    @Option(names = "--question", paramLabel = "TEXT", required = true, description = "The challenge.")
    private String question = "";

    @Option(
            names = "--counterpart",
            paramLabel = "TEXT",
            description = "The second challenge, of the side that computes the response, if both sides asked one.")
    private @Nullable String counterpart;

    @Option(names = "--counter", paramLabel = "N", description = "The counter, for a suite with C.")
    private @Nullable Long counter;

    @Option(names = "--pin", paramLabel = "PIN", description = "The PIN, for a suite with P (visible to others).")
    private @Nullable String pin;

    @Option(
            names = "--session",
            paramLabel = "HEX",
            description = "The session information in hexadecimal, for a suite with S.")
    private @Nullable String session;

    @Option(
            names = "--timestamp",
            paramLabel = "MOMENT",
            converter = Moment.class,
            description = "The moment, for a suite with T, like 2026-11-22T10:00:00Z or in seconds since 1970."
                    + " Default: now.")
    private @Nullable Instant timestamp;

    OcraCommand(InputStream input, Clock clock) {
        this.input = input;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        OcraSuite parsed = OcraSuite.parse(suite);
        OcraInput ocraInput = ocraInput(parsed);
        try (OtpKey key = secret.read(input)) {
            Printer.print(spec, Ocra.response(key, parsed, ocraInput));
        }
        return ExitCode.OK;
    }

    private OcraInput ocraInput(OcraSuite parsed) {
        OcraInput.Builder builder =
                counterpart == null ? OcraInput.question(question) : OcraInput.mutualQuestion(question, counterpart);
        if (counter != null) {
            builder.counter(counter);
        }
        if (pin != null) {
            builder.pin(pin);
        }
        if (session != null) {
            builder.session(Hexadecimal.parse("The session information", session));
        }
        if (parsed.timeStep().isPresent()) {
            builder.timeStep(parsed.timeStepAt(Objects.requireNonNullElseGet(timestamp, clock::instant)));
        } else if (timestamp != null) {
            throw new IllegalArgumentException("The suite does not ask for a time step, so --timestamp has no place");
        }
        return builder.build();
    }
}
