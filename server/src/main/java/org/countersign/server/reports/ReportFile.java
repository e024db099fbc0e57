package org.countersign.server.reports;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that a report becomes, row by row; closing it ends the file, not the stream below. */
sealed interface ReportFile extends AutoCloseable permits ReportCsv, ReportJson, ReportPdf {
    /**
     * Adds one row.
     *
     * @throws java.io.UncheckedIOException when whoever reads it is gone
     */
    void add(List<@Nullable String> row);

    @Override
    void close() throws IOException;
}
