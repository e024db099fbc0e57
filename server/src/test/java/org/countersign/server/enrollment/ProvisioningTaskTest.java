package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.countersign.device.Phone;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditType;
import org.countersign.server.enrollment.ProvisioningTask.Progress;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.UserAccount;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A task is followed from the first mail to the last sign-in, and whatever it reserved comes back at its end. */
@DisplayName("S5: a provisioning task")
class ProvisioningTaskTest {
    private final EnrollmentFixture acme = new EnrollmentFixture();
    private final Provisioning provisioning = acme.server.part(Provisioning.class);
    private final ProvisioningTasks tasks = acme.server.part(ProvisioningTasks.class);
    private final ProvisioningCare care = acme.server.part(ProvisioningCare.class);
    private final ProvisioningWork work = acme.server.part(ProvisioningWork.class);
    private final Actor operator = new Actor.Operator(new OperatorId(java.util.UUID.randomUUID()));

    private int start(UserAccount... users) {
        return start(null, users);
    }

    private int start(@Nullable Instant stopAt, UserAccount... users) {
        ProvisioningOutcome outcome = provisioning.provision(
                acme.acme.id(),
                java.util.Arrays.stream(users).map(UserAccount::id).toList(),
                stopAt,
                operator);
        return ((ProvisioningOutcome.Started) outcome).number();
    }

    private ProvisioningTask task(int number) {
        return tasks.find(acme.acme.id(), number).orElseThrow();
    }

    private Progress progress(int number, UserAccount user) {
        return tasks.members(acme.acme.id(), task(number), null, 0, 500).stream()
                .filter(member -> member.user().equals(user.id()))
                .findFirst()
                .orElseThrow()
                .progress();
    }

    private String link(UserAccount user, String subject) {
        return EnrollmentFixture.line(
                acme.server.mailServer().text(String.valueOf(user.mail()), subject), acme.server.app() + "/enroll#");
    }

    private Phone enroll(String link) throws Exception {
        Phone phone = TestPhone.empty(acme.server);
        org.countersign.device.Enrollment enrollment = phone.enroll(link, Optional.empty());
        enrollment.finish("Phone", Optional.empty(), true);
        enrollment.activate(Optional.of(EnrollmentFixture.PASSWORD));
        return phone;
    }

    private void signIn(UserAccount user, Phone phone) {
        acme.server.time().pass(Duration.ofSeconds(61));
        String passcode = phone.passcode(phone.tokens().getFirst().serial()).exposed();
        assertThat(acme.spend(user, passcode).reason()).isEqualTo("accepted");
    }

    /** The server works every few seconds by itself as well, so what is asked for may be in its hands at this moment. */
    private void work() {
        await("nobody is waited for").atMost(Duration.ofSeconds(20)).until(() -> {
            work.work();
            return !isBusy();
        });
    }

    private boolean isBusy() {
        return acme.jdbc
                .sql("""
                        select exists (select 1 from provisioning_member member
                                       join provisioning_task task on task.id = member.task_id
                                       left join token on token.id = member.token_id and token.state = 'ASSIGNED'
                                       where member.virtual_server_id = ?
                                         and (task.ended_at is null and (member.state = 'WAITING' or member.remind)
                                              or task.ended_at is not null and not task.released
                                                 and (member.state = 'WAITING' or token.id is not null)))
                        """)
                .param(acme.acme.id().value())
                .query(Boolean.class)
                .single();
    }

    @Test
    void followsEachUserAndEndsWhenAllHaveSignedInOnce() throws Exception {
        UserAccount ada = acme.user();
        UserAccount bob = acme.user();
        int number = start(ada, bob);
        assertThat(progress(number, ada)).isIn(Progress.MAILING, Progress.MAILED);
        String adas = link(ada, "Set up your authenticator");
        becomes(number, ada, Progress.MAILED);

        RawPhone curious = new RawPhone(acme.server, adas);
        curious.begin();
        assertThat(progress(number, ada)).isEqualTo(Progress.OPENED);
        curious.finish();
        assertThat(progress(number, ada)).isEqualTo(Progress.ENROLLING);

        Phone bobs = enroll(link(bob, "Set up your authenticator"));
        assertThat(progress(number, bob)).isEqualTo(Progress.ENROLLED);
        signIn(bob, bobs);
        assertThat(progress(number, bob)).isEqualTo(Progress.SIGNED_IN);
        work.endTasks();
        assertThat(task(number).isOpen()).isTrue();

        assertThat(care.remove(acme.acme.id(), number, ada.id(), operator)).isTrue();
        assertThat(progress(number, ada)).isEqualTo(Progress.REMOVED);
        work.endTasks();
        assertThat(task(number).ended()).isEqualTo(ProvisioningTask.End.COMPLETED);
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(99);
    }

    private void becomes(int number, UserAccount user, Progress expected) {
        await("progress")
                .atMost(Duration.ofSeconds(20))
                .until(() -> progress(number, user), Predicate.isEqual(expected));
    }

    @Test
    void remindsOnceADayThoseWhoHaveNotEnrolled() throws Exception {
        UserAccount ada = acme.user();
        UserAccount bob = acme.user();
        int number = start(acme.server.time().instant().plus(Duration.ofDays(20)), ada, bob);
        String first = link(ada, "Set up your authenticator");
        enroll(link(bob, "Set up your authenticator"));
        assertThat(care.remind(acme.acme.id(), number, operator)).contains(0);
        acme.server.time().pass(Duration.ofHours(25));
        assertThat(care.remind(acme.acme.id(), number, operator)).contains(1);
        assertThat(care.remind(acme.acme.id(), number, operator)).contains(0);
        work();
        String second = link(ada, "Reminder: set up your authenticator");
        assertThat(second).isNotEqualTo(first);
        assertThat(care.remind(acme.acme.id(), ada.id(), operator)).isFalse();
        assertThat(new RawPhone(acme.server, first).begin().code()).isEqualTo("activation_revoked");
        enroll(second);
        assertThat(progress(number, ada)).isEqualTo(Progress.ENROLLED);
        acme.server.time().pass(Duration.ofHours(25));
        assertThat(care.remind(acme.acme.id(), number, operator)).contains(0);
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(98);
    }

