package org.countersign.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S15: roles and operators")
class RolesTest {
    private static final Acting SERVER = Acting.server();

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final Roles roles = server.part(Roles.class);
    private final Operators operators = server.part(Operators.class);

    @Test
    void aVirtualServerBeginsWithThreeRoles() {
        assertThat(roles.of(acme.id())).extracting(Role::name).containsExactly("Administrator", "Auditor", "Help desk");
        assertThat(roles.administrator(acme.id()).permissions()).isEqualTo(Permissions.EVERYTHING);
        assertThat(role("Auditor").permissions().texts()).allMatch(text -> text.endsWith(".VIEW"));
        assertThat(role("Help desk").permissions().texts())
                .containsExactly(
                        "SNAPSHOT.VIEW",
                        "USERS.VIEW",
                        "USERS.CHANGE",
                        "GROUPS.VIEW",
                        "TOKENS.VIEW",
                        "TOKENS.CHANGE",
                        "REPORTS.VIEW");
    }

    @Test
    void recordsEveryChangeWithBeforeAndAfter() {
        Role made = done(roles.add(acme.id(), "Night shift", "At night", parse("USERS.VIEW"), SERVER));
        assertThat(newest(AuditType.ROLE_ADDED).details()).containsEntry("after", "USERS VIEW");

        done(roles.change(acme.id(), made.id(), "Night watch", "", parse("TOKENS.CHANGE"), SERVER));
        assertThat(newest(AuditType.ROLE_CHANGED).details())
                .containsEntry("nameBefore", "Night shift")
                .containsEntry("before", "USERS VIEW")
                .containsEntry("after", "TOKENS VIEW+CHANGE");

        done(roles.remove(acme.id(), made.id(), SERVER));
        assertThat(newest(AuditType.ROLE_REMOVED).details()).containsEntry("before", "TOKENS VIEW+CHANGE");
        assertThat(roles.find(acme.id(), made.id())).isEmpty();
    }

    @Test
    void theRecordHoldsEvenTheLargestRoleWhole() {
        done(roles.add(acme.id(), "Second administrator", "", Permissions.EVERYTHING, SERVER));
        assertThat(newest(AuditType.ROLE_ADDED).details().get("after"))
                .isEqualTo(Permissions.EVERYTHING.summary())
                .contains("VIRTUAL_SERVERS VIEW+ADD+CHANGE+REMOVE");
    }

    @Test
    void nobodyGivesOrTakesMoreThanTheyHave() {
        Role small = done(roles.add(
                acme.id(),
                "Operators only",
                "",
                parse("OPERATORS.ADD", "OPERATORS.CHANGE", "OPERATORS.REMOVE"),
                SERVER));
        Operator ona = operator("ona", small);
        Acting by = new Acting(new Actor.Operator(ona.id()), small.permissions());

        assertThat(roles.add(acme.id(), "More", "", parse("USERS.VIEW"), by)).isInstanceOf(RoleOutcome.Beyond.class);
        assertThat(roles.change(acme.id(), small.id(), "Operators only", "", Permissions.EVERYTHING, by))
                .isInstanceOf(RoleOutcome.Beyond.class);
        assertThat(roles.change(acme.id(), role("Help desk").id(), "Help desk", "", parse("OPERATORS.VIEW"), by))
                .isInstanceOf(RoleOutcome.Beyond.class);
        assertThat(roles.remove(acme.id(), role("Auditor").id(), by)).isInstanceOf(RoleOutcome.Beyond.class);
        UserAccount user = server.newUser(acme, "ursula");
        assertThat(operators.add(acme.id(), user.id(), role("Help desk").id(), by))
                .isInstanceOf(OperatorOutcome.Beyond.class);
        assertThat(operators.changeRole(
                        acme.id(), ona.id(), role("Administrator").id(), by))
                .isInstanceOf(OperatorOutcome.Beyond.class);
        Operator boss = operators.create(acme.id(), "boss", null, "battery staple", new Actor.Server());
        assertThat(operators.suspend(acme.id(), boss.id(), by)).isInstanceOf(OperatorOutcome.Beyond.class);
        assertThat(operators.remove(acme.id(), boss.id(), by)).isInstanceOf(OperatorOutcome.Beyond.class);
        assertThat(operators.changeRole(acme.id(), boss.id(), small.id(), by))
                .isInstanceOf(OperatorOutcome.Beyond.class);

        assertThat(operators.find(acme.id(), boss.id()).orElseThrow().mayWork()).isTrue();
        assertThat(operators.add(acme.id(), user.id(), small.id(), by)).isInstanceOf(OperatorOutcome.Done.class);
    }

    @Test
    void aRoleInUseSaysByWhom() {
        Operator hal = operator("hal", role("Help desk"));
        assertThat(roles.remove(acme.id(), role("Help desk").id(), SERVER))
                .isInstanceOfSatisfying(
                        RoleOutcome.InUse.class,
                        used -> assertThat(used.operators()).containsExactly(hal));
        assertThat(operators.remove(acme.id(), hal.id(), SERVER)).isInstanceOf(OperatorOutcome.Done.class);
        done(roles.remove(acme.id(), role("Help desk").id(), SERVER));
        assertThat(roles.of(acme.id())).extracting(Role::name).containsExactly("Administrator", "Auditor");
    }

    @Test
    void theAdministratorsRoleStaysAsItIs() {
        Role administrator = roles.administrator(acme.id());
        assertThat(roles.change(acme.id(), administrator.id(), "x", "", parse("USERS.VIEW"), SERVER))
                .isInstanceOf(RoleOutcome.Fixed.class);
        assertThat(roles.remove(acme.id(), administrator.id(), SERVER)).isInstanceOf(RoleOutcome.Fixed.class);
    }

