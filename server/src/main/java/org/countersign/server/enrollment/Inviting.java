package org.countersign.server.enrollment;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.ProvisioningTaskId;
import org.countersign.server.notification.Mail;
import org.countersign.server.tokens.ActOrder;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenAct;
import org.countersign.server.tokens.TokenLife;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.PasswordLinks;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.springframework.stereotype.Component;

/** Invites one user of a task after the other, and gives back what was reserved; in the transaction of the caller. */
@Component
class Inviting {
    private final Issuing issuing;
    private final TaskMemberStore members;
    private final EnrollmentStore enrollments;
    private final EnrollmentNews news;
    private final People people;
    private final InstantSource time;

    Inviting(
            Issuing issuing,
            TaskMemberStore members,
            EnrollmentStore enrollments,
            EnrollmentNews news,
            People people,
            InstantSource time) {
        this.issuing = issuing;
        this.members = members;
        this.enrollments = enrollments;
        this.news = news;
        this.people = people;
        this.time = time;
    }

    /** Users and what they have. */
    @Component
    record People(Users users, Tokens tokens, TokenLife life, PasswordLinks passwords) {}

    /** Mails an issued link, and notes it; activation asks for a password, so whoever has none gets a link to choose one too. */
    void send(ProvisioningTaskId task, Issuing.Issued issued, String address, boolean again, Actor actor) {
        UUID message = news.invite(issued, address, again);
        people.passwords.invite(issued.user(), address, issued.expiresAt(), actor);
        members.invited(task, issued, address, message, time.instant());
    }

    /** Reserves tokens for members and mails them, the first time or once more; who cannot have it is left out, with the reason. */
    void invite(List<TaskMemberStore.Member> due) {
        List<EnrollmentRow> revoked = issuing.clear(due.stream()
                .filter(member -> !isEnrolling(member))
                .map(member -> member.user)
                .toList());
        revoked.forEach(before -> news.revoked(before, "replaced", new Actor.Server()));
        due.forEach(this::invite);
    }

    /** Somebody in the middle of it is not interrupted by a reminder, be it by this link or in the portal. */
    private boolean isEnrolling(TaskMemberStore.Member member) {
        return member.isInvited && members.isEnrolling(member, time.instant());
    }

    private void invite(TaskMemberStore.Member member) {
        if (isEnrolling(member) || (member.isInvited && members.isEnrolled(member))) {
            members.notRemind(member);
            return;
        }
        UserAccount user = people.users.find(member.virtualServer, member.user).orElse(null);
        if (user == null || user.state() != UserAccount.State.ACTIVE) {
            members.leaveOut(member, "disabled");
            return;
        }
        String address = Optional.ofNullable(user.mail()).orElse("");
        if (!Mail.isAddress(address)) {
            members.leaveOut(member, "mail");
            return;
        }
        Instant mailed = issuing.mailedUntil(member.virtualServer);
        Instant until = mailed.isBefore(member.stopAt) ? mailed : member.stopAt;
        Optional<Issuing.Issued> issued =
                issuing.issue(user, member.task, SecondProof.PASSWORD, until, new Actor.Server());
        if (issued.isEmpty()) {
            members.leaveOut(member, "inventory");
            return;
        }
        send(member.task, issued.get(), address, member.isInvited, new Actor.Server());
        news.started(issued.get(), new Actor.Server());
    }

    /** Does for members of tasks that have ended what {@link #release} does for one. */
    void releaseAll(List<TaskMemberStore.Member> over, Actor actor) {
        over.forEach(member -> {
            release(member, actor, "provisioning task " + member.number + " ended");
            if (!member.isInvited) {
                members.leaveOut(member, "ended");
            }
        });
    }

    /** Ends a member's link and returns the token that waits for them, unless something else counts on it. */
    void release(TaskMemberStore.Member member, Actor actor, String because) {
        Optional.ofNullable(member.enrollment)
                .flatMap(enrollments::lock)
                // A link whose time is over stays what it is: expired.
                .filter(enrollment -> enrollment.over(time.instant()).isEmpty())
                .flatMap(enrollment -> enrollments.revoke(member.virtualServer, enrollment.id))
                .ifPresent(before -> news.revoked(before, "task ended", actor));
        members.letGo(member);
        if (member.token == null || members.isCountedOn(member.virtualServer, member.token, member.user, member.task)) {
            return;
        }
        people.tokens
                .find(member.virtualServer, member.token)
                .filter(token -> token.state() == TokenState.ASSIGNED && member.user.equals(token.user()))
                .ifPresent(token -> giveBack(token, actor, because));
    }

    private void giveBack(Token token, Actor actor, String because) {
        people.life.act(
                token.virtualServer(),
                token.id(),
                TokenAct.RETURN,
                new ActOrder(actor, because, token.standing().acts()));
    }
}
