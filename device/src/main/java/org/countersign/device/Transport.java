package org.countersign.device;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/**
 * Carries JSON to a server and back, over HTTPS, without following redirects.
 *
 * <p>An implementation refuses plain HTTP except to this very machine, and bodies longer than a mebibyte.
 */
@Seam("the command line uses the JDK's HTTP client, Android another, tests none")
public interface Transport {
    /**
     * What came back, whatever its status.
     *
     * @throws IOException when nothing came back
     */
    Reply post(URI uri, String json) throws IOException;

    /**
     * Opens a stream of events.
     *
     * @throws IOException when nothing came back
     */
    StreamReply open(URI uri, String json) throws IOException;

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param body its text, read as UTF-8
     */
    record Reply(int status, String body) {}

    /**
     * An open answer; closing it closes the connection.
     *
     * @param status HTTP status
     * @param body what arrives
     */
    record StreamReply(int status, InputStream body) implements Closeable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
