package org.countersign.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.countersign.device.Phone;
import org.countersign.testkit.ServerProcess;

/** Apps that hold a live connection, all at once. */
final class LiveLoad {
    private final ServerProcess server;
    private final List<Fleet.Member> members;

    LiveLoad(ServerProcess server, List<Fleet.Member> members) {
        this.server = server;
        this.members = members;
    }

    /** Opens {@code count} live connections and says how many are open, and what the server holds in memory for it. */
    String run(int count) throws IOException {
        long before = server.residentMebibytes();
        List<HttpConnection> open = new ArrayList<>();
        long started = System.nanoTime();
        try {
            for (int i = 0; i < count; i++) {
                Phone phone = members.get(i % members.size()).phone();
                HttpConnection connection = new HttpConnection(server.app(), "");
                open.add(connection);
                int status = connection.open(
                        "/device/v1/stream", phone.streamBody(server.app().toString()));
                if (status != 200) {
                    throw new IOException("live connection " + i + " was refused with " + status);
                }
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            return String.format(
                    Locale.ROOT,
                    "%,d open, opened at %,.0f/s, resident memory %d MiB (before: %d MiB)",
                    open.size(),
                    count / seconds,
                    server.residentMebibytes(),
                    before);
        } finally {
            for (HttpConnection connection : open) {
                connection.close();
            }
        }
    }
}
