package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/app-tests.md and docs/server-tests.md name a test for every id that has a journey, and only tests that exist. */
class TestsPagesTest {
    private static final Path ROOT = Path.of(System.getProperty("countersign.root"));

    /** A page that leads from ids to tests. */
    enum TestsPage {
        APP("app-tests.md", "A", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21"),
        /** The other ids of the server have nothing that people do in a browser. */
        SERVER("server-tests.md", "S", "1 2 3 4 5 6 7 8 9 11 13 14 15 16 18");

        private final String file;
        private final String letter;
        private final String numbers;

        TestsPage(String file, String letter, String numbers) {
            this.file = file;
            this.letter = letter;
            this.numbers = numbers;
        }

        Set<String> ids() {
            return Pattern.compile(" ")
                    .splitAsStream(numbers)
                    .map(letter::concat)
                    .collect(Collectors.toSet());
        }

        String text() {
            try {
                return Files.readString(ROOT.resolve("docs").resolve(file));
            } catch (IOException missing) {
                throw new UncheckedIOException(missing);
            }
        }

        Stream<Row> rows() {
            return Pattern.compile("(?m)^\\| (" + letter + "\\d+) \\| .+ \\| `(\\w+)` \\| (.+) \\|$")
                    .matcher(text())
                    .results()
                    .map(found -> new Row(found.group(1), found.group(2), names(found.group(3))));
        }
    }

    record Row(String id, String journey, Set<String> tests) {}

    @ParameterizedTest
    @EnumSource
    void everyIdHasARow(TestsPage page) {
        assertThat(page.rows().map(Row::id).collect(Collectors.toSet())).isEqualTo(page.ids());
    }

    @ParameterizedTest
    @EnumSource
    void everyJourneyByIdHasItsRow(TestsPage page) throws IOException {
        Pattern journey = Pattern.compile(page.letter + "(\\d\\d)\\w*JourneyTest");
        Map<String, String> journeys = new TreeMap<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("journeys/src/test/java/org/countersign/journeys"))) {
            files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .forEach(name -> {
                        Matcher byId = journey.matcher(name);
                        if (byId.matches()) {
                            journeys.put(name, page.letter + Integer.parseInt(byId.group(1)));
                        }
                    });
        }
        assertThat(page.rows().collect(Collectors.toMap(Row::journey, Row::id)))
                .as("a new journey needs a row in docs/%s", page.file)
                .isEqualTo(journeys);
    }

    @ParameterizedTest
    @EnumSource
    void everyRowNamesTheTestsOfItsJourney(TestsPage page) throws ReflectiveOperationException {
        for (Row row : page.rows().toList()) {
            Map<String, Method> tests = tests(row.journey());
            assertThat(row.tests()).as(row.journey()).isEqualTo(tests.keySet());
            for (Method test : tests.values()) {
                DisplayName name = test.getAnnotation(DisplayName.class);
                assertThat(name == null ? "" : name.value())
                        .as("the display name of %s", test)
                        .matches(page.letter + "\\d+[: ].+");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOtherNameOnThePageIsATestToo(TestsPage page) throws ReflectiveOperationException {
        String others =
                page.text().substring(page.text().indexOf("Beside the ids")).split("\n## ", 2)[0];
        Pattern row = Pattern.compile("(?m)^\\| .+ \\| `(\\w+)` \\| (.+) \\|$");
        List<MatchResult> rows = row.matcher(others).results().toList();
        assertThat(rows).isNotEmpty();
        for (MatchResult found : rows) {
            assertThat(tests(found.group(1)).keySet()).as(found.group(1)).containsAll(names(found.group(2)));
        }
    }

    @Test
    void everyFileOfScreensHasARow() throws IOException {
        String screens = TestsPage.APP.text().substring(TestsPage.APP.text().indexOf("## Screens"));
        Set<String> rows = Pattern.compile("(?m)^\\| `([\\w-]+\\.screens\\.ts)` \\| .+ \\|$")
                .matcher(screens)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(ROOT.resolve("authenticator/test/screens"))) {
            assertThat(rows)
                    .isEqualTo(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".screens.ts"))
                            .collect(Collectors.toSet()));
        }
    }

    private static Map<String, Method> tests(String journey) throws ClassNotFoundException {
        return Arrays.stream(
                        Class.forName("org.countersign.journeys." + journey).getDeclaredMethods())
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .collect(Collectors.toMap(Method::getName, method -> method, (one, other) -> one, TreeMap::new));
    }

    private static Set<String> names(String cell) {
        return Pattern.compile("`(\\w+)`")
                .matcher(cell)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
