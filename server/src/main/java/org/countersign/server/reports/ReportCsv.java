package org.countersign.server.reports;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.countersign.server.kernel.CsvText;
import org.countersign.server.kernel.CsvTexts;
import org.jspecify.annotations.Nullable;

/** A report for spreadsheets: words for people, moments in UTC. */
final class ReportCsv implements ReportFile {
    private final List<ReportColumn> columns;
    private final ReportWords words;
    private final Writer out;
    private final CsvText csv;

    ReportCsv(ReportOrder order, ReportWords words, CsvTexts texts, OutputStream stream) throws IOException {
        this.columns = order.shown();
        this.words = words;
        this.out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        this.csv = texts.to(out);
        out.write(CsvText.BYTE_ORDER_MARK);
        csv.line(words.headings(columns));
    }

    @Override
    public void add(List<@Nullable String> row) {
        List<String> cells = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            cells.add(words.value(columns.get(i), row.get(i)));
        }
        try {
            csv.line(cells);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
