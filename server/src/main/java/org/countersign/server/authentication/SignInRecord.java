package org.countersign.server.authentication;

import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.push.PushConsumption;
import org.countersign.server.tokens.CodeCheck;
import org.countersign.server.virtualservers.Application;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Puts sign-ins on record, with the exact reason that people outside are not told. */
@Component
class SignInRecord {
    private final Audit audit;
    private final TransactionOperations transactions;

    SignInRecord(Audit audit, TransactionOperations transactions) {
        this.audit = audit;
        this.transactions = transactions;
    }

    void passwordAccepted(SignIn signIn) {
        audit.append(about(signIn, AuditType.PASSWORD_ACCEPTED));
    }

    /** The name is kept only by length: people type their password into the wrong field. */
    void passwordRefused(Application application, Visitor visitor, String userName, String reason) {
        transactions.executeWithoutResult(status ->
                audit.append(AuditEvent.of(application.virtualServer(), AuditType.PASSWORD_REFUSED, new Actor.Unknown())
                        .from(visitor.ip())
                        .with("application", application.name())
                        .with("userNameLength", userName.length())
                        .with("reason", reason)));
    }

    void succeeded(SignIn signIn, String factor, TokenId token, String serial) {
        audit.append(about(signIn, AuditType.SIGN_IN_SUCCEEDED)
                .about(token)
                .with("factor", factor)
                .with("serial", serial));
    }

    /** A sign-in by what stands in for a token. */
    void succeeded(SignIn signIn, String factor) {
        audit.append(about(signIn, AuditType.SIGN_IN_SUCCEEDED).with("factor", factor));
    }

    void recoveryRefused(SignIn signIn) {
        audit.append(about(signIn, AuditType.PASSCODE_REFUSED).with("reason", "wrong recovery code"));
    }

    /** Nobody is in yet: a new password is to be chosen first. */
    void acceptedUntilPassword(SignIn signIn, String factor) {
        audit.append(about(signIn, AuditType.PASSCODE_ACCEPTED)
                .with("factor", factor)
                .with("waitsFor", "new password"));
    }

    /** Nobody is in yet: a new PIN is to be chosen first. */
    void acceptedUntilPin(SignIn signIn, String factor, CodeCheck.Accepted accepted) {
        audit.append(about(signIn, AuditType.PASSCODE_ACCEPTED)
                .about(accepted.token())
                .with("factor", factor)
                .with("serial", accepted.serial())
                .with("waitsFor", "new PIN"));
    }

    void refused(SignIn signIn, CodeCheck check) {
        audit.append(refusal(about(signIn, type(check)), check));
    }

    void append(AuditEvent check) {
        audit.append(check);
    }

    /** Returns the record of a passcode that a program asked about in one step. */
    AuditEvent check(
            Application application, Actor actor, @Nullable UserId user, @Nullable String ip, CodeCheck check) {
        return check(application, actor, user, ip, check, "passcode");
    }

    /** Returns the same of another factor. */
    AuditEvent check(
            Application application,
            Actor actor,
            @Nullable UserId user,
            @Nullable String ip,
            CodeCheck check,
            String factor) {
        AuditEvent event = AuditEvent.of(application.virtualServer(), type(check), actor)
                .about(user)
                .from(ip)
                .with("application", application.name())
                .with("protocol", "rest");
        return check instanceof CodeCheck.Accepted accepted
                ? event.about(accepted.token()).with("factor", factor).with("serial", accepted.serial())
                : refusal(event, check);
    }

    /** Records an approval that a program used. */
    void pushed(Application application, Actor actor, PushConsumption.Consumed consumed) {
        audit.append(AuditEvent.of(application.virtualServer(), AuditType.SIGN_IN_SUCCEEDED, actor)
                .about(consumed.user())
                .about(consumed.token())
                .with("application", application.name())
                .with("protocol", "rest")
                .with("factor", "push")
                .with("serial", consumed.serial()));
    }

    private static AuditType type(CodeCheck check) {
        return switch (check) {
            case CodeCheck.Accepted accepted -> AuditType.SIGN_IN_SUCCEEDED;
            case CodeCheck.Replayed replayed -> AuditType.PASSCODE_REPLAYED;
            case CodeCheck.Wrong wrong -> AuditType.PASSCODE_REFUSED;
            case CodeCheck.Paused paused -> AuditType.PASSCODE_REFUSED;
            case CodeCheck.WrongPin pin -> AuditType.PASSCODE_REFUSED;
            case CodeCheck.ChallengeOver over -> AuditType.PASSCODE_REFUSED;
            case CodeCheck.NoToken none -> AuditType.PASSCODE_REFUSED;
        };
    }

    private static AuditEvent refusal(AuditEvent event, CodeCheck check) {
        AuditEvent refused = event.with("reason", check.reason());
        return check instanceof CodeCheck.Replayed replayed
                ? refused.about(replayed.token()).with("serial", replayed.serial())
                : refused;
    }

    private static AuditEvent about(SignIn signIn, AuditType type) {
        AuditEvent event = AuditEvent.of(signIn.virtualServer(), type, new Actor.User(signIn.user()))
                .about(signIn.user())
                .from(signIn.visitor().ip())
                .with("application", signIn.application().name())
                .with("protocol", signIn.protocol());
        if (signIn.visitor().browser() != null) {
            event = event.with("browser", signIn.visitor().browser());
        }
        return signIn.visitor().os() == null
                ? event
                : event.with("os", signIn.visitor().os());
    }
}