    @Test
    void oneAdministratorRemains() {
        Operator boss = operators.create(acme.id(), "boss", null, "battery staple", new Actor.Server());
        assertThat(operators.isLastAdministrator(acme.id(), boss.user())).isTrue();
        assertThat(operators.remove(acme.id(), boss.id(), SERVER))
                .isInstanceOf(OperatorOutcome.LastAdministrator.class);
        assertThat(operators.suspend(acme.id(), boss.id(), SERVER))
                .isInstanceOf(OperatorOutcome.LastAdministrator.class);
        assertThat(operators.changeRole(acme.id(), boss.id(), role("Auditor").id(), SERVER))
                .isInstanceOf(OperatorOutcome.LastAdministrator.class);

        Operator second = operator("second", roles.administrator(acme.id()));
        assertThat(operators.isLastAdministrator(acme.id(), boss.user())).isFalse();
        assertThat(operators.suspend(acme.id(), second.id(), SERVER)).isInstanceOf(OperatorOutcome.Done.class);
        assertThat(operators.remove(acme.id(), boss.id(), SERVER))
                .isInstanceOf(OperatorOutcome.LastAdministrator.class);
        assertThat(operators.resume(acme.id(), second.id(), SERVER)).isInstanceOf(OperatorOutcome.Done.class);
        assertThat(operators.remove(acme.id(), boss.id(), SERVER)).isInstanceOf(OperatorOutcome.Done.class);
        assertThat(newest(AuditType.OPERATOR_REMOVED).details())
                .containsEntry("userName", "boss")
                .containsEntry("before", "ACTIVE")
                .containsEntry("after", "REMOVED");
    }

    /** Each of the last two removes the other at the same moment: one of them stays. */
    @Test
    void twoAdministratorsCannotRemoveEachOther() throws Exception {
        for (int round = 0; round < 10; round++) {
            VirtualServer place = server.newVirtualServer();
            Operator one = operators.create(place.id(), "one", null, "battery staple", new Actor.Server());
            Operator two = operators.create(place.id(), "two", null, "battery staple", new Actor.Server());
            CyclicBarrier start = new CyclicBarrier(2);
            List<CompletableFuture<OperatorOutcome>> both = List.of(one, two).stream()
                    .map(operator -> CompletableFuture.supplyAsync(() -> {
                        try {
                            start.await();
                        } catch (Exception broken) {
                            throw new IllegalStateException(broken);
                        }
                        return operators.remove(place.id(), operator.id(), SERVER);
                    }))
                    .toList();
            assertThat(both.stream().map(CompletableFuture::join).filter(OperatorOutcome.Done.class::isInstance))
                    .hasSize(1);
            assertThat(operators.atWork(place.id())).hasSize(1);
        }
    }

    @Test
    void aUserIsAnOperatorOnce() {
        Operator hal = operator("hal", role("Help desk"));
        assertThat(operators.add(acme.id(), hal.user(), role("Auditor").id(), SERVER))
                .isInstanceOfSatisfying(
                        OperatorOutcome.Already.class,
                        already -> assertThat(already.operator()).isEqualTo(hal));
        operators.remove(acme.id(), hal.id(), SERVER);
        assertThat(operators.of(acme.id(), hal.user())).isEmpty();
        assertThat(operators.add(acme.id(), hal.user(), role("Auditor").id(), SERVER))
                .isInstanceOf(OperatorOutcome.Done.class);
        assertThat(operators.everybody(acme.id())).hasSize(2);
    }

    @Test
    void findsNothingOfAnotherVirtualServer() {
        VirtualServer other = server.newVirtualServer();
        Role theirs = roles.administrator(other.id());
        Operator boss = operators.create(other.id(), "boss", null, "battery staple", new Actor.Server());
        UserAccount user = server.newUser(acme, "ursula");

        assertThat(roles.find(acme.id(), theirs.id())).isEmpty();
        assertThat(operators.find(acme.id(), boss.id())).isEmpty();
        assertThat(operators.add(acme.id(), user.id(), theirs.id(), SERVER))
                .isInstanceOf(OperatorOutcome.Unknown.class);
        assertThat(operators.add(acme.id(), boss.user(), role("Auditor").id(), SERVER))
                .isInstanceOf(OperatorOutcome.Unknown.class);
        assertThat(operators.remove(acme.id(), boss.id(), SERVER)).isInstanceOf(OperatorOutcome.Unknown.class);
        assertThat(roles.change(acme.id(), theirs.id(), "x", "", parse("USERS.VIEW"), SERVER))
                .isInstanceOf(RoleOutcome.Unknown.class);
    }

    private Operator operator(String name, Role role) {
        UserAccount user = server.newUser(acme, name);
        OperatorOutcome outcome = operators.add(acme.id(), user.id(), role.id(), SERVER);
        assertThat(outcome).isInstanceOf(OperatorOutcome.Done.class);
        return ((OperatorOutcome.Done) outcome).operator();
    }

    private Role role(String name) {
        return roles.of(acme.id()).stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Permissions parse(String... texts) {
        return Permissions.parse(List.of(texts));
    }

    private static Role done(RoleOutcome outcome) {
        assertThat(outcome).isInstanceOf(RoleOutcome.Done.class);
        return ((RoleOutcome.Done) outcome).role();
    }

    private AuditEntry newest(AuditType type) {
        return server.part(Audit.class).recent(acme.id(), Set.of(type), null, 1).getFirst();
    }
}
