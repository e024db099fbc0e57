package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.ProvisioningTask.Progress;
import org.countersign.server.reports.ReportKind;
import org.countersign.server.reports.ReportOrder;
import org.countersign.server.reports.Reports;
import org.countersign.server.users.UserAccount;
import org.countersign.server.web.shell.Texts;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S14: the report on provisioning says of everybody what the page of the task says, once")
class ProvisioningReportTest {
    private final EnrollmentFixture acme = new EnrollmentFixture();
    private final ProvisioningTasks tasks = acme.server.part(ProvisioningTasks.class);
    private final Texts texts = acme.server.part(Texts.class);

    private ProvisioningTask provision(List<UserAccount> users) {
        ProvisioningOutcome.Started started = (ProvisioningOutcome.Started) acme.server
                .part(Provisioning.class)
                .provision(
                        acme.acme.id(),
                        users.stream().map(UserAccount::id).toList(),
                        acme.server.time().instant().plus(Duration.ofDays(20)),
                        new Actor.Server());
        return task(started.number());
    }

    private ProvisioningTask task(int number) {
        return tasks.find(acme.acme.id(), number).orElseThrow();
    }

    private List<List<String>> report(int number, Map<String, String> filters, String... columns) {
        Map<String, String> all = new LinkedHashMap<>(filters);
        all.put("task", String.valueOf(number));
        ReportOrder.Understood understood =
                ReportOrder.read(ReportKind.PROVISIONING_PROGRESS, List.of(columns), all, null);
        assertThat(understood.wrong()).isEmpty();
        return acme.server.part(Reports.class).preview(acme.acme.id(), understood.order(), 100);
    }

    /** Brings one user of the task as far as that, and no further: nothing in the background touches a task that has ended. */
    private void bring(ProvisioningTask task, UserAccount user, Progress progress) {
        switch (progress) {
            case QUEUED -> member(task, user, "state = 'WAITING', enrollment_id = null, token_id = null");
            case MAILING -> message(task, user, "WAITING");
            case MAIL_FAILED -> message(task, user, "GIVEN_UP");
            case MAILED -> message(task, user, "DELIVERED");
            case OPENED ->
                acme.jdbc.sql("""
                        insert into enrollment_begin (id, enrollment_id, begin_hash, begin_body, offer, created_at)
                        select gen_random_uuid(), enrollment_id, '\\x00', '\\x00', '', now() from provisioning_member
                        where task_id = ? and user_id = ?
                        """).params(task.id().value(), user.id().value()).update();
            case ENROLLING -> link(task, user, "state = 'CLAIMED'");
            case ENROLLED -> link(task, user, "state = 'COMPLETED'");
            case SIGNED_IN -> {
                link(task, user, "state = 'COMPLETED'");
                member(task, user, "signed_in_at = now()");
            }
            case EXPIRED -> link(task, user, "expires_at = now() - interval '400 days'");
            case FAILED -> link(task, user, "state = 'FAILED'");
            case WITHDRAWN -> link(task, user, "state = 'REVOKED'");
            case REFUSED ->
                member(
                        task,
                        user,
                        "state = 'REFUSED', refused_because = 'mail', enrollment_id = null, token_id = null");
            case REMOVED -> member(task, user, "state = 'REMOVED'");
        }
    }

    private void member(ProvisioningTask task, UserAccount user, String change) {
        assertThat(acme.jdbc
                        .sql("update provisioning_member set " + change + " where task_id = ? and user_id = ?")
                        .params(task.id().value(), user.id().value())
                        .update())
                .isOne();
    }

    private void link(ProvisioningTask task, UserAccount user, String change) {
        assertThat(acme.jdbc
                        .sql("update enrollment set " + change + " where id ="
                                + " (select enrollment_id from provisioning_member where task_id = ? and user_id = ?)")
                        .params(task.id().value(), user.id().value())
                        .update())
                .isOne();
    }

    private void message(ProvisioningTask task, UserAccount user, String state) {
        assertThat(acme.jdbc
                        .sql(
                                "update outbox_message set state = ?, next_attempt_at = now() + interval '900 days' where id ="
                                        + " (select message_id from provisioning_member where task_id = ? and user_id = ?)")
                        .params(state, task.id().value(), user.id().value())
                        .update())
                .isOne();
    }

    @Test
    void inEveryStateThereIs() {
        Map<Progress, UserAccount> people = new EnumMap<>(Progress.class);
        EnumSet.allOf(Progress.class).forEach(progress -> people.put(progress, acme.user()));
        ProvisioningTask task = provision(List.copyOf(people.values()));
        for (UserAccount user : people.values()) {
            acme.server.mailServer().text(String.valueOf(user.mail()), "Set up your authenticator");
        }
        acme.jdbc
                .sql(
                        "update provisioning_task set ended_at = now(), ended_because = 'REMOVED', released = true where id = ?")
                .param(task.id().value())
                .update();
        people.forEach((progress, user) -> bring(task, user, progress));

        List<ProvisioningTask.Member> members = tasks.members(acme.acme.id(), task(task.number()), null, 0, 100);
        assertThat(members).extracting(ProvisioningTask.Member::progress).containsExactly(Progress.values());
        assertThat(members)
                .extracting(ProvisioningTask.Member::user)
                .containsExactlyElementsOf(
                        people.values().stream().map(UserAccount::id).toList());
        List<List<String>> same = new ArrayList<>();
        people.forEach(
                (progress, user) -> same.add(List.of(user.userName(), texts.say("tokens.progress." + progress))));
        assertThat(report(task.number(), Map.of(), "userName", "progress")).isEqualTo(same);
        people.forEach((progress, user) -> assertThat(
                        report(task.number(), Map.of("progress", progress.name()), "userName"))
                .as("narrowed to %s", progress)
                .containsExactly(List.of(user.userName())));
    }

    @Test
    void whoeverWasRemindedIsThereOnce() {
        UserAccount ada = acme.user();
        ProvisioningTask task = provision(List.of(ada));
        acme.server.mailServer().text(String.valueOf(ada.mail()), "Set up your authenticator");
        acme.server.time().pass(Duration.ofHours(25));
        assertThat(acme.server.part(ProvisioningCare.class).remind(acme.acme.id(), task.number(), new Actor.Server()))
                .contains(1);
        acme.server.part(ProvisioningWork.class).work();
        acme.server.mailServer().text(String.valueOf(ada.mail()), "Reminder: set up your authenticator");
        assertThat(report(task.number(), Map.of(), "userName")).containsExactly(List.of(ada.userName()));
    }

    /** The words of the task page and of the report are the same. */
    @Test
    void inTheSameWords() {
        for (Progress progress : Progress.values()) {
            String page = texts.say("tokens.progress." + progress);
            assertThat(texts.say("reports.value.PROGRESS." + progress)).isEqualTo(page);
            assertThat(texts.say("reports.choice.PROGRESS." + progress)).isEqualTo(page);
        }
    }
}
