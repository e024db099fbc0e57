package org.countersign.cli.phone;

import java.io.IOException;
import java.nio.file.Path;
import org.countersign.device.Phone;
import org.countersign.device.wire.ErrorCodes;
import org.countersign.device.wire.ProtocolException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code phone change-pin}. */
@Command(
        name = "change-pin",
        description = "Change a token PIN or a server PIN. --pin-file holds the current one.",
        mixinStandardHelpOptions = true)
final class ChangePinAction extends PhoneAction {
    @Parameters(paramLabel = "SERIAL", description = "The token's serial, or its id.")
    private String serial = "";

    @Option(
            names = "--new-pin-file",
            paramLabel = "FILE",
            required = true,
            description = "A file with the new PIN in its first line.")
    private Path newPinFile = Path.of("");

    @Override
    boolean act(Phone phone) throws IOException {
        phone.pins()
                .change(
                        serial,
                        pin().orElseThrow(() -> new ProtocolException(
                                ErrorCodes.PIN_REQUIRED, "Give the current PIN with --pin-file.")),
                        pin(newPinFile));
        out().println("Changed.");
        return true;
    }
}
