package org.countersign.server.web.login;

import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.authentication.SignIns;
import org.countersign.server.kernel.SignInId;
import org.countersign.server.protocol.oidc.PendingAuthorization;
import org.countersign.server.protocol.oidc.PendingAuthorizations;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what a tab that signs in has in its browser's session, and keeps how far it has come. */
@Component
class LoginVisits {
    private static final String PREFIX = LoginVisits.class.getName() + ".";

    private final PendingAuthorizations questions;
    private final VirtualServers virtualServers;
    private final SignIns signIns;

    LoginVisits(PendingAuthorizations questions, VirtualServers virtualServers, SignIns signIns) {
        this.questions = questions;
        this.virtualServers = virtualServers;
        this.signIns = signIns;
    }

    Optional<LoginVisit> find(@Nullable HttpSession session, String slug, String key) {
        Optional<PendingAuthorization> question = questions.find(session, slug, key);
        Optional<VirtualServer> virtualServer = virtualServers.find(slug);
        if (session == null || question.isEmpty() || virtualServer.isEmpty()) {
            return Optional.empty();
        }
        LoginAttempt attempt =
                session.getAttribute(PREFIX + key) instanceof LoginAttempt kept ? kept : LoginAttempt.NEW;
        return virtualServers
                .application(virtualServer.get().id(), question.get().applicationId())
                .map(application -> new LoginVisit(
                        question.get(),
                        virtualServer.get(),
                        application,
                        attempt,
                        Optional.ofNullable(attempt.signIn())
                                .flatMap(id -> signIns.find(virtualServer.get().id(), new SignInId(id)))));
    }

    void keep(HttpSession session, LoginVisit visit, LoginAttempt attempt) {
        session.setAttribute(PREFIX + visit.question().key(), attempt);
    }

    /** Lets the tab of {@code question} go on with a sign-in that another page began. */
    static void handOver(HttpSession session, PendingAuthorization question, SignIn signIn) {
        session.setAttribute(
                PREFIX + question.key(), LoginAttempt.NEW.with(signIn.id().value(), signIn.userName()));
    }

    /** Fills in the name of somebody who is known already. */
    static void name(HttpSession session, PendingAuthorization question, String userName) {
        session.setAttribute(PREFIX + question.key(), LoginAttempt.NEW.named(userName));
    }

    /** Ends a tab's sign-in: its question may now be asked again, and is answered. */
    void end(HttpSession session, LoginVisit visit) {
        session.removeAttribute(PREFIX + visit.question().key());
        questions.answerable(session, visit.question());
    }
}
