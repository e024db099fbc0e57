package org.countersign.server.kernel;

import java.util.List;
import java.util.stream.Collectors;

/** The mistake that the tests must notice: values quoted as RFC 4180 says, and formulas left as they are. */
public final class CarelessCsv {
    private CarelessCsv() {}

    /** Returns one line. */
    public static String line(List<String> cells) {
        return cells.stream()
                .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",", "", "\r\n"));
    }
}
