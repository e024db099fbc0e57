package org.countersign.server.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.countersign.otp.PinRule;
import org.countersign.server.authentication.ChallengeSteps;
import org.countersign.server.authentication.PinSteps;
import org.countersign.server.authentication.SecondFactors;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.authentication.SignIns;
import org.countersign.server.push.PushProgress;
import org.countersign.server.push.PushState;
import org.countersign.server.web.login.Ending;
import org.countersign.server.web.login.StepViews;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/**
 * Shows an operator the step after the password, on the pages that everybody sees who signs in. What went wrong in the step before
 * stands in the address. What they do is {@link OperatorFactorSteps}.
 */
@Controller
@Open("the session says how far the browser has come, and is looked at in each step")
@RequestMapping("/console/{slug}/sign-in/step")
class OperatorFactorPages {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    /** What can have gone wrong in the step before. */
    private static final Set<String> NOTICES = Set.of(
            "EMPTY",
            "PASSCODE_REFUSED",
            "PASSCODE_PAUSED",
            "RESPONSE_REFUSED",
            "CHALLENGE_OVER",
            "NO_PHONE",
            "WITHHELD");

    private static final Set<String> PIN_FAULTS = Set.of(
            "PIN_TOO_SHORT",
            "PIN_TOO_LONG",
            "PIN_CHARACTERS",
            "PIN_REPEATS",
            "PIN_SEQUENCE",
            "PIN_DATE",
            "PIN_SAME",
            "PIN_DIFFER");

    private final OperatorDoor door;
    private final OperatorFactorSteps steps;
    private final SignIns signIns;
    private final ChallengeSteps challenges;
    private final PinSteps pins;
    private final InstantSource time;

    OperatorFactorPages(
            OperatorDoor door,
            OperatorFactorSteps steps,
            SignIns signIns,
            ChallengeSteps challenges,
            PinSteps pins,
            InstantSource time) {
        this.door = door;
        this.steps = steps;
        this.signIns = signIns;
        this.challenges = challenges;
        this.pins = pins;
        this.time = time;
    }

    @GetMapping
    ModelAndView page(
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String use,
            @RequestParam(defaultValue = "") String said,
            @RequestParam(defaultValue = "0") String minutes,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<OperatorArrival> found = door.find(slug, request).filter(OperatorArrival::waitsForFactor);
        if (found.isEmpty()) {
            return OperatorDoor.toSignIn(slug);
        }
        OperatorArrival arrival = found.get();
        if (arrival.signIn().isEmpty()) {
            return view("ending", arrival, Map.of("ending", Ending.TOO_OLD));
        }
        SignIn signIn = arrival.signIn().get();
        if (signIn.pinDue() != null) {
            return pin(arrival, signIn, said);
        }
        Optional<PushProgress> progress = signIns.progress(signIn);
        if (!use.isEmpty() || progress.isEmpty()) {
            return factor(arrival, signIn, use, notice(said, minutes));
        }
        if (progress.get().state() == PushState.APPROVED) {
            return steps.completed(arrival, signIn, request, response);
        }
        return progress.get().isDecided()
                ? view("ending", arrival, Map.of("ending", Ending.of(progress.get())))
                : view("waiting", arrival, StepViews.waiting(signIn, progress.get(), time.instant()));
    }

    /** Answers at once when the request is no longer as {@code seen}, and within {@link #PATIENCE} in any case. */
    @GetMapping("/progress")
    @ResponseBody
    CompletableFuture<Map<String, Object>> progress(
            @PathVariable String slug, @RequestParam(defaultValue = "") String seen, HttpServletRequest request) {
        Optional<SignIn> signIn =
                door.find(slug, request).filter(OperatorArrival::waitsForFactor).flatMap(OperatorArrival::signIn);
        Optional<PushProgress> progress = signIn.flatMap(signIns::progress);
        if (signIn.isEmpty()
                || progress.isEmpty()
                || !StepViews.word(progress.get()).equals(seen)) {
            return CompletableFuture.completedFuture(StepViews.told(progress, time.instant()));
        }
        return signIns.await(signIn.get(), progress.get(), PATIENCE)
                .thenApply(now -> StepViews.told(now, time.instant()));
    }

    private ModelAndView factor(OperatorArrival arrival, SignIn signIn, String use, Map<String, Object> notice) {
        SecondFactors factors = challenges.factors(signIn);
        boolean challenge = !factors.passcodes() || ("challenge".equals(use) && factors.challenges());
        boolean phoneOut = "login.notice.NO_PHONE".equals(notice.get("notice"))
                || "login.notice.WITHHELD".equals(notice.get("notice"));
        Map<String, Object> model = new HashMap<>(
                challenge
                        ? StepViews.challenge(signIn, factors, challenges.challenge(signIn), time.instant())
                        : StepViews.factor(signIn, factors, phoneOut));
        model.putAll(notice);
        return view(challenge ? "challenge" : "factor", arrival, model);
    }

    private ModelAndView pin(OperatorArrival arrival, SignIn signIn, String said) {
        PinRule rule = pins.rule(signIn).orElse(null);
        return rule == null
                ? view("ending", arrival, Map.of("ending", Ending.OVER))
                : view(
                        "pin",
                        arrival,
                        Map.of(
                                "userName",
                                signIn.userName(),
                                "rule",
                                rule,
                                "expired",
                                pins.hasExpired(signIn),
                                "fault",
                                PIN_FAULTS.contains(said) ? "login.pin." + said : ""));
    }

    private static Map<String, Object> notice(String said, String minutes) {
        return NOTICES.contains(said)
                ? Map.of(
                        "notice",
                        "login.notice." + said,
                        "minutes",
                        minutes.matches("[0-9]{1,4}") ? Integer.parseInt(minutes) : 0)
                : Map.of();
    }

    private static ModelAndView view(String name, OperatorArrival arrival, Map<String, Object> more) {
        Map<String, Object> model = new HashMap<>(more);
        model.put("organisation", arrival.virtualServer().name());
        model.put(
                "application",
                arrival.signIn().map(signIn -> signIn.application().name()).orElse("Console"));
        model.put("address", arrival.address());
        return new ModelAndView("login/" + name, model);
    }
}
