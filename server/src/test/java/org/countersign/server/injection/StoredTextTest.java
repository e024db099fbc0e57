package org.countersign.server.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.countersign.server.isolation.Route;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.web.shell.CarelessPages;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("Text that people wrote is text on every page")
class StoredTextTest {
    private static final String MARK = "zebra-mark";

    /** Gets out of an attribute, an element, a script, a title, a text area and a comment. */
    private static final String HOSTILE = "=1+1'\" " + MARK + "=1></title></textarea></script>--><" + MARK + "><script>"
            + MARK + "</script>\r\nBcc: eve@example.com\r\n{{7*7}}${7*7}";

    private static final String ADDRESS = "javascript:alert('" + MARK + "')//";

    @Test
    void everyColumnWithTextIsKnown() {
        Set<String> columns = Stored.textColumns(RunningServer.get().part(JdbcClient.class));
        Set<String> known = new TreeSet<>(Stored.PEOPLE);
        known.addAll(Stored.PROGRAM);
        Set<String> unknown = new TreeSet<>(columns);
        unknown.removeAll(known);
        assertThat(unknown)
                .as("people's texts belong to Stored.PEOPLE, the program's own words to Words")
                .isEmpty();
        assertThat(columns).containsAll(Stored.PEOPLE);
    }

    /** Fills every text with {@code text}, opens every page, and returns what is more than text there. */
    private static List<String> faults(RunningServer server, String text) {
        Stored stored = new Stored(server);
        Walk walk = new Walk(server, stored.virtualServer());
        Set<String> identifiers =
                new LinkedHashSet<>(stored.neighbour().identifiers().values());
        stored.poison(text, Set.of());
        List<String> faults = new ArrayList<>();
        Set<String> shown = new TreeSet<>();
        List<String> opened = walk.open(identifiers, (pattern, page) -> {
            inspect("GET " + pattern, page, faults);
            if (page.status() == 200 && page.body().contains(MARK)) {
                shown.add(pattern);
            }
        });
        assertThat(opened).as("pages that could be opened").hasSizeGreaterThan(60);
        assertThat(shown).as("pages that show a hostile text").hasSizeGreaterThan(25);
        for (Route route : walk.pages()) {
            Map<String, String> fields = new HashMap<>();
            route.asParameter().forEach(field -> fields.put(field.name(), text));
            if (!fields.isEmpty()) {
                walk.paths(route, identifiers).stream()
                        .limit(3)
                        .forEach(path -> inspect(
                                "GET " + route.pattern() + "?",
                                walk.browser().open(server.pages().resolve(path + "?" + TestBrowser.form(fields))),
                                faults));
            }
        }
        stored.disarm();
        return faults;
    }

    private static void inspect(String address, TestBrowser page, List<String> faults) {
        if (page.status() >= 500) {
            faults.add(address + " fails with " + page.status());
        }
        if (page.answer().headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
            Markup.faults(page.body(), MARK).forEach(fault -> faults.add(address + ": " + fault));
        }
        page.answer().headers().map().forEach((name, values) -> {
            if (name.equalsIgnoreCase("Bcc")) {
                faults.add(address + " has the header " + name);
            }
        });
    }

    @Test
    void isTextWhateverItHolds() {
        assertThat(faults(RunningServer.get(), HOSTILE)).isEmpty();
    }

    @Test
    void isNoAddressToGoTo() {
        assertThat(faults(RunningServer.get(), ADDRESS)).isEmpty();
    }

    /** The planted bug: templates that leave text as it is. */
    @Test
    void wouldSeeATemplateThatLeavesTextAsItIs() {
        try (RunningServer server = RunningServer.planted(CarelessPages.class)) {
            assertThat(faults(server, HOSTILE))
                    .anyMatch(fault -> fault.contains("element: " + MARK))
                    .anyMatch(fault -> fault.contains("in <script>"))
                    .anyMatch(fault -> fault.startsWith("GET /console/{slug}/users:"))
                    .anyMatch(fault -> fault.startsWith("GET /console/{slug}/audit:"));
        }
    }
}
