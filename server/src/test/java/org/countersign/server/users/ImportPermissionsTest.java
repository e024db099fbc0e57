package org.countersign.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.ImportProblem.Reason;
import org.countersign.server.virtualservers.VirtualServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("S15: a file of users does what whoever imports it may do by hand")
class ImportPermissionsTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final Users users = server.part(Users.class);
    private final UserAccount ada = server.newUser(acme, "ada");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "new,,,,                | USERS.ADD",
                "ada,Ada Okafor,,,      | USERS.CHANGE",
                "ada,,evil@example.com,,| USERS.CHANGE",
                "ada,,,,North           | USERS.CHANGE",
                "ada,,,Sales,           | GROUPS.CHANGE",
                "new,,,Sales,           | USERS.ADD GROUPS.CHANGE",
                "ada,,,Nobody yet,      | GROUPS.ADD GROUPS.CHANGE",
                "ada,,,,Nowhere yet     | USERS.CHANGE GROUPS.ADD",
                "ada,,,,                | none",
            })
    void needsThePermissionOfEachThingThatItDoes(String line, @Nullable String needed) {
        server.part(Groups.class).create(acme.id(), "Sales", new Actor.Server());
        server.part(Containers.class).create(acme.id(), "North", new Actor.Server());
        List<String> needs = needed == null
                ? List.of()
                : Pattern.compile(" ").splitAsStream(needed).toList();
        for (String left : needs) {
            Acting without =
                    with(needs.stream().filter(one -> !one.equals(left)).toArray(String[]::new));
            ImportPlan refused = run(line, without);
            assertThat(refused.problems()).containsExactly(new ImportProblem(2, Reason.NOT_ALLOWED, left));
            assertThat(preview(line, without).problems()).isEqualTo(refused.problems());
            assertThat(users.find(acme.id(), "new")).isEmpty();
            assertThat(users.find(acme.id(), "ada")).contains(ada);
            assertThat(server.part(Groups.class).of(acme.id(), ada.id())).isEmpty();
            assertThat(server.part(Groups.class).of(acme.id())).hasSize(1);
            assertThat(server.part(Containers.class).of(acme.id())).hasSize(1);
        }
        assertThat(run(line, with(needs.toArray(String[]::new))).isPossible()).isTrue();
    }

    @Test
    void touchesNoOperatorWhoMayDoMore() {
        server.part(Groups.class).create(acme.id(), "Sales", new Actor.Server());
        server.part(Containers.class).create(acme.id(), "North", new Actor.Server());
        server.part(Operators.class)
                .create(acme.id(), "boss", "boss@example.com", "battery staple", new Actor.Server());
        UserAccount boss = users.find(acme.id(), "boss").orElseThrow();
        Acting people = with("USERS.ADD", "USERS.CHANGE", "GROUPS.ADD", "GROUPS.CHANGE");
        for (String line : List.of(
                "boss,The boss,,,", "BOSS,,evil@example.com,,", "boss,,,Sales,", "boss,,,,North", "boss,,,New,")) {
            assertThat(run(line, people).problems())
                    .as(line)
                    .containsExactly(new ImportProblem(2, Reason.ABOVE, "boss"));
        }
        assertThat(users.find(acme.id(), "boss")).contains(boss);
        assertThat(server.part(Groups.class).of(acme.id(), boss.id())).isEmpty();
        assertThat(run("boss,boss,boss@example.com,,", people).unchanged())
                .as("a file may name them as they are")
                .isEqualTo(1);
        assertThat(run("boss,The boss,,,", Acting.server()).changed()).isEqualTo(1);
        assertThat(users.find(acme.id(), "boss").orElseThrow().displayName()).isEqualTo("The boss");
    }

    @Test
    void makesNobodyAndNothingForWhoeverSeesSomePeople() {
        Container north = server.part(Containers.class)
                .create(acme.id(), "North", new Actor.Server())
                .orElseThrow();
        Acting limited = new Acting(
                new Actor.Server(),
                Permissions.EVERYTHING,
                new OperatorScope(true, Set.of(north.id().value())));
        assertThat(run("new,,,,North", limited).problems())
                .containsExactly(new ImportProblem(2, Reason.NOT_ALLOWED, "USERS.ADD"));
        assertThat(run("ada,,,New,", limited).problems())
                .contains(new ImportProblem(2, Reason.NOT_ALLOWED, "GROUPS.ADD"));
        assertThat(server.part(Groups.class).of(acme.id())).isEmpty();
    }

    private static Acting with(String... permissions) {
        return new Acting(new Actor.Server(), Permissions.parse(Arrays.asList(permissions)));
    }

    private ImportPlan run(String line, Acting by) {
        return server.part(UserImport.class).run(acme.id(), file(line), true, by);
    }

    private ImportPlan preview(String line, Acting by) {
        return server.part(UserImport.class).preview(acme.id(), file(line), true, by);
    }

    private static byte[] file(String line) {
        return ("userName,name,mail,groups,container\n" + line.strip() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
