package org.countersign.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.audit.ChainCheck;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.ImportProblem.Reason;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("S2 import of users")
class UserImportTest {
    private static final Actor SERVER = new Actor.Server();
    private static final Acting ALL = Acting.server();

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final UserImport imports = server.part(UserImport.class);
    private final Users users = server.part(Users.class);
    private final Groups groups = server.part(Groups.class);

    @Test
    void createsAndChangesAndSaysSoBefore() {
        server.newUser(acme, "ada");
        server.newUser(acme, "same");
        String file = """
                User name;Name;E-Mail;Groups;Container
                ADA;Ada Okafor;;Sales|Works council;North
                "bruno";"Lindqvist; ""Bruno\""";bruno@example.com;Sales;
                same;;same@example.com;;
                """;

        ImportPlan refused = run(file, false);
        assertThat(refused.isPossible()).isFalse();
        assertThat(refused.problems())
                .contains(
                        new ImportProblem(2, Reason.NO_CONTAINER, "North"),
                        new ImportProblem(2, Reason.NO_GROUP, "Sales"),
                        new ImportProblem(3, Reason.NO_GROUP, "Sales"));
        assertThat(users.find(acme.id(), "bruno")).isEmpty();

        ImportPlan preview = imports.preview(acme.id(), bytes(file), true, ALL);
        assertThat(preview.isPossible()).as(preview.problems().toString()).isTrue();
        assertThat(users.find(acme.id(), "bruno")).isEmpty();
        assertThat(groups.of(acme.id())).isEmpty();
        assertThat(run(file, true)).isEqualTo(preview);

        assertThat(List.of(preview.created(), preview.changed(), preview.unchanged()))
                .containsExactly(1, 1, 1);
        UserAccount bruno = users.find(acme.id(), "bruno").orElseThrow();
        assertThat(bruno.displayName()).isEqualTo("Lindqvist; \"Bruno\"");
        assertThat(run("userName,name\nx,\"two\nlines\"\ny,", false).problems())
                .containsExactly(new ImportProblem(2, Reason.DISPLAY_NAME, "two\nlines"));
    }

    @Test
    void leavesWhatIsEmptyAsItIsAndRecordsEachUser() {
        UserAccount ada = server.newUser(acme, "ada");
        assertThat(run("userName,displayName,mail,groups,container\nada,Ada Okafor,,Sales,North\nbob,,,Sales,", true)
                        .isPossible())
                .isTrue();

        UserAccount after = users.find(acme.id(), "ada").orElseThrow();
        assertThat(after.displayName()).isEqualTo("Ada Okafor");
        assertThat(after.mail()).isEqualTo("ada@example.com");
        assertThat(groups.of(acme.id(), ada.id())).extracting(Group::name).containsExactly("Sales");
        assertThat(server.part(Containers.class).find(acme.id(), "North").map(Container::id))
                .contains(after.placement().container());
        assertThat(users.find(acme.id(), "bob").orElseThrow().displayName()).isEqualTo("bob");
        assertThat(users.search(acme.id(), "okaf", 5))
                .extracting(UserAccount::id)
                .containsExactly(ada.id());
        assertThat(users.search(acme.id(), "bo", 5)).hasSize(1);
        Audit audit = server.part(Audit.class);
        assertThat(audit.recent(acme.id(), Set.of(), ada.id(), 10))
                .extracting(entry -> entry.type())
                .contains("USER_CHANGED", "USER_MOVED", "GROUP_JOINED");
        assertThat(audit.recent(acme.id(), Set.of(AuditType.USERS_IMPORTED), null, 1)
                        .getFirst()
                        .details())
                .containsEntry("created", "1")
                .containsEntry("changed", "1");
        assertThat(audit.verify(acme.id())).isInstanceOf(ChainCheck.Intact.class);

        ImportPlan again = imports.preview(acme.id(), bytes("userName,groups\nADA,sales"), false, ALL);
        assertThat(again.unchanged()).isEqualTo(1);
    }

