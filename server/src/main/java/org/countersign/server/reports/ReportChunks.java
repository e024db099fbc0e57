package org.countersign.server.reports;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Rows as they lie in chunks: one JSON array a line, some thousand lines together, gzip. */
final class ReportChunks {
    /** So many bytes of text lie in one chunk, and in memory, at a time. */
    private static final int TOGETHER = 256 * 1024;

    private static final JsonMapper JSON = new JsonMapper();

    private final Consumer<byte[]> taker;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(TOGETHER + 4096);
    private long rows;

    /** Hands each chunk to {@code taker} as soon as it is full. */
    ReportChunks(Consumer<byte[]> taker) {
        this.taker = taker;
    }

    void add(List<@Nullable String> row) {
        waiting.writeBytes(JSON.writeValueAsString(row).getBytes(StandardCharsets.UTF_8));
        waiting.write('\n');
        rows++;
        if (waiting.size() >= TOGETHER) {
            flush();
        }
    }

    /** Hands over what is left, and returns how many rows there were. */
    long end() {
        if (waiting.size() > 0) {
            flush();
        }
        return rows;
    }

    private void flush() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            waiting.writeTo(gzip);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        waiting.reset();
        taker.accept(packed.toByteArray());
    }

    static void read(byte[] chunk, Consumer<List<@Nullable String>> taker) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(new ByteArrayInputStream(chunk)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                taker.accept(JSON.readValue(line, new TypeReference<ArrayList<@Nullable String>>() {}));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
