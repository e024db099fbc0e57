package org.countersign.cli.phone;

import java.io.IOException;
import org.countersign.device.CheckReport;
import org.countersign.device.Phone;
import org.countersign.device.ServerRefusal;
import org.countersign.device.wire.PushRequest;
import picocli.CommandLine.Command;

/** {@code phone requests}. */
@Command(name = "requests", description = "Show the open push requests.", mixinStandardHelpOptions = true)
final class RequestsAction extends PhoneAction {
    @Override
    boolean act(Phone phone) throws IOException {
        int open = 0;
        for (String origin : phone.origins()) {
            CheckReport report = phone.check(origin);
            for (PushRequest request : report.requests()) {
                out().println(RequestView.text(request, report.serverTime()));
                open++;
                tellOpened(phone, request);
            }
            if (report.dropped() > 0) {
                refuse("request_not_genuine", report.dropped() + " request(s) were not by the token's server.");
            }
        }
        if (open == 0) {
            out().println("No open requests.");
        }
        return true;
    }

    private static void tellOpened(Phone phone, PushRequest request) throws IOException {
        try {
            phone.acknowledge(request, true);
        } catch (ServerRefusal e) {
            // It ended between the check and now; answering it will say so.
            return;
        }
    }
}
