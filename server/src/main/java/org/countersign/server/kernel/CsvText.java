package org.countersign.server.kernel;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes comma-separated values (RFC 4180), the only way in which this server does: {@link CsvTexts} makes it. Every cell of text is quoted, lines
 * end with CR LF, and no cell is a formula in a spreadsheet: a character that starts one gets an apostrophe before it,
 * at the beginning of the cell, and also after a separator, a quote or a line break within it, because programs differ
 * in where they think that a cell begins.
 */
public class CsvText {
    /** Write it first where a spreadsheet shall read names beyond ASCII as they are: it says that the text is UTF-8. */
    public static final String BYTE_ORDER_MARK = "\uFEFF";

    /** The wide forms count too: some spreadsheets take them for the narrow ones. */
    private static final String STARTS_A_FORMULA = "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20";

    private static final String ENDS_A_CELL = ",;|\t\r\n\"'\u0000";

    private final Appendable out;

    CsvText(Appendable out) {
        this.out = out;
    }

    /** Writes one line of text cells; an absent one is empty. */
    public void line(List<? extends @Nullable Object> cells) throws IOException {
        boolean further = false;
        for (Object cell : cells) {
            if (further) {
                out.append(',');
            }
            further = true;
            cell(cell);
        }
        out.append("\r\n");
    }

    private void cell(@Nullable Object cell) throws IOException {
        if (cell == null) {
            return;
        }
        if (cell instanceof Long || cell instanceof Integer) {
            out.append(cell.toString());
            return;
        }
        out.append('"');
        String text = cell.toString();
        boolean begins = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (begins && STARTS_A_FORMULA.indexOf(c) >= 0) {
                out.append('\'');
            }
            if (c == '"') {
                out.append('"');
            }
            out.append(c);
            begins = (begins && isBlank(c)) || ENDS_A_CELL.indexOf(c) >= 0;
        }
        out.append('"');
    }

    /** Spreadsheets strip what looks like nothing before they look for a formula. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }
}
