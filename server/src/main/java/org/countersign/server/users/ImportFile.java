package org.countersign.server.users;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.countersign.server.users.ImportProblem.Reason;
import org.jspecify.annotations.Nullable;

/** A file of users as it was handed in: its bytes, its first line with the names of columns, and a user on each further line. */
final class ImportFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final List<Entry> entries = new ArrayList<>();
    private final List<ImportProblem> problems = new ArrayList<>();

    /** A column that a file can have, by its names in lower case without spaces and signs. */
    enum Column {
        USER_NAME,
        DISPLAY_NAME,
        MAIL,
        CONTAINER,
        GROUPS;

        static Optional<Column> named(String header) {
            return switch (header.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]", "")) {
                case "username", "login", "user", "account" -> Optional.of(USER_NAME);
                case "displayname", "name", "fullname" -> Optional.of(DISPLAY_NAME);
                case "mail", "email", "mailaddress", "emailaddress" -> Optional.of(MAIL);
                case "container" -> Optional.of(CONTAINER);
                case "groups", "group" -> Optional.of(GROUPS);
                default -> Optional.empty();
            };
        }
    }

    /** A line, trimmed; what its file has no column for, or leaves empty, is none. */
    record Entry(
            int line,
            String userName,
            @Nullable String displayName,
            @Nullable String mail,
            @Nullable String container,
            List<String> groups) {}

    private ImportFile() {}

    List<Entry> entries() {
        return entries;
    }

    /** Returns what is wrong with lines by themselves. */
    List<ImportProblem> problems() {
        return problems;
    }

    /** Reads a file; nothing of it can be used when it throws. */
    static ImportFile read(byte[] bytes) throws Unreadable {
        List<CsvReader.Line> lines;
        try {
            lines = CsvReader.read(text(bytes));
        } catch (CsvReader.Malformed malformed) {
            throw new Unreadable(malformed.problem());
        }
        if (lines.isEmpty()) {
            throw new Unreadable(new ImportProblem(0, Reason.EMPTY, ""));
        }
        if (lines.size() - 1 > UserImport.MOST_LINES) {
            throw new Unreadable(new ImportProblem(0, Reason.TOO_MANY_LINES, Integer.toString(lines.size() - 1)));
        }
        ImportFile file = new ImportFile();
        Map<Column, Integer> columns = columns(lines.getFirst());
        for (CsvReader.Line line : lines.subList(1, lines.size())) {
            if (line.fields().size() == lines.getFirst().fields().size()) {
                file.take(line, columns);
            } else {
                file.problems.add(new ImportProblem(
                        line.number(),
                        Reason.FIELD_COUNT,
                        Integer.toString(line.fields().size())));
            }
        }
        return file;
    }

    private void take(CsvReader.Line line, Map<Column, Integer> columns) {
        String groups = cell(line, columns, Column.GROUPS);
        Entry entry = new Entry(
                line.number(),
                Optional.ofNullable(cell(line, columns, Column.USER_NAME)).orElse(""),
                cell(line, columns, Column.DISPLAY_NAME),
                cell(line, columns, Column.MAIL),
                cell(line, columns, Column.CONTAINER),
                groups == null
                        ? List.of()
                        : Stream.of(groups.split("[|]", -1))
                                .map(String::strip)
                                .filter(name -> !name.isEmpty())
                                .distinct()
                                .toList());
        int before = problems.size();
        check(entry.userName(), line.number(), UnacceptableEntry.What.USER_NAME, Reason.USER_NAME);
        check(entry.displayName(), line.number(), UnacceptableEntry.What.DISPLAY_NAME, Reason.DISPLAY_NAME);
        check(entry.container(), line.number(), UnacceptableEntry.What.CONTAINER_NAME, Reason.NAME);
        entry.groups().forEach(name -> check(name, line.number(), UnacceptableEntry.What.GROUP_NAME, Reason.NAME));
        if (entry.mail() != null) {
            try {
                Names.requireMail(entry.mail());
            } catch (UnacceptableEntry refused) {
                problems.add(new ImportProblem(line.number(), Reason.MAIL, entry.mail()));
            }
        }
        if (problems.size() == before) {
            entries.add(entry);
        }
    }

    private void check(@Nullable String name, int line, UnacceptableEntry.What what, Reason reason) {
        if (name == null) {
            return;
        }
        try {
            Names.requireName(what, name);
        } catch (UnacceptableEntry refused) {
            problems.add(new ImportProblem(line, reason, name));
        }
    }

    private static @Nullable String cell(CsvReader.Line line, Map<Column, Integer> columns, Column column) {
        Integer at = columns.get(column);
        String value = at == null ? "" : line.fields().get(at).strip();
        return value.isEmpty() ? null : value;
    }

    private static Map<Column, Integer> columns(CsvReader.Line header) throws Unreadable {
        Map<Column, Integer> columns = new EnumMap<>(Column.class);
        for (int i = 0; i < header.fields().size(); i++) {
            String name = header.fields().get(i).strip();
            if (name.toLowerCase(Locale.ROOT).contains("password")) {
                throw new Unreadable(new ImportProblem(header.number(), Reason.PASSWORD_COLUMN, name));
            }
            Optional<Column> column = Column.named(name);
            if (column.isEmpty()) {
                throw new Unreadable(new ImportProblem(header.number(), Reason.UNKNOWN_COLUMN, name));
            }
            if (columns.put(column.get(), i) != null) {
                throw new Unreadable(new ImportProblem(header.number(), Reason.COLUMN_TWICE, name));
            }
        }
        if (!columns.containsKey(Column.USER_NAME)) {
            throw new Unreadable(new ImportProblem(header.number(), Reason.NO_USER_NAME_COLUMN, ""));
        }
        return columns;
    }

    private static String text(byte[] bytes) throws Unreadable {
        if (bytes.length > UserImport.MOST_BYTES) {
            throw new Unreadable(new ImportProblem(0, Reason.TOO_LARGE, ""));
        }
        int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
        if (mark == 0xFFFE || mark == 0xFEFF) {
            throw new Unreadable(new ImportProblem(0, Reason.UTF_16, ""));
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new Unreadable(new ImportProblem(line, Reason.NOT_UTF_8, ""));
        }
        String text = out.flip().toString();
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            int line = 1
                    + (int) text.substring(0, nul)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            throw new Unreadable(new ImportProblem(line, Reason.CONTROL, ""));
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** Says why nothing of a file can be used. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        private final transient ImportProblem problem;

        Unreadable(ImportProblem problem) {
            super(problem.reason().name(), null, false, false);
            this.problem = problem;
        }

        ImportProblem problem() {
            return problem;
        }
    }
}
