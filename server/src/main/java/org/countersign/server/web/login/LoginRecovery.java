package org.countersign.server.web.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.countersign.server.authentication.RecoverySteps;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.authentication.SignInStep;
import org.countersign.server.authentication.SignIns;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The step of somebody who signs in without their phone. */
@Controller
class LoginRecovery {
    private static final int LONGEST = 64;

    private final LoginVisits visits;
    private final RecoverySteps recovery;
    private final SignIns signIns;
    private final LoginSuccess success;

    LoginRecovery(LoginVisits visits, RecoverySteps recovery, SignIns signIns, LoginSuccess success) {
        this.visits = visits;
        this.recovery = recovery;
        this.signIns = signIns;
        this.success = success;
    }

    @PostMapping("/o/{slug}/login/{key}/recovery")
    ResponseEntity<Void> recover(
            @PathVariable String slug,
            @PathVariable String key,
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<LoginVisit> visit = visits.find(request.getSession(false), slug, key);
        SignIn signIn = visit.flatMap(LoginVisit::signIn)
                .filter(open -> !open.isAtChoice())
                .orElse(null);
        if (visit.isEmpty() || signIn == null) {
            return LoginSuccess.to("/o/" + slug + "/login/" + key);
        }
        if (code.isBlank()) {
            return refused(request, visit.get(), LoginAttempt.Notice.EMPTY);
        }
        SignInStep step = recovery.recover(signIn, code.length() > LONGEST ? "" : code);
        if (step instanceof SignInStep.SignedIn who) {
            signIns.withdraw(signIn);
            return success.of(request, response, visit.get(), who);
        }
        if (step instanceof SignInStep.PasswordToChoose) {
            signIns.withdraw(signIn);
            request.changeSessionId();
            return LoginSuccess.to(visit.get().address());
        }
        if (step instanceof SignInStep.Over) {
            visits.keep(
                    request.getSession(),
                    visit.get(),
                    LoginAttempt.NEW.refused(LoginAttempt.Notice.RECOVERY_REFUSED, null));
            return LoginSuccess.to(visit.get().address());
        }
        return refused(request, visit.get(), LoginAttempt.Notice.RECOVERY_REFUSED);
    }

    private ResponseEntity<Void> refused(HttpServletRequest request, LoginVisit visit, LoginAttempt.Notice why) {
        visits.keep(request.getSession(), visit, visit.attempt().refused(why, null));
        return LoginSuccess.to(visit.address() + TypedFactor.RECOVERY.query());
    }
}
