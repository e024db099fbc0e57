package org.countersign.cli.phone;

import java.io.IOException;
import org.countersign.device.Phone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code phone deny}. */
@Command(name = "deny", description = "Deny a push request.", mixinStandardHelpOptions = true)
final class DenyAction extends PhoneAction {
    @Parameters(paramLabel = "ID", description = "The request's id, or its first characters.")
    private String id = "";

    @Option(names = "--not-me", description = "It wasn't me: report the attempt.")
    private boolean isAttack;

    @Override
    boolean act(Phone phone) throws IOException {
        return Answers.report(this, phone.deny(OpenNow.find(phone, id), isAttack));
    }
}
