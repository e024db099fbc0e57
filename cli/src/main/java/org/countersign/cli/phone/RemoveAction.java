package org.countersign.cli.phone;

import org.countersign.device.Phone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code phone remove}. */
@Command(
        name = "remove",
        description = "Remove a token from this phone for good. The server keeps it until it is revoked there.",
        mixinStandardHelpOptions = true)
final class RemoveAction extends PhoneAction {
    @Parameters(paramLabel = "SERIAL", description = "The token's serial, or its id.")
    private String serial = "";

    @Override
    boolean act(Phone phone) {
        phone.remove(serial);
        out().println("Removed.");
        return true;
    }
}
