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

@DisplayName("What is typed into a form and refused comes back as text")
class RefusedFormTest {
    private static final String MARK = "zebra-mark";
    private static final String HOSTILE =
            "'\" " + MARK + "=1></title></textarea></script>--><" + MARK + "><script>" + MARK + "</script>";

    /** Sends every form of the console with {@code HOSTILE} in all fields, and returns where it is more than text. */
    private static List<String> faults(RunningServer server) {
        Stored stored = new Stored(server);
        Walk walk = new Walk(server, stored.virtualServer());
        Set<String> identifiers =
                new LinkedHashSet<>(stored.neighbour().identifiers().values());
        String token = walk.console().open("/users/new").formToken();
        List<String> faults = new ArrayList<>();
        Set<String> shown = new TreeSet<>();
        for (Route route : forms(server)) {
            Map<String, String> fields = new HashMap<>();
            route.asParameter().forEach(field -> fields.put(field.name(), HOSTILE));
            fields.put("_csrf", token);
            for (String path : walk.paths(route, identifiers)) {
                TestBrowser page = walk.browser().post(server.pages().resolve(path), fields);
                if (page.status() >= 500) {
                    faults.add(route + " fails with " + page.status());
                }
                Markup.faults(page.body(), MARK).forEach(fault -> faults.add(route + ": " + fault));
                if (page.body().contains(MARK)) {
                    shown.add(route.pattern());
                }
                if (page.status() != 404) {
                    break;
                }
            }
        }
        assertThat(shown).as("forms that give back what was typed").hasSizeGreaterThan(8);
        return faults;
    }

    private static List<Route> forms(RunningServer server) {
        return Route.of(server).stream()
                .filter(route -> route.method().equals("POST"))
                .filter(route -> route.pattern().startsWith("/console/{slug}/"))
                // The walker stays signed in.
                .filter(route -> !route.pattern().contains("/sign-"))
                .filter(route -> !route.asParameter().isEmpty())
                .toList();
    }

    @Test
    void isText() {
        assertThat(faults(RunningServer.get())).isEmpty();
    }

    /** The planted bug: templates that leave text as it is. */
    @Test
    void wouldBeSeenIfItWereMore() {
        try (RunningServer server = RunningServer.planted(CarelessPages.class)) {
            assertThat(faults(server)).anyMatch(fault -> fault.contains("element: " + MARK));
        }
    }
}
