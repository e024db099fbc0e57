package org.countersign.server.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.countersign.server.isolation.Neighbour;
import org.countersign.server.isolation.Route;
import org.countersign.server.isolation.Stranger;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.web.shell.CarelessPages;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("What is typed into a form and refused comes back as text")
class RefusedFormTest {
    private static final String MARK = "zebra-mark";
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HOSTILE =
            "'\" " + MARK + "=1></title></textarea></script>--><" + MARK + "><script>" + MARK + "</script>";

    /** Sends every form of the console with {@code HOSTILE} in its fields, and returns where it is more than text. */
    private static List<String> faults(RunningServer server) {
        Stored stored = new Stored(server);
        // Before the walker is there: who changes what they are themselves sees no further form.
        Set<String> identifiers =
                new LinkedHashSet<>(stored.neighbour().identifiers().values());
        Walk walk = new Walk(server, stored.virtualServer());
        String token = walk.console().open("/users/new").formToken();
        List<String> faults = new ArrayList<>();
        Set<String> shown = new TreeSet<>();
        for (Route route : forms(server)) {
            for (Map<String, String> fields : List.of(everywhere(route), whereTextFits(route))) {
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
        }
        assertThat(shown)
                .as("forms that give back what was typed")
                .hasSizeGreaterThan(12)
                .contains(
                        "/console/{slug}/policies/{group}",
                        "/console/{slug}/reports/rules",
                        "/console/{slug}/reports/rules/{id}",
                        "/console/{slug}/self-service/rules");
        return faults;
    }

    private static Map<String, String> everywhere(Route route) {
        Map<String, String> fields = new HashMap<>();
        route.asParameter().forEach(field -> fields.put(field.name(), HOSTILE));
        return fields;
    }

    /** What is chosen from a list stays right, so that the texts beside it are read. */
    private static Map<String, String> whereTextFits(Route route) {
        Map<String, String> fields = new HashMap<>();
        route.asParameter().forEach(field -> fields.put(field.name(), field.isText() ? HOSTILE : field.asField()));
        return fields;
    }

    /** Sends {@code HOSTILE} in each member of every JSON body, and returns the answers that are no document of the API's. */
    private static List<String> answers(RunningServer server) {
        Neighbour neighbour = new Neighbour(server);
        Stranger caller = new Stranger(server, neighbour.virtualServer(), neighbour.identifiers());
        List<String> wrong = new ArrayList<>();
        int gaveBack = 0;
        for (Route route : Route.of(server)) {
            if (!route.isRest()) {
                continue;
            }
            for (Route.Member member : Stream.concat(route.asParameter().stream(), route.inBody().stream())
                    .toList()) {
                Stranger.Reply reply = caller.send(route, member.name(), HOSTILE);
                gaveBack += reply.text().contains(MARK) ? 1 : 0;
                if (reply.status() >= 500) {
                    wrong.add(route + " fails with a hostile " + member.name());
                } else if (reply.text().contains(MARK) && !isDocument(reply)) {
                    wrong.add(route + " answers " + reply.type() + " to a hostile " + member.name());
                }
            }
        }
        assertThat(gaveBack).as("answers that give back what was sent").isGreaterThan(5);
        return wrong;
    }

    private static boolean isDocument(Stranger.Reply reply) {
        try {
            return reply.type().matches("(application/(problem\\+)?json|text/csv|application/jsonl).*")
                    && (!reply.type().contains("json")
                            || reply.text().lines().allMatch(line -> JSON.readTree(line) != null));
        } catch (JacksonException broken) {
            return false;
        }
    }

    private static List<Route> forms(RunningServer server) {
        return Route.of(server).stream()
                .filter(route -> route.method().equals("POST"))
                .filter(route -> route.pattern().startsWith("/console/{slug}/"))
                // The walker stays signed in.
                .filter(route -> !route.pattern().contains("/sign-"))
                .filter(route -> route.asParameter().stream().anyMatch(Route.Member::isText))
                .toList();
    }

    @Test
    void isTextInDocumentsOfTheApi() {
        assertThat(answers(RunningServer.get())).isEmpty();
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
