package org.countersign.server.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.countersign.server.audit.Actor;
import org.countersign.server.isolation.Neighbour;
import org.countersign.server.isolation.Route;
import org.countersign.server.protocol.rest.ApiClients;
import org.countersign.server.protocol.rest.ApiScope;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.users.CarelessSearch;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Words of SQL are words: they find nothing more, and change and break nothing")
class SearchWordsTest {
    /** Fits nobody. */
    private static final String NOBODY = "qqqq";

    private static final List<String> WORDS = List.of(
            "qqqq' or '1'='1",
            "qqqq' or 1=1 --",
            "qqqq') or ('1'='1",
            "qqqq%' or user_name like '%",
            "%",
            "_%",
            "\\",
            "'",
            "'; delete from user_account; --",
            "$1",
            ":name",
            "{d '2026-01-01'}");

    private static final Pattern FOUND = Pattern.compile("zebra-");

    private static long found(String text) {
        return FOUND.matcher(text).results().count();
    }

    private static List<String> surprises(RunningServer server) throws IOException, InterruptedException {
        Neighbour neighbour = new Neighbour(server);
        Application application = server.part(VirtualServers.class)
                .createApplication(neighbour.virtualServer().id(), "Search", new Actor.Server());
        String key = server.part(ApiClients.class)
                .create(application, "search", Set.copyOf(Arrays.asList(ApiScope.values())), new Actor.Server());
        Walk walk = new Walk(server, neighbour.virtualServer());
        String id = neighbour.identifiers().getOrDefault("user_account.id", "1");
        Map<String, String> before = neighbour.state();
        List<String> surprises = new ArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (Route route : Route.of(server)) {
                if (!route.method().equals("GET") || route.pattern().contains("/arrived")) {
                    continue;
                }
                String path = path(route, neighbour, id);
                for (String name :
                        route.asParameter().stream().map(Route.Member::name).toList()) {
                    Answer nobody = ask(server, walk, http, key, route, path, name, NOBODY);
                    for (String word : WORDS) {
                        Answer answer = ask(server, walk, http, key, route, path, name, word);
                        if (answer.status >= 500) {
                            surprises.add(route + " fails with " + word + " as " + name);
                        }
                        if (answer.status == 200 && nobody.status == 200 && answer.found > nobody.found) {
                            surprises.add(route + " finds more with " + word + " as " + name);
                        }
                    }
                }
            }
        }
        Map<String, String> after = neighbour.state();
        for (String table : List.of("user_account", "token", "application", "policy", "user_group", "container")) {
            if (!Objects.equals(after.get(table), before.get(table))) {
                surprises.add("changed " + table);
            }
        }
        return surprises;
    }

    private static String path(Route route, Neighbour neighbour, String id) {
        String path =
                route.pattern().replace("{slug}", neighbour.virtualServer().slug());
        for (String place : route.inPath()) {
            path = path.replace("{" + place + "}", place.equals("kind") ? "users-with-tokens" : id);
        }
        return path;
    }

    /** What came back: its status, and how often it names somebody. */
    private record Answer(int status, long found) {}

    private static Answer ask(
            RunningServer server,
            Walk walk,
            HttpClient http,
            String key,
            Route route,
            String path,
            String name,
            String word)
            throws IOException, InterruptedException {
        String address = path + "?" + TestBrowser.form(Map.of(name, word));
        if (!route.isRest()) {
            TestBrowser page = walk.browser().open(server.pages().resolve(address));
            return new Answer(page.status(), found(page.body()));
        }
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(server.pages().resolve(address))
                        .header("Authorization", "Bearer " + key)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), found(answer.body()));
    }

    @Test
    void findNothingMore() throws IOException, InterruptedException {
        assertThat(surprises(RunningServer.get())).isEmpty();
    }

    @Test
    void wouldSeeASearchThatIsPutTogetherFromWhatWasTyped() throws IOException, InterruptedException {
        try (RunningServer server = RunningServer.planted(CarelessSearch.Planted.class)) {
            assertThat(surprises(server))
                    .anyMatch(surprise -> surprise.startsWith("GET /console/{slug}/users finds more"))
                    .anyMatch(surprise -> surprise.startsWith("GET /console/{slug}/users fails"))
                    .anyMatch(surprise -> surprise.startsWith("GET /api/v1/users finds more"));
        }
    }
}
