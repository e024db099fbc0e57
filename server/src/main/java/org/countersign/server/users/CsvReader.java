package org.countersign.server.users;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads comma-separated values (RFC 4180), also with semicolons or tabs between them: whichever the first line has most. Fields in
 * quotes may hold separators, line breaks and doubled quotes. What is not well formed is refused with its line.
 */
final class CsvReader {
    private static final int MOST_FIELDS = 64;

    private final String text;
    private final char separator;
    private int at;
    private int line = 1;

    private CsvReader(String text) {
        this.text = text;
        this.separator = separator(text);
    }

    /**
     * One record.
     *
     * @param number the line of the file on which it begins, from 1
     */
    record Line(int number, List<String> fields) {
        Line {
            fields = List.copyOf(fields);
        }
    }

    /** Says where and why a text is no comma-separated values. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        private final int line;
        private final ImportProblem.Reason reason;

        Malformed(int line, ImportProblem.Reason reason) {
            super(reason + " on line " + line, null, false, false);
            this.line = line;
            this.reason = reason;
        }

        ImportProblem problem() {
            return new ImportProblem(line, reason, "");
        }
    }

    /** Reads all records; lines with nothing on them are passed over. */
    static List<Line> read(String text) throws Malformed {
        CsvReader reader = new CsvReader(text);
        List<Line> lines = new ArrayList<>();
        while (reader.at < text.length()) {
            int number = reader.line;
            List<String> fields = reader.fields();
            if (fields.size() > 1 || !fields.getFirst().isBlank()) {
                lines.add(new Line(number, fields));
            }
        }
        return lines;
    }

    private List<String> fields() throws Malformed {
        List<String> fields = new ArrayList<>();
        do {
            if (fields.size() == MOST_FIELDS) {
                throw new Malformed(line, ImportProblem.Reason.TOO_MANY_FIELDS);
            }
            fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
        } while (goesOn());
        return fields;
    }

    /** Passes what stands after a field: true after a separator, false at the end of the record. */
    private boolean goesOn() {
        if (at == text.length()) {
            return false;
        }
        char c = text.charAt(at++);
        if (c == separator) {
            return true;
        }
        if (c == '\r' && at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        line++;
        return false;
    }

    private String plain() throws Malformed {
        int from = at;
        while (at < text.length() && !endsField(text.charAt(at))) {
            if (text.charAt(at) == '"') {
                throw new Malformed(line, ImportProblem.Reason.QUOTE_INSIDE);
            }
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted() throws Malformed {
        int opened = line;
        StringBuilder field = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                field.append(c);
                boolean lineFeedFollows = at < text.length() && text.charAt(at) == '\n';
                line += c == '\n' || (c == '\r' && !lineFeedFollows) ? 1 : 0;
            } else if (at < text.length() && text.charAt(at) == '"') {
                field.append('"');
                at++;
            } else if (at == text.length() || endsField(text.charAt(at))) {
                return field.toString();
            } else {
                throw new Malformed(line, ImportProblem.Reason.AFTER_QUOTE);
            }
        }
        throw new Malformed(opened, ImportProblem.Reason.QUOTE_OPEN);
    }

    private boolean endsField(char c) {
        return c == separator || c == '\n' || c == '\r';
    }

    private static char separator(String text) {
        int[] counts = new int[3];
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                inside = !inside;
            } else if (!inside && (c == '\n' || c == '\r')) {
                break;
            } else if (!inside && ",;\t".indexOf(c) >= 0) {
                counts[",;\t".indexOf(c)]++;
            }
        }
        if (counts[1] > counts[0] && counts[1] >= counts[2]) {
            return ';';
        }
        return counts[2] > counts[0] ? '\t' : ',';
    }
}
