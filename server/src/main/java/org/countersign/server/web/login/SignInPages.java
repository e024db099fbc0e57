package org.countersign.server.web.login;

import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.protocol.oidc.PendingAuthorization;
import org.countersign.server.protocol.oidc.PendingAuthorizations;
import org.countersign.server.protocol.oidc.SignedIn;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** The login pages for other pages of this server: they send a browser there, and hear once who came back. */
@Component
public final class SignInPages {
    private final PendingAuthorizations questions;

    SignInPages(PendingAuthorizations questions) {
        this.questions = questions;
    }

    /**
     * Asks for user name, password and second factor.
     *
     * @param page makes, from a key of its own, the address that is opened once the person has signed in
     * @param userName the name to begin with, or empty
     * @return where to send the browser
     */
    public String ask(
            HttpSession session,
            Application application,
            VirtualServer home,
            UnaryOperator<String> page,
            String userName) {
        PendingAuthorization question = questions.keep(session, home, application, page);
        LoginVisits.name(session, question, userName);
        return address(question);
    }

    /** Asks for what a sign-in that has begun still lacks, as {@link #ask} does for all of it. */
    public String goOn(HttpSession session, VirtualServer home, UnaryOperator<String> page, SignIn signIn) {
        PendingAuthorization question = questions.keep(session, home, signIn.application(), page);
        LoginVisits.handOver(session, question, signIn);
        return address(question);
    }

    /** Returns, once, who has just signed in to be let into the page at {@code address}. */
    public Optional<SignedIn> arrived(HttpSession session, VirtualServer home, String address) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return questions.takeAnswerable(session, address)
                        && authentication != null
                        && authentication.getPrincipal() instanceof SignedIn who
                        && who.virtualServer().equals(home.id().toString())
                ? Optional.of(who)
                : Optional.empty();
    }

    private static String address(PendingAuthorization question) {
        return "/o/" + question.slug() + "/login/" + question.key();
    }
}
