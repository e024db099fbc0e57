package org.countersign.server.web.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.countersign.server.authentication.PasswordSteps;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.authentication.SignInStep;
import org.countersign.server.users.PasswordChoices;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The step of somebody who has to choose a new password before they are in. */
@Controller
class LoginPassword {
    /** More is refused as too long, without being looked at. */
    private static final int LONGEST = 257;

    private final LoginVisits visits;
    private final PasswordSteps passwords;
    private final LoginSuccess success;

    LoginPassword(LoginVisits visits, PasswordSteps passwords, LoginSuccess success) {
        this.visits = visits;
        this.passwords = passwords;
        this.success = success;
    }

    @PostMapping("/o/{slug}/login/{key}/new-password")
    ResponseEntity<Void> choose(
            @PathVariable String slug,
            @PathVariable String key,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String again,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<LoginVisit> visit = visits.find(request.getSession(false), slug, key);
        SignIn signIn = visit.flatMap(LoginVisit::signIn)
                .filter(open -> open.passwordDueAfter() != null)
                .orElse(null);
        if (visit.isEmpty() || signIn == null) {
            return LoginSuccess.to("/o/" + slug + "/login/" + key);
        }
        if (!password.equals(again)) {
            return back(request, visit.get(), LoginAttempt.Notice.NEW_PASSWORD_DIFFER);
        }
        return switch (passwords.choose(signIn, password.substring(0, Math.min(password.length(), LONGEST)))) {
            case PasswordSteps.Outcome.Chosen(SignInStep.SignedIn who) ->
                success.of(request, response, visit.get(), who);
            case PasswordSteps.Outcome.Refused(PasswordChoices.Fault why) ->
                back(
                        request,
                        visit.get(),
                        switch (why) {
                            case SAME -> LoginAttempt.Notice.NEW_PASSWORD_SAME;
                            case NAME -> LoginAttempt.Notice.NEW_PASSWORD_NAME;
                            case LENGTH -> LoginAttempt.Notice.NEW_PASSWORD_LENGTH;
                        });
            case PasswordSteps.Outcome.Over over -> LoginSuccess.to(visit.get().address());
        };
    }

    private ResponseEntity<Void> back(HttpServletRequest request, LoginVisit visit, LoginAttempt.Notice why) {
        visits.keep(request.getSession(), visit, visit.attempt().refused(why, null));
        return LoginSuccess.to(visit.address());
    }
}
