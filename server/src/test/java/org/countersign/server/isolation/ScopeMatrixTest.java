package org.countersign.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.push.PushOrder;
import org.countersign.server.push.PushRequests;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Reported;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestPhones;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Container;
import org.countersign.server.users.Containers;
import org.countersign.server.users.OperatorScope;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Role;
import org.countersign.server.users.RoleOutcome;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every address of the console × every place where it takes something × everything that somebody of another container has, sent by an
 * operator who may do everything to the people of one container: answered as what nobody has, shows nothing and changes nothing.
 */
@DisplayName("S15: everybody else does not exist for operators of some containers")
class ScopeMatrixTest {
    private static final String MARK = "zebra";

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final Mentions mentions = new Mentions(server, acme);
    private final List<String> words = new ArrayList<>(List.of(MARK));
    private final Set<String> marks = new TreeSet<>(Set.of(MARK));
    private Stranger limited;

    @BeforeEach
    void make() {
        UserAccount zoe = server.newUser(acme, MARK + "-zoe");
        UserAccount una = server.newUser(acme, MARK + "-una");
        UserAccount ida = server.newUser(acme, MARK + "-ida");
        List<UserAccount> people = List.of(zoe, una, ida);
        TestPhones.of(server, zoe);
        server.part(PushRequests.class)
                .start(new PushOrder(acme.id(), zoe.id(), MARK, "rest", MARK, Visitor.of("192.0.2.7", "Zebra/1.0")));
        TestToken.ocra(server, zoe, "OCRA-1:HOTP-SHA1-6:QN08");
        TestPhone.offer(server, una);
        server.part(Provisioning.class).provision(acme.id(), List.of(ida.id()), new Actor.Server());
        server.part(Reactions.class)
                .report(new Reported(
                        acme.id(),
                        zoe.id(),
                        MARK,
                        MARK,
                        "192.0.2.7",
                        MARK,
                        MARK,
                        null,
                        server.time().instant(),
                        null,
                        false));
        new NeighboursHousehold(server, acme, "house").fill(zoe);
        people.forEach(person -> words.add(person.id().toString()));
        server.part(JdbcClient.class)
                .sql("select id::text, serial from token where user_id = any(?)")
                .param(people.stream().map(person -> person.id().value()).toArray(UUID[]::new))
                .query(row -> {
                    words.add(row.getString(1));
                    marks.add(row.getString(2));
                });
        limited = new Stranger(server, acme, limitedConsole());
        server.time().pass(Duration.ofMinutes(3));
        Mentions.settle(() -> mentions.state(words));
    }

    private TestConsole limitedConsole() {
        Container north = server.part(Containers.class)
                .create(acme.id(), "North", new Actor.Server())
                .orElseThrow();
        List<String> all = new ArrayList<>(Permissions.EVERYTHING.texts());
        all.remove("VIRTUAL_SERVERS.REMOVE");
        Role role = ((RoleOutcome.Done) server.part(Roles.class)
                        .add(acme.id(), "Almost everything", "", Permissions.parse(all), Acting.server()))
                .role();
        TestConsole console = TestConsole.at(server, acme, "hal", role);
        server.part(Containers.class)
                .move(acme.id(), List.of(console.operator().user()), north.id(), new Actor.Server());
        server.part(Operators.class)
                .changeScope(
                        acme.id(),
                        console.operator().id(),
                        new OperatorScope(true, Set.of(north.id().value())),
                        Acting.server());
        console.signIn(TestConsole.PASSWORD);
        return console;
    }

    @Test
    void holdsForEveryAddressOfTheConsole() {
        List<String> found = new ArrayList<>();
        Map<String, String> identifiers = mentions.identifiers(words);
        identifiers.put("bulk_job.id", jobAboutThem());
        assertThat(identifiers).hasSizeGreaterThan(8);
        Map<String, String> last = mentions.state(words);
        List<Route> routes = Route.of(server).stream()
                .filter(route -> route.pattern().startsWith("/console/{slug}"))
                .filter(route -> !route.pattern().endsWith("/sign-out")
                        && !route.pattern().endsWith("/sign-in"))
                .toList();
        assertThat(routes).hasSizeGreaterThan(150);
        for (Route route : routes) {
            if (places(route).isEmpty()) {
                look(route, "", "", 0, found);
            }
            for (String place : places(route)) {
                Map<String, Integer> toUnknown = new HashMap<>();
                identifiers.forEach((kind, identifier) -> look(
                        route,
                        place,
                        identifier,
                        toUnknown.computeIfAbsent(
                                unknownLike(identifier),
                                unknown -> limited.send(route, place, unknown).status()),
                        found));
            }
            Map<String, String> after = mentions.state(words);
            for (Map.Entry<String, String> table : after.entrySet()) {
                if (!table.getValue().equals(last.get(table.getKey()))) {
                    found.add(route + " changed " + table.getKey());
                }
            }
            last = after;
        }
        assertThat(found).isEmpty();
    }

    private String jobAboutThem() {
        return server.part(JdbcClient.class)
                .sql("select job_id::text from bulk_item where virtual_server_id = ? limit 1")
                .param(acme.id().value())
                .query(String.class)
                .single();
    }

    private void look(Route route, String place, String identifier, int expected, List<String> found) {
        Stranger.Reply reply = limited.send(route, place, identifier);
        String probe = route + (place.isEmpty() ? "" : " with " + identifier + " as " + place);
        if (reply.status() >= 500 || (expected != 0 && reply.status() != expected)) {
            found.add(probe + " answers " + reply.status() + ", not " + expected);
        }
        marks.stream()
                .filter(mark -> !mark.equals(identifier) && reply.text().contains(mark))
                .findFirst()
                .ifPresent(mark -> found.add(probe + " shows " + mark));
    }

    private static Set<String> places(Route route) {
        Set<String> places = new LinkedHashSet<>(route.inPath());
        Stream.concat(route.asParameter().stream(), route.inBody().stream())
                .filter(Route.Member::isText)
                .map(Route.Member::name)
                .forEach(places::add);
        return places;
    }

    private static String unknownLike(String identifier) {
        if (identifier.length() == 36) {
            return new UUID(7, 7).toString();
        }
        return identifier.matches("\\d+") ? "7777777" : identifier.replaceAll("\\d", "9");
    }
}
