package org.countersign.server.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("CSV (S14, S18): what is written is read back, and no cell is a formula")
class CsvTextTest {
    /** Where programs that read CSV loosely may begin another cell. */
    private static final String SEPARATORS = "[,;|\t\r\n\"]";

    private static final String FORMULA = "[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20].*";

    private static String line(@Nullable Object... cells) {
        StringBuilder out = new StringBuilder();
        try {
            new CsvText(out).line(Arrays.asList(cells));
        } catch (IOException never) {
            throw new AssertionError(never);
        }
        return out.toString();
    }

    /** Says whether a spreadsheet could take any part of the line for a formula, wherever it thinks that a cell begins. */
    private static boolean mayBeAFormula(String line) {
        return Arrays.stream(line.split(SEPARATORS, -1))
                .map(part -> part.replaceAll("^[\\s\\p{Z}\\p{Cc}\\p{Cf}]+", ""))
                .anyMatch(part -> part.matches("(?s)" + FORMULA));
    }

    /** Reads one line as RFC 4180 says. */
    private static List<String> read(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length() - 2; i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    @Test
    void quotesTextAndLeavesNumbersAndNothingBare() {
        assertThat(line("Ada", "O\"Neill, Ada", "two\nlines", null, 12L, -3))
                .isEqualTo("\"Ada\",\"O\"\"Neill, Ada\",\"two\nlines\",,12,-3\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+cmd|' /C calc'!A0",
                "-2+3",
                "@SUM(1+1)",
                "\t=1+1",
                "\r=1+1",
                " =1+1",
                "\u00a0=1+1",
                "\u200b=1+1",
                "\uff1d1+1",
                "a;=1+1",
                "a\",=1+1",
                "a\n=1+1",
                "\"=1+1",
                "a\t@x",
                "a,\uff0b1"
            })
    void noCellIsAFormula(String text) {
        assertThat(mayBeAFormula(line(text))).isFalse();
        assertThat(mayBeAFormula(CarelessCsv.careless(List.of(text))))
                .as("the careless writer is noticed")
                .isTrue();
    }

    @Test
    void leavesOrdinaryTextAsItIs() {
        for (String text : List.of("ada", "o'neill-smith", "ada@example.com", "1 = 1", "Zoë", "a - b")) {
            assertThat(read(line(text))).containsExactly(text);
        }
    }

    @Property
    void isReadBackWithNothingChangedButApostrophes(
            @ForAll
                    @StringLength(max = 12)
                    @CharRange(from = 'a', to = 'c')
                    @Chars({'=', '+', '-', '@', '"', ',', ';', '\t', '\r', '\n', ' ', '\'', '\uff1d'})
                    String text) {
        String line = line(text, "end");
        assertThat(mayBeAFormula(line)).isFalse();
        List<String> cells = read(line);
        assertThat(cells).hasSize(2);
        assertThat(cells.getFirst().replace("'", "")).isEqualTo(text.replace("'", ""));
    }
}
