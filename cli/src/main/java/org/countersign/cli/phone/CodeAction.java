package org.countersign.cli.phone;

import java.time.Duration;
import org.countersign.device.Phone;
import org.countersign.device.ShownPasscode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code phone code}. */
@Command(
        name = "code",
        description = "Print a passcode, and nothing else. An event-based token goes on to its next one.",
        mixinStandardHelpOptions = true)
final class CodeAction extends PhoneAction {
    @Parameters(paramLabel = "SERIAL", description = "The token's serial, or its id.")
    private String serial = "";

    @Option(
            names = "--wait",
            description = "Wait for the next passcode when this phone has already sent the current one.")
    private boolean isPatient;

    @Option(names = "--challenge", paramLabel = "TEXT", description = "The challenge, for a challenge-response token.")
    private @Nullable String challenge;

    @Override
    boolean act(Phone phone) throws InterruptedException {
        if (challenge != null) {
            out().println(phone.response(serial, challenge));
            return true;
        }
        ShownPasscode passcode = phone.passcode(serial);
        while (passcode instanceof ShownPasscode.OfTime timed && timed.isSpent()) {
            if (!isPatient) {
                refuse(
                        "passcode_spent",
                        "This phone has already sent the current passcode. Use --wait for the next one.");
                return false;
            }
            surroundings().pause().pass(Duration.between(surroundings().clock().instant(), timed.end()));
            passcode = phone.passcode(serial);
        }
        out().println(passcode.exposed());
        return true;
    }
}