    @Test
    void doesNothingHalf() {
        String file = "userName,mail\n"
                + IntStream.range(0, 50).mapToObj(i -> "u" + i + ",\n").collect(Collectors.joining())
                + "last,no mail\n,x@example.com\nU7,\n";
        ImportPlan plan = run(file, false);

        assertThat(plan.problems())
                .containsExactly(
                        new ImportProblem(52, Reason.MAIL, "no mail"),
                        new ImportProblem(53, Reason.USER_NAME, ""),
                        new ImportProblem(54, Reason.TWICE, "U7, 9"));
        assertThat(users.count(acme.id())).isZero();
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.USER_CREATED), null, 5))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY, 0",
        "'userName', EMPTY, 0",
        "'name,mail|a,b', NO_USER_NAME_COLUMN, 1",
        "'userName,shoe size|a,b', UNKNOWN_COLUMN, 1",
        "'userName,login|a,b', COLUMN_TWICE, 1",
        "'userName,password|a,b', PASSWORD_COLUMN, 1",
        "'userName,mail|a', FIELD_COUNT, 2",
        "'userName,mail|a,\"b', QUOTE_OPEN, 2",
    })
    void refusesAFileWithItsReason(String text, Reason reason, int line) {
        ImportPlan plan = run(text.replace('|', '\n'), false);
        assertThat(plan.problems())
                .first()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo(reason))
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(line));
        assertThat(users.count(acme.id())).isZero();
    }

    @Test
    void takesUtf8WithOrWithoutMarkAndNothingElse() {
        String file = "userName,displayName\nzoe,Zoë\n";
        assertThat(reason(file.getBytes(StandardCharsets.UTF_16))).isEqualTo(Reason.UTF_16);
        assertThat(reason(file.getBytes(Charset.forName("windows-1252")))).isEqualTo(Reason.NOT_UTF_8);
        assertThat(imports.preview(acme.id(), file.getBytes(Charset.forName("windows-1252")), false, ALL)
                        .problems()
                        .getFirst()
                        .line())
                .isEqualTo(2);
        assertThat(reason(bytes("userName\na\0b"))).isEqualTo(Reason.CONTROL);

        assertThat(run("\uFEFF" + file, false).created()).isEqualTo(1);
        assertThat(users.find(acme.id(), "zoe").orElseThrow().displayName()).isEqualTo("Zoë");
    }

    @Test
    void touchesNobodyOfAnotherVirtualServer() {
        VirtualServer other = server.newVirtualServer();
        UserAccount stranger = server.newUser(other, "stranger");
        groups.create(other.id(), "Theirs", SERVER);

        assertThat(run("userName,groups\nx,Theirs", false).problems())
                .containsExactly(new ImportProblem(2, Reason.NO_GROUP, "Theirs"));
        assertThat(run("userName,displayName\nstranger,Mine", false).created()).isEqualTo(1);

        assertThat(users.find(other.id(), stranger.id())).contains(stranger);
        var kept = imports.keep(other.id(), bytes("userName\nx"), false).orElseThrow();
        assertThat(imports.preview(acme.id(), kept, ALL)).isEmpty();
        assertThat(imports.run(acme.id(), kept, ALL)).isEmpty();
    }

    @Test
    void takesThousandsAtOnce() {
        String file = "userName,displayName,mail,groups\n"
                + IntStream.range(0, 6_000)
                        .mapToObj(i -> "user-" + i + ",User " + i + ",user" + i + "@example.com,All\n")
                        .collect(Collectors.joining());

        assertThat(run(file, true).created()).isEqualTo(6_000);

        assertThat(users.count(acme.id())).isEqualTo(6_000);
        assertThat(groups.count(
                        acme.id(), groups.find(acme.id(), "all").orElseThrow().id()))
                .isEqualTo(6_000);
        assertThat(users.search(acme.id(), "user5999", 5)).hasSize(1);
        assertThat(server.part(Audit.class).verify(acme.id())).isInstanceOf(ChainCheck.Intact.class);
    }

    private Reason reason(byte[] file) {
        return imports.preview(acme.id(), file, false, ALL)
                .problems()
                .getFirst()
                .reason();
    }

    private ImportPlan run(String file, boolean makesMissing) {
        return imports.run(acme.id(), bytes(file), makesMissing, ALL);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
