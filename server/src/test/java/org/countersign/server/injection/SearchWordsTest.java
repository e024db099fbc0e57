package org.countersign.server.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.countersign.server.isolation.Neighbour;
import org.countersign.server.isolation.Route;
import org.countersign.server.isolation.Stranger;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.CarelessSearch;
import org.countersign.server.users.CarelessUsers;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("Words of SQL are words: they find nothing more, and change and break nothing")
class SearchWordsTest {
    /** Fits nobody. */
    private static final String NOBODY = "qqqq";

    private static final String BYSTANDER = "bystander-";

    /** Say where a page of a list begins: whatever is typed there, something comes after it. */
    private static final Set<String> PAGES = Set.of("after", "before");

    /** The first ones break out of any text that is put together, and out of what a database holds of days. */
    private static final List<String> WORDS = List.of(
            "'; delete from user_account; --",
            "+999999999-12-31T23:59:59Z",
            "+999999999-12-31",
            "qqqq' or '1'='1",
            "\\",
            "qqqq' or 1=1 --",
            "qqqq') or ('1'='1",
            "qqqq%' or user_name like '%",
            "%",
            "_%",
            "'",
            "$1",
            ":name",
            "{d '2026-01-01'}");

    private static final int BREAKING = 3;

    /** Where the planted bugs show. */
    private static final Set<String> CARELESS = Set.of(
            "GET /console/{slug}/users",
            "GET /console/{slug}/audit",
            "GET /api/v1/users",
            "POST /api/v1/push-requests",
            "POST /console/{slug}/tokens/{id}/assign");

    private static final Pattern FOUND = Pattern.compile("zebra-");

    private static long found(String text) {
        return FOUND.matcher(text).results().count();
    }

    /** Sends words of SQL to every address, in each place where it takes something, and returns what comes of it. */
    private static List<String> surprises(RunningServer server, Predicate<Route> asked) {
        Neighbour neighbour = new Neighbour(server);
        VirtualServer own = neighbour.virtualServer();
        Stranger caller = new Stranger(server, own, neighbour.identifiers());
        // Nothing names the bystanders: whatever touches them touches everybody.
        for (int i = 0; i < 3; i++) {
            server.newUser(own, BYSTANDER + i);
            server.newUser(server.newVirtualServer(), BYSTANDER + i);
        }
        String before = bystanders(server);
        List<String> surprises = new ArrayList<>();
        for (Route route : Route.of(server)) {
            if (route.isForPeople() && asked.test(route)) {
                places(route).forEach((place, words) -> ask(caller, route, place, words, surprises));
            }
        }
        if (!bystanders(server).equals(before)) {
            surprises.add("changed somebody whom nothing named");
        }
        return surprises;
    }

    private static void ask(Stranger caller, Route route, String place, List<String> words, List<String> surprises) {
        boolean isSearched = route.method().equals("GET") && words.size() == WORDS.size();
        long usual = isSearched ? found(caller.send(route, place, NOBODY).text()) : Long.MAX_VALUE;
        for (String word : words) {
            Stranger.Reply answer = caller.send(route, place, word);
            if (answer.status() >= 500) {
                surprises.add(route + " fails with " + word + " as " + place);
            }
            if (answer.status() == 200 && found(answer.text()) > usual) {
                surprises.add(route + " finds more with " + word + " as " + place);
            }
        }
    }

    /** Returns where something is taken, and with which words it is tried: what narrows a list with all. */
    private static Map<String, List<String>> places(Route route) {
        Map<String, List<String>> places = new TreeMap<>();
        route.inPath().forEach(place -> places.put(place, WORDS.subList(0, 1)));
        Stream.concat(route.asParameter().stream(), route.inBody().stream()).forEach(member -> {
            boolean isSearch = route.method().equals("GET") && member.isText() && !PAGES.contains(member.name());
            places.put(member.name(), isSearch ? WORDS : WORDS.subList(0, BREAKING));
        });
        return places;
    }

    private static String bystanders(RunningServer server) {
        return server.part(JdbcClient.class)
                .sql("select string_agg(u::text, '|' order by id) from user_account u where user_name like ?")
                .param(BYSTANDER + "%")
                .query(String.class)
                .single();
    }

    @Test
    void findNothingMore() {
        assertThat(surprises(RunningServer.get(), route -> true)).isEmpty();
    }

    @Test
    void wouldSeeASearchThatIsPutTogetherFromWhatWasTyped() {
        try (RunningServer server = RunningServer.planted(CarelessSearch.Planted.class, CarelessUsers.Planted.class)) {
            // Some addresses are enough to see that the test sees.
            assertThat(surprises(server, route -> CARELESS.contains(route.toString())))
                    .anyMatch(surprise -> surprise.startsWith("GET /console/{slug}/users finds more"))
                    .anyMatch(surprise -> surprise.startsWith("GET /console/{slug}/users fails"))
                    .anyMatch(surprise -> surprise.startsWith("GET /api/v1/users finds more"))
                    .anyMatch(surprise -> surprise.startsWith("GET /console/{slug}/audit fails"))
                    .anyMatch(surprise -> surprise.startsWith("POST /api/v1/push-requests fails"))
                    .anyMatch(surprise -> surprise.startsWith("POST /console/{slug}/tokens/{id}/assign fails"));
        }
    }
}
