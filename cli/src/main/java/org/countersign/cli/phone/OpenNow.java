package org.countersign.cli.phone;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.countersign.device.CheckReport;
import org.countersign.device.Phone;
import org.countersign.device.wire.ErrorCodes;
import org.countersign.device.wire.ProtocolException;
import org.countersign.device.wire.PushRequest;

/** The requests open at all servers of a phone. */
final class OpenNow {
    private static final int SHORTEST_PREFIX = 4;

    private OpenNow() {}

    /** The request of this id, or of an id that begins so. */
    static PushRequest find(Phone phone, String id) throws IOException {
        List<PushRequest> found = new ArrayList<>();
        for (String origin : phone.origins()) {
            CheckReport report = phone.check(origin);
            report.requests().stream()
                    .filter(request ->
                            id.length() >= SHORTEST_PREFIX && request.id().startsWith(id))
                    .forEach(found::add);
        }
        if (found.size() != 1) {
            throw new ProtocolException(
                    ErrorCodes.REQUEST_UNKNOWN,
                    found.isEmpty()
                            ? "No open request has this id. It may have expired or been answered elsewhere."
                            : "Several open requests have an id that begins so. Type more of it.");
        }
        return found.get(0);
    }
}
