package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** docs/app-tests.md names a test for every id of the app, and only tests that exist. */
class AppTestsPageTest {
    private static final Path ROOT = Path.of(System.getProperty("countersign.root"));
    private static final int IDS = 21;

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (A\\d+) \\| .+ \\| `(\\w+)` \\| (.+) \\|$");
    private static final Pattern JOURNEY = Pattern.compile("A(\\d\\d)\\w*JourneyTest");

    private record Row(String id, String journey, Set<String> tests) {}

    @Test
    void everyIdHasARow() throws IOException {
        Set<String> expected = IntStream.rangeClosed(1, IDS)
                .mapToObj(number -> "A" + number)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rows().map(Row::id)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyJourneyByIdHasItsRow() throws IOException {
        Map<String, String> journeys = new TreeMap<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("journeys/src/test/java/org/countersign/journeys"))) {
            files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .forEach(name -> {
                        var byId = JOURNEY.matcher(name);
                        if (byId.matches()) {
                            journeys.put(name, "A" + Integer.parseInt(byId.group(1)));
                        }
                    });
        }
        assertThat(rows().collect(Collectors.toMap(Row::journey, Row::id)))
                .as("a new journey needs a row in docs/app-tests.md")
                .isEqualTo(journeys);
    }

    @Test
    void everyRowNamesTheTestsOfItsJourney() throws Exception {
        for (Row row : rows().toList()) {
            Class<?> journey = Class.forName("org.countersign.journeys." + row.journey());
            Map<String, Method> tests = tests(journey);
            assertThat(row.tests()).as(row.journey()).isEqualTo(tests.keySet());
            for (Method test : tests.values()) {
                DisplayName name = test.getAnnotation(DisplayName.class);
                assertThat(name == null ? "" : name.value())
                        .as("the display name of %s", test)
                        .matches("A\\d+[: ].+");
            }
        }
    }

    @Test
    void everyOtherNameOnThePageIsATestToo() throws Exception {
        String others = page().substring(page().indexOf("Beside the ids"));
        Pattern row = Pattern.compile("(?m)^\\| .+ \\| `(\\w+)` \\| (.+) \\|$");
        List<MatchResult> rows = row.matcher(others).results().toList();
        assertThat(rows).isNotEmpty();
        for (MatchResult found : rows) {
            Class<?> journey = Class.forName("org.countersign.journeys." + found.group(1));
            assertThat(tests(journey).keySet()).as(found.group(1)).containsAll(names(found.group(2)));
        }
    }

    private static Map<String, Method> tests(Class<?> journey) {
        return Arrays.stream(journey.getDeclaredMethods())
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .collect(Collectors.toMap(Method::getName, method -> method, (one, other) -> one, TreeMap::new));
    }

    private static Stream<Row> rows() throws IOException {
        return ROW.matcher(page())
                .results()
                .map(found -> new Row(found.group(1).toUpperCase(Locale.ROOT), found.group(2), names(found.group(3))));
    }

    private static Set<String> names(String cell) {
        return Pattern.compile("`(\\w+)`")
                .matcher(cell)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/app-tests.md"));
    }
}
