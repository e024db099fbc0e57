package org.countersign.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Every address × every place where it takes something × an identifier of every kind from another virtual server: it is
 * answered as one that nobody has, shows nothing and changes nothing. Two walls stand between virtual servers, and each alone
 * is enough.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IsolationMatrixTest {
    private RunningServer server;
    private Walls walls;
    private Neighbour neighbour;
    private Stranger stranger;
    private Set<String> marks;

    @BeforeAll
    void start() {
        server = RunningServer.planted(Walls.class);
        walls = server.part(Walls.class);
        neighbour = new Neighbour(server);
        // What the stranger sends may come back to them: a group may be called anything.
        marks = neighbour.marks();
        marks.removeAll(neighbour.identifiers().values());
    }

    /** A stranger who has used up nothing of their own yet, before both walls. */
    @BeforeEach
    void arrive() {
        walls.stand(true, true);
        VirtualServer own = server.newVirtualServer("Stranger");
        new NeighboursHousehold(server, own, "quagga").fill(server.newUser(own, "quagga-quinn"));
        stranger = new Stranger(server, own, neighbour.identifiers(own));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void holdsByTheChecksOfTheCodeAlone() {
        walls.stand(true, false);
        assertThat(trespasses()).isEmpty();
    }

    @Test
    void holdsByTheDatabaseAlone() {
        walls.stand(false, true);
        assertThat(trespasses()).isEmpty();
    }

    /** The last one, with a neighbour of its own: nothing of theirs is safe. */
    @Test
    @Order(Order.DEFAULT + 1)
    void seesWhenNothingHolds() {
        stop();
        start();
        arrive();
        walls.stand(false, false);
        // Some addresses are enough to see that the matrix sees.
        assertThat(trespasses(route -> route.pattern().startsWith("/api/v1/users/{id}")
                        || route.pattern().startsWith("/api/v1/tokens/{id}")
                        // Their fields come as a record and as a map.
                        || route.toString().equals("GET /console/{slug}/tokens")
                        || route.toString().equals("GET /console/{slug}/reports/{kind}")))
                .anyMatch(trespass -> trespass.contains("DELETE /api/v1/users/{id} with user_account.id"))
                .anyMatch(trespass -> trespass.contains("GET /api/v1/tokens/{id}"))
                .anyMatch(trespass -> trespass.matches("GET /console/\\{slug}/tokens with .* as state shows .*"))
                .anyMatch(
                        trespass -> trespass.matches("GET /console/\\{slug}/reports/\\{kind} with .* as task shows .*"))
                .anyMatch(trespass -> trespass.contains("changed"));
    }

    @Test
    void coversEveryAddressAndEveryKindOfThing() {
        assertThat(neighbour.kindsWithout())
                .as("tables of things with an identifier that the neighbour has none of")
                .isEmpty();
        List<Route> routes = Route.of(server);
        assertThat(routes).hasSizeGreaterThan(60);
        assertThat(routes.stream().map(Route::toString)).containsAll(Fields.declaredAddresses());
        assertThat(routes.stream().filter(Route::isForPeople).filter(Route::takesSomething))
                .hasSizeGreaterThan(30);
    }

    private List<String> trespasses() {
        return trespasses(Route::isForPeople);
    }

    private List<String> trespasses(Predicate<Route> probed) {
        List<String> found = new ArrayList<>();
        Map<String, String> identifiers = neighbour.identifiers();
        assertThat(identifiers).hasSizeGreaterThan(25);
        Map<String, String> before = neighbour.state();
        for (Route route : Route.of(server)) {
            if (!probed.test(route) || places(route).isEmpty()) {
                continue;
            }
            for (String place : places(route)) {
                Map<String, Stranger.Reply> toUnknown = new HashMap<>();
                identifiers.forEach((kind, identifier) -> {
                    if (isNameElsewhere(route, place, kind)) {
                        return;
                    }
                    Stranger.Reply expected = toUnknown.computeIfAbsent(
                            unknownLike(identifier), unknown -> stranger.send(route, place, unknown));
                    probe(new Probe(route, place, kind, identifier), expected, found);
                });
            }
            Map<String, String> after = neighbour.state();
            for (String table : after.keySet()) {
                if (!after.get(table).equals(before.get(table))) {
                    found.add(route + " changed " + table);
                }
            }
            before = after;
        }
        return found;
    }

    /** A task's number is as short as a name that anybody may give: it says something only where a number is asked for. */
    private static boolean isNameElsewhere(Route route, String place, String kind) {
        return kind.endsWith(".number") && !route.inPath().contains(place) && !place.endsWith("task");
    }

    private static Set<String> places(Route route) {
        Set<String> places = new LinkedHashSet<>(route.inPath());
        Stream.concat(route.asParameter().stream(), route.inBody().stream())
                .filter(Route.Member::isText)
                .map(Route.Member::name)
                .forEach(places::add);
        return places;
    }

    /** One identifier in one place. */
    private record Probe(Route route, String place, String kind, String identifier) {
        @Override
        public String toString() {
            return route + " with " + kind + " as " + place;
        }
    }

    private void probe(Probe probe, Stranger.Reply expected, List<String> found) {
        Stranger.Reply reply = stranger.send(probe.route, probe.place, probe.identifier);
        if (reply.status() != expected.status() && isToldFromUnknown(probe, reply)) {
            found.add(probe + " answers " + reply.status() + ", and one that nobody has " + expected.status());
        }
        boolean isRefusedUnread = reply.status() == 400 && expected.status() == 400;
        if (probe.route.inPath().contains(probe.place) && reply.status() != 404 && !isRefusedUnread) {
            found.add(probe + " answers " + reply.status());
        }
        if (reply.status() >= 500) {
            found.add(probe + " fails with " + reply.status());
        }
        marks.stream()
                .filter(mark -> !mark.equals(probe.identifier) && reply.text().contains(mark))
                .findFirst()
                .ifPresent(mark -> found.add(probe + " shows " + mark));
    }

    /** An act that can be done once, or once in a while, answers the second time in another way, whatever is named. */
    private boolean isToldFromUnknown(Probe probe, Stranger.Reply reply) {
        int unknown = send(probe, unknownLike(probe.identifier));
        boolean isRefused = reply.status() >= 400;
        return reply.status() != unknown
                && (!isRefused || send(probe, probe.identifier) != send(probe, unknownLike(probe.identifier)));
    }

    private int send(Probe probe, String identifier) {
        return stranger.send(probe.route, probe.place, identifier).status();
    }

    private static String unknownLike(String identifier) {
        if (identifier.length() == 36) {
            return new UUID(7, 7).toString();
        }
        return identifier.matches("\\d+") ? "7" : identifier.replaceAll("\\d", "9");
    }
}
