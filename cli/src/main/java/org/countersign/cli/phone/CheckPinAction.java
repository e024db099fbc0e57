package org.countersign.cli.phone;

import java.io.IOException;
import org.countersign.device.Phone;
import org.countersign.device.wire.ErrorCodes;
import org.countersign.device.wire.ProtocolException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code phone check-pin}. */
@Command(
        name = "check-pin",
        description = "Ask the server whether --pin-file holds the right token PIN. A wrong one costs a try.",
        mixinStandardHelpOptions = true)
final class CheckPinAction extends PhoneAction {
    @Parameters(paramLabel = "SERIAL", description = "The token's serial, or its id.")
    private String serial = "";

    @Override
    boolean act(Phone phone) throws IOException {
        phone.pins()
                .check(
                        serial,
                        pin().orElseThrow(() ->
                                new ProtocolException(ErrorCodes.PIN_REQUIRED, "Give the PIN with --pin-file.")));
        out().println("Right.");
        return true;
    }
}
