package org.countersign.cli.phone;

import java.io.IOException;
import java.util.Optional;
import org.countersign.device.Phone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code phone approve}. */
@Command(name = "approve", description = "Approve a push request.", mixinStandardHelpOptions = true)
final class ApproveAction extends PhoneAction {
    @Parameters(paramLabel = "ID", description = "The request's id, or its first characters.")
    private String id = "";

    @Option(names = "--number", paramLabel = "N", description = "The number that the sign-in page shows.")
    private @Nullable String number;

    @Override
    boolean act(Phone phone) throws IOException {
        return Answers.report(this, phone.approve(OpenNow.find(phone, id), Optional.ofNullable(number), false));
    }
}
