package org.countersign.server.enrollment;

import java.time.Instant;
import java.util.function.Function;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.Outbox;
import org.countersign.server.tokens.Device;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Records what happens to enrollments, and tells the people who should know. Every method runs in the transaction of what it
 * tells, at its end.
 */
@Component
class EnrollmentNews {
    private final Audit audit;
    private final Outbox outbox;
    private final Users users;
    private final Operators operators;
    private final VirtualServers virtualServers;
    private final CountersignSettings settings;

    EnrollmentNews(
            Audit audit,
            Outbox outbox,
            Users users,
            Operators operators,
            VirtualServers virtualServers,
            CountersignSettings settings) {
        this.audit = audit;
        this.outbox = outbox;
        this.users = users;
        this.operators = operators;
        this.virtualServers = virtualServers;
        this.settings = settings;
    }

    /** Mails the user a link. */
    void invite(Issuing.Issued issued, String address) {
        var organisation = virtualServers.get(issued.user().virtualServer());
        outbox.mail(
                organisation.id(),
                EnrollmentMails.invitation(address, organisation, issued, settings.pagesOrigin(), settings.appOrigin()),
                issued.expiresAt());
    }

    void started(Issuing.Issued issued, Actor actor) {
        audit.append(AuditEvent.of(issued.user().virtualServer(), AuditType.ENROLLMENT_STARTED, actor)
                .about(issued.user().id())
                .about(issued.token().id())
                .with("enrollment", issued.enrollment())
                .with("serial", issued.token().serial())
                .with("secondProof", issued.secondProof().wireName())
                .with("expiresAt", issued.expiresAt()));
    }

    void taskCreated(VirtualServerId virtualServer, TaskStore.Task task, int count, Instant stopAt, Actor actor) {
        audit.append(AuditEvent.of(virtualServer, AuditType.TASK_CREATED, actor)
                .with("task", task.id())
                .with("number", task.number())
                .with("users", count)
                .with("stopAt", stopAt));
    }

    void revoked(EnrollmentRow enrollment, String reason, Actor actor) {
        audit.append(event(enrollment, AuditType.ENROLLMENT_REVOKED, actor).with("reason", reason));
    }

    void begun(EnrollmentRow enrollment, BeginMessage begin, String ip) {
        audit.append(event(enrollment, AuditType.ENROLLMENT_BEGUN, new Actor.Unknown())
                .from(ip)
                .with("platform", begin.platform())
                .with("os", begin.os())
                .with("app", begin.app()));
    }

    void claimed(EnrollmentRow enrollment, String name, String ip) {
        audit.append(event(enrollment, AuditType.ENROLLMENT_CLAIMED, new Actor.Device(enrollment.token))
                .from(ip)
                .with("name", name));
    }

    void completed(EnrollmentRow enrollment, Parties.Party party, Device device, String name, String ip, Instant now) {
        mail(
                party.user().mail(),
                enrollment,
                address -> EnrollmentMails.added(address, party.virtualServer(), party.user(), name, device, now));
        Actor actor = new Actor.Device(enrollment.token);
        audit.append(event(enrollment, AuditType.ENROLLMENT_COMPLETED, actor).from(ip));
        audit.append(event(enrollment, AuditType.TOKEN_ACTIVATED, actor)
                .from(ip)
                .with("serial", party.token().serial()));
    }

    void refused(EnrollmentRow enrollment, String step, EnrollmentRefused refusal, String ip) {
        audit.append(event(enrollment, AuditType.ENROLLMENT_REFUSED, new Actor.Unknown())
                .from(ip)
                .with("step", step)
                .with("reason", refusal.reason().name()));
    }

    /** Tells user and operators, the first time, that a second device used the string. */
    void contested(EnrollmentRow enrollment, boolean firstTime, String step, String ip, Instant now) {
        if (firstTime) {
            users.find(enrollment.virtualServer, enrollment.user).ifPresent(user -> {
                var organisation = virtualServers.get(enrollment.virtualServer);
                mail(
                        user.mail(),
                        enrollment,
                        address -> EnrollmentMails.contested(address, organisation, user, ip, now));
                operators
                        .atWork(enrollment.virtualServer)
                        .forEach(operator -> mail(
                                operator.mail(),
                                enrollment,
                                address -> EnrollmentMails.contested(address, organisation, user, ip, now)));
            });
        }
        audit.append(event(enrollment, AuditType.ENROLLMENT_CONTESTED, new Actor.Unknown())
                .from(ip)
                .with("step", step));
    }

    private void mail(@Nullable String address, EnrollmentRow enrollment, Function<String, Mail> text) {
        if (address != null && Mail.isAddress(address)) {
            outbox.mail(enrollment.virtualServer, text.apply(address));
        }
    }

    private static AuditEvent event(EnrollmentRow enrollment, AuditType type, Actor actor) {
        return AuditEvent.of(enrollment.virtualServer, type, actor)
                .about(enrollment.user)
                .about(enrollment.token)
                .with("enrollment", enrollment.id);
    }
}
