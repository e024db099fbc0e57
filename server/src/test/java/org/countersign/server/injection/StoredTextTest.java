package org.countersign.server.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.countersign.server.audit.Actor;
import org.countersign.server.isolation.Route;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
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

    /** All columns with text of people. */
    private static final List<String> COLUMNS = Stream.concat(
                    Stored.PEOPLE.stream(), Stream.of(Stored.PUSH, Stored.RECORD))
            .toList();

    private static final Pattern MARKS = Pattern.compile(MARK + "-(\\d+)-");

    /** Columns whose text is on no page: only a phone shows these, or they are read into a kind of device. */
    private static final Set<String> NOT_SHOWN =
            Set.of("device.platform", "sign_in.browser", "sign_in.os", Stored.PUSH);

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

    /** Returns the mark of a column's text: a page that shows it shows that column. */
    private static String mark(String column) {
        return MARK + "-" + COLUMNS.indexOf(column) + "-";
    }

    /** Fills every text with {@code text}, opens every page, and returns what is more than text there, or nowhere at all. */
    private static List<String> faults(RunningServer server, String text) {
        Stored stored = new Stored(server);
        // The token of a phone first: its page shows what the phone says of itself.
        Set<String> identifiers = new LinkedHashSet<>(List.of(stored.tokenOfAPhone()));
        identifiers.addAll(stored.neighbour().identifiers().values());
        Walk walk = new Walk(server, stored.virtualServer());
        stored.poison(column -> text.replace(MARK, mark(column)), Set.of());
        List<String> faults = new ArrayList<>();
        Set<String> shown = new TreeSet<>();
        Set<String> columns = new TreeSet<>();
        BiConsumer<String, TestBrowser> look = (pattern, page) -> {
            inspect("GET " + pattern, page, faults);
            if (page.status() == 200 && page.body().contains(MARK)) {
                shown.add(pattern);
                MARKS.matcher(page.body())
                        .results()
                        .forEach(found -> columns.add(COLUMNS.get(Integer.parseInt(found.group(1)))));
            }
        };
        List<String> opened = walk.open(identifiers, look);
        assertThat(opened).as("pages that could be opened").hasSizeGreaterThan(60);
        assertThat(shown).as("pages that show a hostile text").hasSizeGreaterThan(25);
        assertThat(columns).as("columns that no page shows").containsAll(shownSomewhere());
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
        faults.addAll(atTheProvider(server, stored));
        stored.disarm();
        return faults;
    }

    private static Set<String> shownSomewhere() {
        Set<String> shown = new TreeSet<>(COLUMNS);
        shown.removeAll(NOT_SHOWN);
        return shown;
    }

    /** The provider sees names of virtual servers that are not its own. */
    private static List<String> atTheProvider(RunningServer server, Stored stored) {
        VirtualServers all = server.part(VirtualServers.class);
        if (all.find(VirtualServers.PROVIDER_SLUG).isPresent()) {
            return List.of();
        }
        List<String> faults = new ArrayList<>();
        Set<String> shown = new TreeSet<>();
        VirtualServer provider = all.createProvider("Provider");
        server.part(Tokens.class).allocate(provider.id(), 1, new Actor.Server());
        Walk walk = new Walk(server, provider);
        walk.open(
                "/console/{slug}/virtual-servers",
                List.of(stored.virtualServer().id().toString()),
                (pattern, page) -> {
                    inspect("GET " + pattern, page, faults);
                    if (page.body().contains(mark("virtual_server.name"))) {
                        shown.add(pattern);
                    }
                });
        assertThat(shown)
                .as("the provider's pages that show another's name")
                .contains(
                        "/console/{slug}/virtual-servers",
                        "/console/{slug}/virtual-servers/{id}",
                        "/console/{slug}/virtual-servers/{id}/suspend");
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
                    .anyMatch(fault -> fault.startsWith("GET /console/{slug}/audit:"))
                    .anyMatch(fault -> fault.startsWith("GET /console/{slug}/virtual-servers:"));
        }
    }
}
