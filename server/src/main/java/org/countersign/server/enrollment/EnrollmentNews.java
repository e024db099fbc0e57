package org.countersign.server.enrollment;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.Outbox;
import org.countersign.server.tokens.Device;
import org.countersign.server.tokens.Token;
import org.countersign.server.users.Overseers;
import org.countersign.server.users.UserAccount;
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
    private final Overseers overseers;
    private final VirtualServers virtualServers;
    private final CountersignSettings settings;

    EnrollmentNews(
            Audit audit,
            Outbox outbox,
            Users users,
            Overseers overseers,
            VirtualServers virtualServers,
            CountersignSettings settings) {
        this.audit = audit;
        this.outbox = outbox;
        this.users = users;
        this.overseers = overseers;
        this.virtualServers = virtualServers;
        this.settings = settings;
    }

    /** Mails the user a link, for the first time or once more; returns the message's id. */
    UUID invite(Issuing.Issued issued, String address, boolean again) {
        var organisation = virtualServers.get(issued.user().virtualServer());
        return outbox.mail(
                organisation.id(),
                EnrollmentMails.invitation(
                        address, organisation, issued, again, settings.pagesOrigin(), settings.appOrigin()),
                issued.expiresAt());
    }

    /** Mails the user a code that opens the page with the seed. */
    void inviteStandard(UserAccount user, String address, String code, Instant until) {
        var organisation = virtualServers.get(user.virtualServer());
        outbox.mail(
                organisation.id(),
                EnrollmentMails.standard(address, organisation, user, code, settings.pagesOrigin(), until),
                until);
    }

    /** Returns the name of an organisation, as people know it. */
    String organisation(VirtualServerId virtualServer) {
        return virtualServers.get(virtualServer).name();
    }

    void startedStandard(UserAccount user, Token token, Instant until, Actor actor) {
        audit.append(standard(AuditType.ENROLLMENT_STARTED, user, token, actor).with("expiresAt", until));
    }

    /** Records that the seed was shown. */
    void shownStandard(UserAccount user, Token token) {
        audit.append(standard(AuditType.ENROLLMENT_CLAIMED, user, token, new Actor.User(user.id())));
    }

    void completedStandard(UserAccount user, Token token, Instant now) {
        var organisation = virtualServers.get(user.virtualServer());
        String address = user.mail();
        if (address != null && Mail.isAddress(address)) {
            outbox.mail(organisation.id(), EnrollmentMails.addedStandard(address, organisation, user, now));
        }
        Actor actor = new Actor.User(user.id());
        audit.append(standard(AuditType.ENROLLMENT_COMPLETED, user, token, actor));
        audit.append(standard(AuditType.TOKEN_ACTIVATED, user, token, actor));
    }

    private static AuditEvent standard(AuditType type, UserAccount user, Token token, Actor actor) {
        return AuditEvent.of(user.virtualServer(), type, actor)
                .about(user.id())
                .about(token.id())
                .with("serial", token.serial())
                .with("app", "standard");
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

    /** Records what was done to a whole task. */
    void task(VirtualServerId virtualServer, AuditType type, int number, Map<String, Object> facts, Actor actor) {
        AuditEvent event = AuditEvent.of(virtualServer, type, actor).with("number", number);
        for (Map.Entry<String, Object> fact : facts.entrySet()) {
            event = event.with(fact.getKey(), fact.getValue());
        }
        audit.append(event);
    }

    /** Records that a user was taken out of a task. */
    void removed(VirtualServerId virtualServer, int number, UserId user, Actor actor) {
        audit.append(AuditEvent.of(virtualServer, AuditType.TASK_USER_REMOVED, actor)
                .about(user)
                .with("number", number));
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

    /** Records that an app fetched the string by its typed code. */
    void typed(EnrollmentRow enrollment, String ip) {
        audit.append(event(enrollment, AuditType.ENROLLMENT_TYPED, new Actor.Unknown())
                .from(ip));
    }

    /** Records that the user has found the same number on page and app. */
    void confirmed(EnrollmentRow enrollment, Actor actor, String ip) {
        audit.append(event(enrollment, AuditType.ENROLLMENT_CONFIRMED, actor).from(ip));
    }

    /** Tells the user, and the operators who see them, that an app was bound which is not the user's. */
    void disputed(EnrollmentRow enrollment, Actor actor, String ip, Instant now) {
        tellBoth(enrollment, (address, owner) -> EnrollmentMails.disputed(address, owner, ip, now));
        audit.append(event(enrollment, AuditType.ENROLLMENT_DISPUTED, actor).from(ip));
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

    /** Tells the user and the operators who see them, the first time, that a second device used the string. */
    void contested(EnrollmentRow enrollment, boolean firstTime, String step, String ip, Instant now) {
        if (firstTime) {
            tellBoth(enrollment, (address, owner) -> EnrollmentMails.contested(address, owner, ip, now));
        }
        audit.append(event(enrollment, AuditType.ENROLLMENT_CONTESTED, new Actor.Unknown())
                .from(ip)
                .with("step", step));
    }

    private void tellBoth(EnrollmentRow enrollment, BiFunction<String, EnrollmentMails.Owner, Mail> text) {
        users.find(enrollment.virtualServer, enrollment.user).ifPresent(user -> {
            EnrollmentMails.Owner owner = new EnrollmentMails.Owner(virtualServers.get(enrollment.virtualServer), user);
            mail(user.mail(), enrollment, address -> text.apply(address, owner));
            overseers
                    .of(enrollment.virtualServer, user.id())
                    .forEach(operator -> mail(operator.mail(), enrollment, address -> text.apply(address, owner)));
        });
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
