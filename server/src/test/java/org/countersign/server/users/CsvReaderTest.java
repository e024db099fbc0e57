package org.countersign.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.countersign.server.users.ImportProblem.Reason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S2 comma-separated values (RFC 4180)")
class CsvReaderTest {

    @Test
    void readsWhatTheStandardSays() throws Exception {
        assertThat(CsvReader.read("a,b,c\r\nd,\"e,\r\nf\",\"g \"\"h\"\"\"\r\n,,\r\n"))
                .containsExactly(
                        new CsvReader.Line(1, List.of("a", "b", "c")),
                        new CsvReader.Line(2, List.of("d", "e,\r\nf", "g \"h\"")),
                        new CsvReader.Line(4, List.of("", "", "")));
    }

    @Test
    void readsSemicolonsAndTabsAndAnyLineBreaks() throws Exception {
        assertThat(CsvReader.read("a;b\nc,d;e\rf;g"))
                .extracting(CsvReader.Line::fields)
                .containsExactly(List.of("a", "b"), List.of("c,d", "e"), List.of("f", "g"));
        assertThat(CsvReader.read("a\tb\n\n1,5\t2"))
                .containsExactly(new CsvReader.Line(1, List.of("a", "b")), new CsvReader.Line(3, List.of("1,5", "2")));
        assertThat(CsvReader.read("\"a;b;c\",d\n1,2"))
                .extracting(CsvReader.Line::fields)
                .containsExactly(List.of("a;b;c", "d"), List.of("1", "2"));
    }

    @Test
    void saysOnWhichLineAQuoteIsWrong() {
        refuses("a,b\nc,\"d\n\ne", 2, Reason.QUOTE_OPEN);
        refuses("a,b\nc,d\"e", 2, Reason.QUOTE_INSIDE);
        refuses("a,b\n\"c\n\"d,e", 3, Reason.AFTER_QUOTE);
        refuses("a".repeat(3) + ",".repeat(100), 1, Reason.TOO_MANY_FIELDS);
    }

    /** Whatever fields hold, they come back as they were written. */
    @Property(tries = 500)
    void readsBackWhatWasWritten(
            @ForAll @Size(min = 1, max = 8) List<@Size(min = 2, max = 6) List<@StringLength(max = 12) String>> lines)
            throws Exception {
        StringBuilder text = new StringBuilder("\"h\",\"h\"\n");
        for (List<String> line : lines) {
            List<String> quoted = new ArrayList<>();
            line.forEach(field -> quoted.add('"' + field.replace("\"", "\"\"") + '"'));
            text.append(String.join(",", quoted)).append("\r\n");
        }
        List<CsvReader.Line> read = CsvReader.read(text.toString());
        assertThat(read.subList(1, read.size()))
                .extracting(CsvReader.Line::fields)
                .isEqualTo(lines);
    }

    /** Whatever it is given, it reads it or refuses it with a line that there is. */
    @Property(tries = 2000)
    void neverFailsInAnotherWay(
            @ForAll
                    @StringLength(max = 60)
                    @Chars({'"', ',', ';', '\t', '\n', '\r', 'a'})
                    @CharRange(from = 'x', to = 'z')
                    String text) {
        long lines = text.chars().filter(c -> c == '\n' || c == '\r').count() + 1;
        try {
            assertThat(CsvReader.read(text))
                    .allSatisfy(line -> assertThat((long) line.number()).isBetween(1L, lines));
        } catch (CsvReader.Malformed malformed) {
            assertThat((long) malformed.problem().line()).isBetween(1L, lines);
        }
    }

    /** Whatever bytes somebody hands in, they are a file or refused with a reason. */
    @Property(tries = 2000)
    void takesAnyBytes(@ForAll @Size(max = 80) byte[] bytes) {
        try {
            assertThat(ImportFile.read(bytes).entries()).hasSizeLessThan(81);
        } catch (ImportFile.Unreadable unreadable) {
            assertThat(unreadable.problem().reason()).isNotNull();
        }
    }

    private static void refuses(String text, int line, Reason reason) {
        assertThatThrownBy(() -> CsvReader.read(text))
                .isInstanceOfSatisfying(
                        CsvReader.Malformed.class,
                        malformed -> assertThat(malformed.problem()).isEqualTo(new ImportProblem(line, reason, "")));
    }
}
