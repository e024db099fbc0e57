package org.countersign.server.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The table of states and acts as operators read it, in docs/operations/tokens.md: what the server should do. */
final class DocumentedLife {
    private static final Map<String, TokenAct> ACTS = Map.ofEntries(
            Map.entry("Assign", TokenAct.ASSIGN),
            Map.entry("Send the link (provision)", TokenAct.PROVISION),
            Map.entry("Enroll (its user)", TokenAct.ENROLL),
            Map.entry("Lock (too many wrong PINs)", TokenAct.LOCK),
            Map.entry("Suspend", TokenAct.SUSPEND),
            Map.entry("Resume", TokenAct.RESUME),
            Map.entry("Unlock", TokenAct.UNLOCK),
            Map.entry("Resynchronise", TokenAct.RESYNCHRONISE),
            Map.entry("Mark lost", TokenAct.LOSE),
            Map.entry("Mark found", TokenAct.FIND),
            Map.entry("Mark faulty", TokenAct.FAIL),
            Map.entry("Revoke", TokenAct.REVOKE),
            Map.entry("Revoke and return", TokenAct.RETURN));

    private final Map<TokenAct, Map<TokenState, String>> cells = new EnumMap<>(TokenAct.class);

    private DocumentedLife(List<String> lines) {
        List<List<String>> table = lines.stream()
                .filter(line -> line.startsWith("|"))
                .map(DocumentedLife::cells)
                .filter(row -> row.size() == TokenState.values().length + 1)
                .toList();
        List<TokenState> states =
                table.getFirst().stream().skip(1).map(DocumentedLife::state).toList();
        for (List<String> row : table.subList(2, table.size())) {
            TokenAct act = Optional.ofNullable(ACTS.get(row.getFirst()))
                    .orElseThrow(() -> new AssertionError("what act is '" + row.getFirst() + "'?"));
            Map<TokenState, String> to = new EnumMap<>(TokenState.class);
            for (int i = 0; i < states.size(); i++) {
                to.put(states.get(i), row.get(i + 1));
            }
            cells.put(act, to);
        }
        if (cells.size() != TokenAct.values().length) {
            throw new AssertionError("the table has not every act: " + cells.keySet());
        }
    }

    static DocumentedLife read() {
        Path root = Path.of(System.getProperty("countersign.root", ".."));
        try {
            return new DocumentedLife(Files.readAllLines(root.resolve("docs/operations/tokens.md")));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Returns what becomes of such a token, or nothing where the act is refused. */
    Optional<TokenState> of(TokenAct act, TokenState state, TokenKind kind, boolean owned) {
        String own = kind == TokenKind.HARDWARE ? "hardware" : "software";
        String general = "";
        String cell =
                Optional.ofNullable(cells.get(act)).map(row -> row.get(state)).orElseThrow();
        for (String part : cell.split(";", -1)) {
            List<String> said = List.of(part.split(":", -1));
            String to = said.getLast().strip();
            String whose = said.size() == 1 ? "" : said.getFirst().strip();
            if (whose.equals(own) || (whose.equals("without a user") && !owned)) {
                return Optional.of(state(to));
            }
            general = whose.isEmpty() ? to : general;
        }
        return general.isEmpty() || general.equals("–") ? Optional.empty() : Optional.of(state(general));
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1, line.lastIndexOf('|')).split("\\|", -1)) {
            cells.add(cell.strip());
        }
        return cells;
    }

    private static TokenState state(String name) {
        return TokenState.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
