package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.countersign.server.isolation.Route;
import org.countersign.server.testing.RunningServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Every address with which the console changes something × the call of the REST API that does the same, or the reason why a program
 * has no such call. A new one that stands on neither side fails, and so does one that is gone.
 */
@DisplayName("Whatever the console does, a program can do over REST")
class ConsoleAndRestTest {
    private static final String CONSOLE = "POST /console/{slug}";
    private static final String API = " /api/v1";

    private static final String OWN_SIGN_IN = "An operator signs in; a program has its key.";
    private static final String OWN_SESSION = "An operator's own session; a program has none.";

    /** What people do who operate the console, and programs do not. */
    private static final Map<String, String> FOR_PEOPLE = new LinkedHashMap<>();

    /** The rest of an address of the console after the virtual server's name, and the calls that do the same. */
    private static final Map<String, List<String>> SAME = new LinkedHashMap<>();

    static {
        for (String step : List.of(
                "",
                "/enroll",
                "/enroll/done",
                "/enroll/word",
                "/step/passcode",
                "/step/response",
                "/step/challenge",
                "/step/push",
                "/step/again",
                "/step/complete",
                "/step/pin",
                "/step/restart")) {
            FOR_PEOPLE.put("/sign-in" + step, OWN_SIGN_IN);
        }
        FOR_PEOPLE.put("/sign-out", OWN_SESSION);
        FOR_PEOPLE.put("/confirm", OWN_SESSION);

        same("/users", "POST /users");
        same("/users/{id}/change", "PUT /users/{id}");
        same("/users/{id}/mail", "PUT /users/{id}");
        for (String act : List.of("disable", "enable", "unlock", "password", "password-link")) {
            same("/users/{id}/" + act, "POST /users/{id}/" + act);
        }
        same("/users/{id}/delete", "DELETE /users/{id}");
        same("/users/{id}/recovery", "DELETE /users/{id}/recovery");
        same("/users/{id}/standard-app", "POST /users/{id}/standard-enrollments");
        same("/users/place/container", "POST /containers/{id}/members");
        same("/users/place/group", "POST /groups/{id}/members", "POST /groups/{id}/members/remove");
        same("/users/import", "POST /users/import");
        same("/users/import/{id}", "POST /users/import");
        same("/reported/{id}/undo", "POST /reported-sign-ins/{id}/undo");

        for (String kind : List.of("groups", "containers")) {
            same("/" + kind, "POST /" + kind);
            same("/" + kind + "/{id}/rename", "PUT /" + kind + "/{id}");
            same("/" + kind + "/{id}/remove", "DELETE /" + kind + "/{id}");
        }
        same("/groups/{id}/members", "POST /groups/{id}/members");
        same("/groups/{id}/members/remove", "POST /groups/{id}/members/remove");

        for (String act : List.of("suspend", "resume", "unlock", "lose", "find", "fail", "revoke", "return")) {
            same("/tokens/{id}/" + act, "POST /tokens/{id}/acts");
        }
        same("/tokens/{id}/assign", "POST /tokens/{id}/assign");
        same("/tokens/{id}/resynchronise", "POST /tokens/{id}/resynchronise");
        same("/tokens/{id}/pin", "POST /tokens/{id}/pin");
        // A program that wants a random PIN makes one.
        same("/tokens/{id}/pin/random", "POST /tokens/{id}/pin");
        same("/tokens/allocate", "POST /tokens/allocate");
        same("/tokens/import", "POST /token-imports");
        same("/tokens/import/{id}", "POST /token-imports/{id}/commit");
        same("/tokens/import/{id}/discard", "DELETE /token-imports/{id}");
        same("/bulk/tokens", "POST /bulk-jobs/tokens", "POST /bulk-jobs/tokens/forecast", "POST /provisioning-tasks");
        same("/bulk/users", "POST /bulk-jobs/users", "POST /bulk-jobs/users/forecast", "POST /provisioning-tasks");
        same("/bulk/people", "POST /bulk-jobs/people", "POST /bulk-jobs/people/forecast");
        same("/bulk/{id}/cancel", "POST /bulk-jobs/{id}/cancel");

        same("/provision", "POST /provisioning-tasks");
        same("/provision/tasks/{number}/remind", "POST /provisioning-tasks/{number}/remind");
        same("/provision/tasks/{number}/extend", "POST /provisioning-tasks/{number}/extend");
        same("/provision/tasks/{number}/remove", "DELETE /provisioning-tasks/{number}");
        same("/provision/tasks/{number}/users/{id}/remove", "DELETE /provisioning-tasks/{number}/users/{id}");

        same("/policies/{group}", "PUT /policy");
        same("/self-service/rules", "PUT /policy");
        // An old version stands whole in the list of versions.
        same("/policies/versions/{number}", "PUT /policy", "GET /policy/versions");

        same("/operators", "POST /operators");
        same("/operators/rule", "PUT /operator-rule");
        same("/operators/{id}/role", "PUT /operators/{id}/role");
        same("/operators/{id}/scope", "PUT /operators/{id}/scope");
        same("/operators/{id}/suspend", "POST /operators/{id}/suspend");
        same("/operators/{id}/resume", "POST /operators/{id}/resume");
        same("/operators/{id}/remove", "DELETE /operators/{id}");
        same("/operators/roles", "POST /roles");
        same("/operators/roles/{id}", "PUT /roles/{id}");
        same("/operators/roles/{id}/remove", "DELETE /roles/{id}");
        same("/operators/keys", "POST /keys");
        same("/operators/keys/{id}/revoke", "DELETE /keys/{id}");

        same("/applications", "POST /applications");
        same("/applications/{id}/name", "PATCH /applications/{id}");
        same("/applications/{id}/addresses", "PATCH /applications/{id}");
        same("/applications/{id}/secret", "POST /applications/{id}/secret");
        same("/applications/{id}/remove", "DELETE /applications/{id}");

        same("/alerts", "POST /alerts/recipients");
        same("/alerts/{id}", "PUT /alerts/recipients/{id}");
        same("/alerts/{id}/remove", "POST /alerts/recipients/{id}/remove");
        same("/alerts/settings", "PUT /alerts/settings");
        same("/communications/test", "POST /mail-settings/test");
        same("/communications/language", "PUT /mail-settings");
        same("/communications/mails/{kind}/{language}", "PUT /mail-templates/{mail}/{language}");
        same("/communications/mails/{kind}/{language}/reset", "DELETE /mail-templates/{mail}/{language}");

        same("/reports/{kind}/keep", "POST /kept-reports");
        same("/reports/kept/{id}/delete", "DELETE /kept-reports/{id}");
        same("/reports/rules", "POST /report-schedules");
        same("/reports/rules/{id}", "PUT /report-schedules/{id}");
        same("/reports/rules/{id}/remove", "DELETE /report-schedules/{id}");
        same("/audit/integrity/check", "POST /audit/check");
        same("/audit/integrity/sign", "POST /audit/checkpoints");

        same("/virtual-servers", "POST /virtual-servers");
        same("/virtual-servers/{id}/allocation", "PUT /virtual-servers/{id}/allocation");
        same("/virtual-servers/{id}/suspend", "POST /virtual-servers/{id}/suspend");
        same("/virtual-servers/{id}/resume", "POST /virtual-servers/{id}/resume");
    }

    private static void same(String console, String... calls) {
        SAME.put(console, List.of(calls));
    }

    private final Set<String> routes =
            Route.of(RunningServer.get()).stream().map(Route::toString).collect(Collectors.toSet());

    /** Planted: an address of the console that is left out of both lists is named here. */
    @Test
    void everyChangeInTheConsoleHasItsCallOrAReason() {
        Set<String> changes = routes.stream()
                .filter(route -> route.contains(" /console/{slug}") && !route.startsWith("GET "))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = new TreeSet<>();
        SAME.keySet().forEach(rest -> known.add(CONSOLE + rest));
        FOR_PEOPLE.keySet().forEach(rest -> known.add(CONSOLE + rest));
        assertThat(changes).hasSizeGreaterThan(80).isEqualTo(known);
    }

    /** Planted: a call that is written wrong is named here. */
    @Test
    void everyCallThatIsNamedExists() {
        assertThat(SAME.values().stream()
                        .flatMap(List::stream)
                        .map(call -> call.replaceFirst(" ", API))
                        .filter(call -> !routes.contains(call)))
                .isEmpty();
    }
}
