package org.countersign.server.kernel;

import org.springframework.stereotype.Component;

/** Makes whatever writes comma-separated values for spreadsheets: one place, where tests plant a careless one. */
@Component
public class CsvTexts {
    /** Returns what writes to {@code out}, which should buffer and be UTF-8. */
    public CsvText to(Appendable out) {
        return new CsvText(out);
    }
}
