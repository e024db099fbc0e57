package org.countersign.server.web.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.InstantSource;
import org.countersign.server.authentication.SignInStep;
import org.countersign.server.protocol.oidc.SignedIn;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.stereotype.Component;

/**
 * What happens when a person has proven who they are: the session gets a new id and a new form token, so that whoever
 * knew the old ones has nothing, and the browser goes back to the application's question.
 */
@Component
class LoginSuccess {
    private final LoginVisits visits;
    private final InstantSource time;
    private final HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();
    private final HttpSessionCsrfTokenRepository formTokens = new HttpSessionCsrfTokenRepository();

    LoginSuccess(LoginVisits visits, InstantSource time) {
        this.visits = visits;
        this.time = time;
    }

    ResponseEntity<Void> of(
            HttpServletRequest request, HttpServletResponse response, LoginVisit visit, SignInStep.SignedIn who) {
        visits.end(request.getSession(), visit);
        request.changeSessionId();
        formTokens.saveToken(null, request, response);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(SignedIn.authentication(who.user(), who.factor(), time.instant()));
        contexts.saveContext(context, request, response);
        return to(visit.question().address());
    }

    static ResponseEntity<Void> to(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(address))
                .build();
    }
}
