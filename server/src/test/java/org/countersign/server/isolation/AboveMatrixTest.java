package org.countersign.server.isolation;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.countersign.server.testing.RunningServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Every act of the console and of the API × somebody who may do more than whoever acts: refused, and nothing that is about them
 * changes. A new address that is not said to be about a person or about nobody fails.
 */
@DisplayName("S15: nobody touches somebody above them, by any address")
class AboveMatrixTest {
    /** What the id in an address names, by how the address begins; the longest beginning counts. */
    private static final Map<String, Kind> BY_ADDRESS = new LinkedHashMap<>();

    static {
        BY_ADDRESS.put("/users/{id}", Kind.USER);
        BY_ADDRESS.put("/tokens/{id}", Kind.TOKEN);
        BY_ADDRESS.put("/reported/{id}", Kind.REPORT);
        BY_ADDRESS.put("/reported-sign-ins/{id}", Kind.REPORT);
        BY_ADDRESS.put("/operators/{id}", Kind.OPERATOR);
        BY_ADDRESS.put("/operators/keys/{id}", Kind.KEY);
        BY_ADDRESS.put("/keys/{id}", Kind.KEY);
        BY_ADDRESS.put("/provision/tasks/{number}/users/{id}", Kind.USER);
        BY_ADDRESS.put("/provisioning-tasks/{number}/users/{id}", Kind.USER);
        BY_ADDRESS.put("/provision/tasks/{number}/remove", Kind.TASK);
        BY_ADDRESS.put("DELETE /provisioning-tasks/{number}", Kind.TASK);
        BY_ADDRESS.put("/applications/{id}/remove", Kind.APPLICATION);
        BY_ADDRESS.put("DELETE /applications/{id}", Kind.APPLICATION);
        // Sends again what somebody who may has begun, to the address that stands there.
        BY_ADDRESS.put("/provision/tasks/{number}/remind", Kind.NOBODY);
        BY_ADDRESS.put("/provision/tasks/{number}/extend", Kind.NOBODY);
        BY_ADDRESS.put("/provisioning-tasks/{number}", Kind.NOBODY);
        // Roles have their own rule, which RolesTest holds; a job's rows are checked at their turn, which
        // BulkOrdersTest holds.
        BY_ADDRESS.put("/operators/roles/{id}", Kind.NOBODY);
        BY_ADDRESS.put("/roles/{id}", Kind.NOBODY);
        BY_ADDRESS.put("/bulk/{id}", Kind.NOBODY);
        BY_ADDRESS.put("/bulk-jobs/{id}", Kind.NOBODY);
        // A file is checked line by line, which ImportPermissionsTest holds.
        BY_ADDRESS.put("/users/import/{id}", Kind.NOBODY);
        for (String things : List.of(
                "/tokens/import/{id}",
                "/token-imports/{id}",
                "/groups/{id}",
                "/containers/{id}",
                "/applications/{id}",
                "/alerts/",
                "/communications/",
                "/mail-templates/",
                "/policies/",
                "/self-service/",
                "/reports/",
                "/kept-reports/",
                "/report-schedules/",
                "/virtual-servers/",
                "/provider/")) {
            BY_ADDRESS.put(things, Kind.NOBODY);
        }
    }

    /** What fields name. */
    private static final Map<String, Kind> BY_FIELD = Map.ofEntries(
            entry("user", Kind.USER),
            entry("userId", Kind.USER),
            entry("userIds", Kind.USER),
            entry("userName", Kind.USER_NAME),
            entry("chosen", Kind.TOKEN),
            entry("token", Kind.TOKEN),
            entry("tokenIds", Kind.TOKEN),
            // Who is told, and what the first operator of a new virtual server is called.
            entry("operatorId", Kind.NOBODY),
            entry("operator", Kind.NOBODY),
            // How many tokens a policy allows.
            entry("tokens", Kind.NOBODY));

    /** Where users are chosen, and not tokens. */
    private static final List<String> CHOOSES_USERS = List.of("/bulk/users", "/bulk/people");

    private static final Pattern NAMES_SOMEBODY = Pattern.compile("(?i).*(user|token|owner|person|chosen|operator).*");

    /** Rules of a policy, and states that narrow a report: they name nobody, though their words say so. */
    private static final Pattern NAMES_NOBODY =
            Pattern.compile("(tokens|selfService)\\..*|(filters\\.)?(user|token)-state");

    /** Agents sign people in; what opens and ends the operator's own session is open to everybody. */
    private static final List<String> ELSEWHERE = List.of(
            "/api/v1/authenticate",
            "/api/v1/challenges",
            "/api/v1/push-requests",
            "/console/{slug}/sign-in",
            "/console/{slug}/sign-out",
            "/console/{slug}/confirm",
            "/console/{slug}/enroll");

