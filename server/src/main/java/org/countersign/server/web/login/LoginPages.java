package org.countersign.server.web.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.countersign.otp.PinRule;
import org.countersign.server.authentication.ChallengeSteps;
import org.countersign.server.authentication.PinSteps;
import org.countersign.server.authentication.RecoverySteps;
import org.countersign.server.authentication.SecondFactors;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.authentication.SignInStep;
import org.countersign.server.authentication.SignIns;
import org.countersign.server.kernel.SignInId;
import org.countersign.server.push.PushProgress;
import org.countersign.server.push.PushState;
import org.countersign.server.tokens.Challenge;
import org.countersign.server.web.shell.PageHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Shows a person who signs in the one step they are at. What they do is {@link LoginSteps}. */
@Controller
class LoginPages {
    private final LoginVisits visits;
    private final SignIns signIns;
    private final LoginSuccess success;
    private final ChallengeSteps challenges;
    private final Asides asides;
    private final InstantSource time;

    LoginPages(
            LoginVisits visits,
            SignIns signIns,
            LoginSuccess success,
            ChallengeSteps challenges,
            Asides asides,
            InstantSource time) {
        this.visits = visits;
        this.signIns = signIns;
        this.success = success;
        this.challenges = challenges;
        this.asides = asides;
        this.time = time;
    }

    /** Steps that few sign-ins have. */
    @Component
    record Asides(PinSteps pins, RecoverySteps recovery) {}

    @GetMapping("/o/{slug}/login/{key}")
    Object page(
            @PathVariable String slug,
            @PathVariable String key,
            @RequestParam(defaultValue = "") String use,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<LoginVisit> found = visits.find(request.getSession(false), slug, key);
        if (found.isEmpty()) {
            return new ModelAndView("login/lost", Map.of(), HttpStatus.GONE);
        }
        LoginVisit visit = found.get();
        PageHeaders.allowFormsTo(
                response,
                visit.question().returnAddresses().stream().map(URI::create).toList());
        if (visit.attempt().notice() != null) {
            visits.keep(request.getSession(), visit, visit.attempt().noticed());
        }
        if (visit.attempt().signIn() == null) {
            return view("password", visit, Map.of("userName", visit.attempt().userName()));
        }
        if (visit.signIn().isEmpty()) {
            SignInId gone = new SignInId(visit.attempt().signIn());
            boolean reported = signIns.isReported(visit.virtualServer().id(), gone);
            return ending(visit, reported ? Ending.REPORTED : Ending.TOO_OLD);
        }
        SignIn signIn = visit.signIn().get();
        if (signIn.isAtChoice()) {
            return signIn.pinDue() == null ? newPassword(visit, signIn) : pin(visit, signIn);
        }
        Optional<PushProgress> progress = signIns.progress(signIn);
        if (!visit.attempt().waiting() || !use.isEmpty() || progress.isEmpty()) {
            if ("recovery".equals(use) && asides.recovery().isAllowed(signIn)) {
                return view("recovery", visit, Map.of("userName", signIn.userName()));
            }
            SecondFactors factors = challenges.factors(signIn);
            boolean challenge = !factors.passcodes() || ("challenge".equals(use) && factors.challenges());
            return challenge ? challenge(visit, signIn, factors) : factor(visit, signIn, factors);
        }
        return progress.get().state() == PushState.APPROVED
                ? approved(visit, signIn, request, response)
                : waiting(visit, signIn, progress.get());
    }

    /** Without JavaScript the page comes back by itself: only the browser that holds the sign-in can use the approval. */
    private Object approved(LoginVisit visit, SignIn signIn, HttpServletRequest request, HttpServletResponse response) {
        return switch (signIns.complete(signIn)) {
            case SignInStep.SignedIn who -> success.of(request, response, visit, who);
            case SignInStep.PinToChoose next -> toChoice(visit, request);
            case SignInStep.PasswordToChoose next -> toChoice(visit, request);
            default -> ending(visit, Ending.OVER);
        };
    }

    private static Object toChoice(LoginVisit visit, HttpServletRequest request) {
        request.changeSessionId();
        return LoginSuccess.to(visit.address());
    }

    private ModelAndView newPassword(LoginVisit visit, SignIn signIn) {
        LoginAttempt.Notice notice = visit.attempt().notice();
        return view(
                "new-password",
                visit,
                Map.of(
                        "userName",
                        signIn.userName(),
                        "fault",
                        notice != null && notice.isAboutNewPassword() ? "login.new-password." + notice.name() : ""));
    }

    private ModelAndView pin(LoginVisit visit, SignIn signIn) {
        PinRule rule = asides.pins().rule(signIn).orElse(null);
        if (rule == null) {
            return ending(visit, Ending.OVER);
        }
        LoginAttempt.Notice notice = visit.attempt().notice();
        Map<String, Object> model = new HashMap<>();
        model.put("userName", signIn.userName());
        model.put("rule", rule);
        model.put("fault", notice != null && notice.isAboutChoice() ? "login.pin." + notice.name() : "");
        model.put("expired", asides.pins().hasExpired(signIn));
        return view("pin", visit, model);
    }

    private ModelAndView factor(LoginVisit visit, SignIn signIn, SecondFactors factors) {
        Map<String, Object> model = new HashMap<>(StepViews.factor(signIn, factors, isPhoneOut(visit.attempt())));
        model.put("trial", signIn.onlyToken() != null);
        model.put("canRecover", asides.recovery().isAllowed(signIn));
        return view("factor", visit, model);
    }

    private ModelAndView challenge(LoginVisit visit, SignIn signIn, SecondFactors factors) {
        Challenge challenge = challenges.challenge(signIn);
        return view("challenge", visit, StepViews.challenge(signIn, factors, challenge, time.instant()));
    }

    /** Right after the phone could not be asked, the page does not offer to ask it. */
    private static boolean isPhoneOut(LoginAttempt attempt) {
        return attempt.notice() == LoginAttempt.Notice.WITHHELD || attempt.notice() == LoginAttempt.Notice.NO_PHONE;
    }

    private ModelAndView waiting(LoginVisit visit, SignIn signIn, PushProgress progress) {
        if (progress.isDecided()) {
            return ending(visit, Ending.of(progress));
        }
        return view("waiting", visit, StepViews.waiting(signIn, progress, time.instant()));
    }

    private ModelAndView ending(LoginVisit visit, Ending ending) {
        return view("ending", visit, Map.of("ending", ending));
    }

    private ModelAndView view(String name, LoginVisit visit, Map<String, Object> more) {
        Map<String, Object> model = new HashMap<>(more);
        model.put("organisation", visit.virtualServer().name());
        model.put("application", visit.application().name());
        model.put("address", visit.address());
        model.put("notice", noticeKey(visit));
        model.put("minutes", StepViews.minutes(visit.attempt().until(), time.instant()));
        return new ModelAndView("login/" + name, model);
    }

    private static @Nullable String noticeKey(LoginVisit visit) {
        if (visit.virtualServer().suspended()) {
            // Whatever they type is refused, and nothing of it is wrong.
            return "login.notice.SUSPENDED";
        }
        LoginAttempt.Notice notice = visit.attempt().notice();
        return notice == null ? null : "login.notice." + notice.name();
    }
}
