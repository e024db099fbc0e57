package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.countersign.device.Phone;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.ProvisioningTask.Progress;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.selfservice.SelfEnrollment;
import org.countersign.server.selfservice.SelfEnrollments;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.UserAccount;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** People in a task may enroll by themselves in the portal as well: it is the same token, and the task knows. */
@DisplayName("S5: a provisioning task, for somebody who uses the portal instead,")
class TaskAndPortalTest {
    private final EnrollmentFixture acme = new EnrollmentFixture();
    private final ProvisioningTasks tasks = acme.server.part(ProvisioningTasks.class);
    private final ProvisioningCare care = acme.server.part(ProvisioningCare.class);
    private final ProvisioningWork work = acme.server.part(ProvisioningWork.class);
    private final SelfEnrollments portal = acme.server.part(SelfEnrollments.class);
    private final Actor operator = new Actor.Operator(new OperatorId(UUID.randomUUID()));
    private final UserAccount ada = acme.user();
    private final UserAccount bob = acme.user();

    private int start(UserAccount... users) {
        ProvisioningOutcome outcome = acme.server
                .part(Provisioning.class)
                .provision(
                        acme.acme.id(),
                        Arrays.stream(users).map(UserAccount::id).toList(),
                        acme.server.time().instant().plus(Duration.ofDays(20)),
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

    private SelfEnrollment beginInThePortal(UserAccount user) {
        SelfEnrollments.Start begun = portal.start(acme.acme.id(), user.id(), null, "192.0.2.1");
        return portal.find(acme.acme.id(), user.id(), ((SelfEnrollments.Start.Started) begun).id())
                .orElseThrow();
    }

    private String shown(SelfEnrollment begun) {
        return acme.enrollment
                .shown(acme.acme.id(), begun.enrollment())
                .orElseThrow()
                .exposedLink(acme.server.app());
    }

    private String mailed(UserAccount user, String subject) {
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

    @Test
    void followsThemToTheFirstSignInAndEnds() throws Exception {
        int number = start(ada);
        SelfEnrollment begun = beginInThePortal(ada);
        assertThat(progress(number, ada)).isEqualTo(Progress.OPENED);
        RawPhone slow = new RawPhone(acme.server, shown(begun));
        slow.begin();
        slow.finish();
        assertThat(progress(number, ada)).isEqualTo(Progress.ENROLLING);

        Phone phone = enroll(shown(beginInThePortal(ada)));
        assertThat(progress(number, ada)).isEqualTo(Progress.ENROLLED);
        acme.server.time().pass(Duration.ofHours(25));
        assertThat(care.remind(acme.acme.id(), number, operator)).contains(0);

        signIn(ada, phone);
        assertThat(progress(number, ada)).isEqualTo(Progress.SIGNED_IN);
        work.endTasks();
        assertThat(task(number).ended()).isEqualTo(ProvisioningTask.End.COMPLETED);
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(99);
    }

    @Test
    void doesNotInterruptThemWithAReminder() {
        int number = start(ada);
        acme.server.time().pass(Duration.ofHours(25));
        RawPhone phone = new RawPhone(acme.server, shown(beginInThePortal(ada)));
        phone.begin();
        phone.finish();
        assertThat(care.remind(acme.acme.id(), number, operator)).contains(1);
        work.work();
        assertThat(progress(number, ada)).isEqualTo(Progress.ENROLLING);
    }

    @Test
    void goesOnWhenTheyGiveUpThereAndKeepsTheirToken() throws Exception {
        int number = start(ada, bob);
        signIn(bob, enroll(mailed(bob, "Set up your authenticator")));
        SelfEnrollment begun = beginInThePortal(ada);
        RawPhone half = new RawPhone(acme.server, shown(begun));
        half.begin();
        half.finish();
        portal.giveUp(begun);

        assertThat(progress(number, ada)).isEqualTo(Progress.WITHDRAWN);
        assertThat(Progress.WITHDRAWN.isUnfinished()).isTrue();
        assertThat(acme.token(ada).state()).isEqualTo(TokenState.ASSIGNED);
        assertThat(acme.token(ada).standing().seeded())
                .as("nothing is left of it")
                .isFalse();
        work.endTasks();
        assertThat(task(number).isOpen()).as("ada has nothing yet").isTrue();

        acme.server.time().pass(Duration.ofHours(25));
        assertThat(care.remind(acme.acme.id(), number, operator)).contains(1);
        work.work();
        signIn(ada, enroll(mailed(ada, "Reminder: set up your authenticator")));
        work.endTasks();
        assertThat(task(number).ended()).isEqualTo(ProvisioningTask.End.COMPLETED);
    }

    @Test
    void getsItsTokenBackAtItsEndFromThoseWhoGaveUp() {
        int number = start(ada);
        portal.giveUp(beginInThePortal(ada));
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(99);
        assertThat(care.remove(acme.acme.id(), number, operator)).isTrue();
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(100);
    }

    @Test
    void isNotDoneWithSomebodyWhoseNewTokenWasTakenBeforeTheySignedIn() throws Exception {
        int number = start(ada);
        enroll(mailed(ada, "Set up your authenticator"));
        acme.tokens.revoke(acme.acme.id(), acme.token(ada).id(), operator);
        assertThat(progress(number, ada)).isEqualTo(Progress.WITHDRAWN);
    }

    @Test
    void waitsForNobodyWhoWasDeleted() throws Exception {
        int number = start(ada, bob);
        signIn(bob, enroll(mailed(bob, "Set up your authenticator")));
        acme.server.part(Departures.class).delete(acme.acme.id(), ada.id(), operator);
        assertThat(progress(number, ada)).isEqualTo(Progress.REMOVED);
        work.endTasks();
        assertThat(task(number).ended()).isEqualTo(ProvisioningTask.End.COMPLETED);
    }
}
