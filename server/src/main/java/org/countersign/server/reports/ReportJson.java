package org.countersign.server.reports;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A report for programs: one object, whose rows are objects with the columns' ids and the names that are stored. */
final class ReportJson implements ReportFile {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<ReportColumn> columns;
    private final Writer out;
    private long rows;

    ReportJson(ReportOrder order, Instant madeAt, OutputStream stream) throws IOException {
        this.columns = order.shown();
        this.out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        out.write("{\"report\":" + JSON.writeValueAsString(order.kind().slug()) + ",\"madeAt\":"
                + JSON.writeValueAsString(madeAt.toString()) + ",\"rows\":[");
    }

    @Override
    public void add(List<@Nullable String> row) {
        ObjectNode object = JSON.createObjectNode();
        for (int i = 0; i < row.size(); i++) {
            object.put(columns.get(i).id(), row.get(i));
        }
        try {
            out.write(rows == 0 ? "\n" : ",\n");
            out.write(object.toString());
            rows++;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() throws IOException {
        out.write("\n],\"count\":" + rows + "}\n");
        out.flush();
    }
}