    /** What an id or a field names. */
    enum Kind {
        USER,
        USER_NAME,
        TOKEN,
        REPORT,
        OPERATOR,
        KEY,
        TASK,
        APPLICATION,
        NOBODY
    }

    private final RunningServer server = RunningServer.get();
    private final Superior superior = new Superior(server);

    @Test
    void holdsForEveryAct() {
        List<String> found = new ArrayList<>();
        Map<String, String> before = superior.state();
        Map<String, String> last = new HashMap<>(before);
        int probed = 0;
        for (Route route : acts()) {
            Optional<Kind> kind = kind(route);
            if (kind.isPresent() && kind.get() != Kind.NOBODY) {
                probed++;
                Stranger.Reply reply = superior.send(route, superior.id(kind.get()), Map.of());
                if (!isRefused(kind.get(), reply)) {
                    found.add(route + " answers " + reply.status());
                }
            }
            for (Map.Entry<String, Kind> field : fields(route).entrySet()) {
                if (field.getValue() != Kind.NOBODY) {
                    probed++;
                    Stranger.Reply reply = superior.send(
                            route, superior.harmless(route), Map.of(field.getKey(), superior.id(field.getValue())));
                    if (!isRefused(field.getValue(), reply) && !isNamedOnly(field.getValue(), reply)) {
                        found.add(route + " with " + field.getKey() + " answers " + reply.status());
                    }
                }
            }
            Map<String, String> after = superior.state();
            after.forEach((table, digest) -> {
                if (!digest.equals(last.get(table))) {
                    found.add(route + " changed " + table);
                }
            });
            last.putAll(after);
        }
        assertThat(found).isEmpty();
        assertThat(probed).isGreaterThan(60);
        assertThat(superior.state()).isEqualTo(before);
    }

    @Test
    void knowsOfEveryActWhomItIsAbout() {
        List<String> unknown = new ArrayList<>();
        for (Route route : acts()) {
            if (!route.inPath().isEmpty() && kind(route).isEmpty()) {
                unknown.add(route.toString());
            }
            names(route).stream()
                    .filter(name -> NAMES_SOMEBODY.matcher(name).matches())
                    .filter(name -> !NAMES_NOBODY.matcher(name).matches() && !BY_FIELD.containsKey(name))
                    .forEach(name -> unknown.add(route + " field " + name));
        }
        assertThat(unknown)
                .as("say in BY_ADDRESS or BY_FIELD whom these are about")
                .isEmpty();
        assertThat(acts()).hasSizeGreaterThan(100);
    }

    private List<Route> acts() {
        return Route.of(server).stream()
                .filter(route -> route.isRest() || route.pattern().startsWith("/console/{slug}"))
                .filter(route -> !route.method().equals("GET"))
                .filter(route -> ELSEWHERE.stream().noneMatch(route.pattern()::startsWith))
                .toList();
    }

    private static Optional<Kind> kind(Route route) {
        String plain = route.pattern().replace("/console/{slug}", "").replace("/api/v1", "");
        return BY_ADDRESS.keySet().stream()
                .filter(start ->
                        start.contains(" ") ? (route.method() + " " + plain).equals(start) : plain.startsWith(start))
                .max((one, other) -> one.length() - other.length())
                .map(BY_ADDRESS::get);
    }

    private static Map<String, Kind> fields(Route route) {
        Map<String, Kind> fields = new HashMap<>();
        names(route).stream().filter(BY_FIELD::containsKey).forEach(name -> fields.put(name, BY_FIELD.get(name)));
        if (CHOOSES_USERS.stream().anyMatch(route.pattern()::endsWith)) {
            fields.replace("chosen", Kind.USER);
        }
        return fields;
    }

    private static List<String> names(Route route) {
        List<String> names = new ArrayList<>();
        route.asParameter().forEach(field -> names.add(field.name()));
        route.inBody().forEach(member -> names.add(member.name()));
        return names;
    }

    /** A name that is taken, an operator who is one already, a token among many: refused for what it is, not for whose. */
    private static boolean isNamedOnly(Kind kind, Stranger.Reply reply) {
        return kind == Kind.USER ? reply.status() == 409 : reply.status() >= 400 && reply.status() < 500;
    }

    /** Some forms say on their own page, without the guard, that somebody may do more. */
    private static boolean isRefused(Kind kind, Stranger.Reply reply) {
        boolean saysWhy = reply.text().contains("may do more than you")
                || reply.text().contains("above_role")
                || reply.text().contains("beyond_role");
        return saysWhy && (reply.status() == 403 || (kind != Kind.TOKEN && reply.status() == 422));
    }
}
