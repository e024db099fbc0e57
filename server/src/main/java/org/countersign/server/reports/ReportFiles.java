package org.countersign.server.reports;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.countersign.server.kernel.CsvTexts;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.stereotype.Component;

/** Begins the files that reports are written to. */
@Component
final class ReportFiles {
    private final ReportWords words;
    private final VirtualServers virtualServers;
    private final CsvTexts texts;

    ReportFiles(ReportWords words, VirtualServers virtualServers, CsvTexts texts) {
        this.words = words;
        this.virtualServers = virtualServers;
        this.texts = texts;
    }

    ReportFile open(
            VirtualServerId virtualServer, ReportOrder order, ReportFormat format, Instant madeAt, OutputStream out)
            throws IOException {
        return switch (format) {
            case CSV -> new ReportCsv(order, words, texts, out);
            case JSON -> new ReportJson(order, madeAt, out);
            case PDF ->
                new ReportPdf(
                        words,
                        order,
                        virtualServers.get(virtualServer).name() + " · " + words.title(order.kind()),
                        madeAt,
                        out);
        };
    }
}
