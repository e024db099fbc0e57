package org.countersign.server.web.login;

import java.util.Optional;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.protocol.oidc.PendingAuthorization;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;

/**
 * One request of a tab that signs in: what the application asked, how far the tab has come, and the sign-in if it is
 * still open.
 */
record LoginVisit(
        PendingAuthorization question,
        VirtualServer virtualServer,
        Application application,
        LoginAttempt attempt,
        Optional<SignIn> signIn) {

    String address() {
        return "/o/" + virtualServer.slug() + "/login/" + question.key();
    }
}
