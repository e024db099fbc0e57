package org.countersign.server.web.shell;

import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.countersign.server.kernel.Seam;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Sends files that are written while they travel. Each holds a connection to the database for as long as that takes, so
 * only some may be under way at once.
 */
@Component
public final class Downloads {
    private static final int AT_ONCE = 4;
    private static final int BUFFERED = 64 * 1024;

    private final Semaphore free = new Semaphore(AT_ONCE);

    /** Writes bytes of a file. */
    @Seam("each file has its own content")
    @FunctionalInterface
    public interface Bytes {
        void write(OutputStream out) throws IOException;
    }

    /** Writes text of a file. */
    @Seam("each file has its own content")
    @FunctionalInterface
    public interface Text {
        void write(Writer out) throws IOException;
    }

    /**
     * Sends a file to be kept by whoever asked.
     *
     * @throws ResponseStatusException 503 when too many are under way
     */
    public void bytes(HttpServletResponse response, String name, String type, Bytes content) throws IOException {
        if (!free.tryAcquire()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "30");
            throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
        }
        try {
            response.setContentType(type);
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment()
                            .filename(name, StandardCharsets.UTF_8)
                            .build()
                            .toString());
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            OutputStream out = new BufferedOutputStream(response.getOutputStream(), BUFFERED);
            content.write(out);
            out.flush();
        } finally {
            free.release();
        }
    }

    /** Sends a file of text. */
    public void text(HttpServletResponse response, String name, String type, Text content) throws IOException {
        bytes(response, name, type + ";charset=UTF-8", out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFERED);
            content.write(writer);
            writer.flush();
        });
    }
}