    @Test
    void doesNotInterruptSomebodyWhoIsEnrolling() throws Exception {
        UserAccount ada = acme.user();
        int number = start(ada);
        acme.server.time().pass(Duration.ofHours(25));
        RawPhone phone = new RawPhone(acme.server, link(ada, "Set up your authenticator"));
        phone.begin();
        phone.finish();
        assertThat(care.remind(acme.acme.id(), number, operator)).contains(1);
        work();
        assertThat(progress(number, ada)).isEqualTo(Progress.ENROLLING);
    }

    @Test
    void givesBackWhatNobodyEnrolledAtTheStopDate() throws Exception {
        UserAccount ada = acme.user();
        UserAccount bob = acme.user();
        int number = start(acme.server.time().instant().plus(Duration.ofDays(2)), ada, bob);
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(98);
        enroll(link(bob, "Set up your authenticator"));
        assertThat(care.extend(
                        acme.acme.id(), number, acme.server.time().instant().plus(Duration.ofDays(4)), operator))
                .isTrue();
        acme.server.time().pass(Duration.ofDays(3));
        work.endTasks();
        assertThat(task(number).isOpen()).isTrue();
        acme.server.time().pass(Duration.ofDays(2));
        work.endTasks();
        work();
        assertThat(task(number).ended()).isEqualTo(ProvisioningTask.End.STOPPED);
        assertThat(progress(number, ada)).isEqualTo(Progress.EXPIRED);
        assertThat(acme.tokens.of(acme.acme.id(), ada.id())).isEmpty();
        assertThat(acme.token(bob).state()).isEqualTo(TokenState.ACTIVE);
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(99);
        assertThat(care.remind(acme.acme.id(), number, operator)).isEmpty();
        assertThat(care.extend(
                        acme.acme.id(), number, acme.server.time().instant().plus(Duration.ofDays(4)), operator))
                .isFalse();
        List<AuditEntry> ended =
                acme.server.part(Audit.class).recent(acme.acme.id(), java.util.Set.of(AuditType.TASK_ENDED), null, 10);
        assertThat(ended)
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).containsEntry("end", "STOPPED"));
    }

    @Test
    void endsItsLinksTogetherWithTheTask() {
        for (int i = 0; i < 5; i++) {
            UserAccount ada = acme.user();
            int number = start(ada);
            String link = link(ada, "Set up your authenticator");
            // Nothing in the background has a turn between these two.
            assertThat(care.remove(acme.acme.id(), number, operator)).isTrue();
            assertThat(new RawPhone(acme.server, link).begin().code()).isEqualTo("activation_revoked");
            assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(100);
        }
    }

    @Test
    void keepsATokenThatANewerTaskCountsOn() throws Exception {
        UserAccount ada = acme.user();
        int older = start(ada);
        int newer = start(ada);
        assertThat(progress(older, ada)).isEqualTo(Progress.WITHDRAWN);
        assertThat(care.remove(acme.acme.id(), older, operator)).isTrue();
        work();
        assertThat(acme.token(ada).state()).isEqualTo(TokenState.ASSIGNED);
        assertThat(progress(newer, ada)).isIn(Progress.MAILING, Progress.MAILED);
        assertThat(care.remove(acme.acme.id(), newer, operator)).isTrue();
        work();
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(100);
    }

    @Test
    void servesManyInTheBackgroundEachForThemselves() {
        acme.tokens.allocate(acme.acme.id(), 500, operator);
        List<UserId> many = new ArrayList<>();
        for (int i = 0; i < 520; i++) {
            UserAccount user = acme.server
                    .part(org.countersign.server.users.Users.class)
                    .create(
                            acme.acme.id(),
                            "many-" + i,
                            "Many " + i,
                            i == 7 ? null : "many-" + i + "-" + acme.acme.slug() + "@example.com",
                            null,
                            operator)
                    .orElseThrow();
            many.add(user.id());
        }
        ProvisioningOutcome.Started started =
                (ProvisioningOutcome.Started) provisioning.provision(acme.acme.id(), many, null, operator);
        assertThat(started.users()).isEqualTo(520);
        work();
        work();
        ProvisioningTask task = task(started.number());
        assertThat(tasks.members(acme.acme.id(), task, Progress.REFUSED, 0, 10))
                .singleElement()
                .satisfies(member -> assertThat(member.because()).isEqualTo("mail"));
        assertThat(tasks.members(acme.acme.id(), task, Progress.QUEUED, 0, 10)).isEmpty();
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(600 - 519);
        assertThat(tasks.members(acme.acme.id(), task, null, 500, 500)).hasSize(20);
    }

    @Test
    void isUnknownOnAnotherVirtualServer() {
        UserAccount ada = acme.user();
        int number = start(ada);
        var other = acme.server.newVirtualServer();
        assertThat(tasks.find(other.id(), number)).isEmpty();
        assertThat(tasks.members(other.id(), task(number), null, 0, 10)).isEmpty();
        assertThat(care.remind(other.id(), number, operator)).isEmpty();
        assertThat(care.remind(other.id(), ada.id(), operator)).isFalse();
        assertThat(care.remove(other.id(), number, operator)).isFalse();
        assertThat(care.remove(other.id(), number, ada.id(), operator)).isFalse();
        assertThat(task(number).isOpen()).isTrue();
    }
}
