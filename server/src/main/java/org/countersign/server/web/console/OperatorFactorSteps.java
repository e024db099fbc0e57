package org.countersign.server.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import org.countersign.otp.PinFault;
import org.countersign.otp.PinRule;
import org.countersign.server.authentication.ChallengeSteps;
import org.countersign.server.authentication.PinStep;
import org.countersign.server.authentication.PinSteps;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.authentication.SignInStep;
import org.countersign.server.authentication.SignIns;
import org.countersign.server.kernel.ChallengeId;
import org.countersign.server.push.PushStart;
import org.countersign.server.users.OperatorSession;
import org.countersign.server.users.OperatorSessions;
import org.countersign.server.web.login.StepViews;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What an operator does after the password: the steps of any sign-in, bound to the session whose password was right. */
@Controller
@Open("the session says how far the browser has come, and is looked at in each step")
@RequestMapping("/console/{slug}/sign-in/step")
class OperatorFactorSteps {
    private static final int LONGEST = 256;

    private final OperatorDoor door;
    private final OperatorSessions sessions;
    private final SignIns signIns;
    private final ChallengeSteps challenges;
    private final PinSteps pins;
    private final InstantSource time;

    OperatorFactorSteps(
            OperatorDoor door,
            OperatorSessions sessions,
            SignIns signIns,
            ChallengeSteps challenges,
            PinSteps pins,
            InstantSource time) {
        this.door = door;
        this.sessions = sessions;
        this.signIns = signIns;
        this.challenges = challenges;
        this.pins = pins;
        this.time = time;
    }

    /** Browser and where it is. */
    private record Step(
            HttpServletRequest request, HttpServletResponse response, OperatorArrival arrival, String form) {}

    @PostMapping("/passcode")
    ModelAndView passcode(
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String passcode,
            HttpServletRequest request,
            HttpServletResponse response) {
        return with(slug, request, (arrival, signIn) -> {
            Step step = new Step(request, response, arrival, "passcode");
            String typed = withoutGrouping(passcode);
            return typed.isEmpty() ? back(step, "EMPTY") : came(step, signIn, signIns.passcode(signIn, typed));
        });
    }

    /** Answers a challenge: the one that this page showed, so that a page left open answers nothing newer. */
    @PostMapping("/response")
    ModelAndView response(
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String challenge,
            @RequestParam(defaultValue = "") String response,
            HttpServletRequest request,
            HttpServletResponse answer) {
        return with(slug, request, (arrival, signIn) -> {
            Step step = new Step(request, answer, arrival, "challenge");
            String typed = withoutGrouping(response);
            if (typed.isEmpty()) {
                return back(step, "EMPTY");
            }
            return came(
                    step,
                    signIn,
                    ConsoleIds.uuid(challenge)
                            .map(ChallengeId::new)
                            .map(asked -> challenges.respond(signIn, asked, typed))
                            .orElseGet(SignInStep.ChallengeOver::new));
        });
    }

    /** Asks another token of theirs. */
    @PostMapping("/challenge")
    ModelAndView anotherChallenge(
            @PathVariable String slug, @RequestParam(defaultValue = "") String serial, HttpServletRequest request) {
        return with(slug, request, (arrival, signIn) -> {
            if (!serial.isEmpty() && serial.length() <= LONGEST) {
                challenges.another(signIn, serial);
            }
            return OperatorDoor.to(arrival.address() + "?use=challenge");
        });
    }

    @PostMapping("/push")
    ModelAndView push(@PathVariable String slug, HttpServletRequest request, HttpServletResponse response) {
        return with(
                slug, request, (arrival, signIn) -> start(new Step(request, response, arrival, "passcode"), signIn));
    }

    /** Sends another request in place of the open one. */
    @PostMapping("/again")
    ModelAndView again(@PathVariable String slug, HttpServletRequest request, HttpServletResponse response) {
        return with(slug, request, (arrival, signIn) -> {
            signIns.withdraw(signIn);
            return start(new Step(request, response, arrival, "passcode"), signIn);
        });
    }

    @PostMapping("/complete")
    ModelAndView complete(@PathVariable String slug, HttpServletRequest request, HttpServletResponse response) {
        return with(slug, request, (arrival, signIn) -> completed(arrival, signIn, request, response));
    }

    /** Uses the approval on the phone. Without JavaScript the page comes back by itself, and does this. */
    ModelAndView completed(
            OperatorArrival arrival, SignIn signIn, HttpServletRequest request, HttpServletResponse response) {
        return came(new Step(request, response, arrival, "passcode"), signIn, signIns.complete(signIn));
    }

    /** Chooses the PIN that the sign-in waits for; only with that is anybody let in. */
    @PostMapping("/pin")
    ModelAndView pin(
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String pin,
            @RequestParam(defaultValue = "") String again,
            HttpServletRequest request,
            HttpServletResponse response) {
        OperatorArrival arrival =
                door.find(slug, request).filter(OperatorArrival::waitsForFactor).orElse(null);
        SignIn signIn = arrival == null ? null : arrival.signIn().orElse(null);
        if (arrival == null || signIn == null || signIn.pinDue() == null) {
            return OperatorDoor.to("/console/" + slug + "/sign-in/step");
        }
        Step step = new Step(request, response, arrival, "");
        if (!PinRule.normalised(pin).equals(PinRule.normalised(again))) {
            return back(step, "PIN_DIFFER");
        }
        return switch (pins.choose(signIn, pin.length() > LONGEST ? pin.substring(0, LONGEST) : pin)) {
            case PinStep.Chosen(SignInStep.SignedIn who) -> proven(step, signIn, who.factor());
            case PinStep.Unacceptable(PinFault fault) -> back(step, "PIN_" + fault.name());
            case PinStep.Same same -> back(step, "PIN_SAME");
            case PinStep.Over over -> OperatorDoor.to(arrival.address());
        };
    }

    /** Starts again: with the password, or for whoever is signed in with nothing to confirm any more. */
    @PostMapping("/restart")
    ModelAndView restart(@PathVariable String slug, HttpServletRequest request, HttpServletResponse response) {
        OperatorArrival arrival = door.find(slug, request).orElse(null);
        if (arrival == null) {
            return OperatorDoor.toSignIn(slug);
        }
        arrival.signIn().ifPresent(signIns::withdraw);
        if (arrival.session().stage() == OperatorSession.Stage.OPEN) {
            return OperatorDoor.to("/console/" + slug);
        }
        door.close(request, response, arrival.virtualServer());
        return OperatorDoor.toSignIn(slug);
    }

    private ModelAndView start(Step step, SignIn signIn) {
        return switch (signIns.push(signIn)) {
            case PushStart.Started started -> OperatorDoor.to(step.arrival().address());
            case PushStart.NotPossible none -> back(step, "NO_PHONE");
            case PushStart.Withheld withheld -> back(step, "WITHHELD");
        };
    }

    /** Goes on after a second factor, to where its outcome leads. */
    private ModelAndView came(Step step, SignIn signIn, SignInStep outcome) {
        return switch (outcome) {
            case SignInStep.SignedIn who -> {
                signIns.withdraw(signIn);
                yield proven(step, signIn, who.factor());
            }
            case SignInStep.PinToChoose next -> {
                signIns.withdraw(signIn);
                sessions.renew(step.arrival().key())
                        .ifPresent(key -> door.hand(
                                step.request(), step.response(), step.arrival().virtualServer(), key));
                yield OperatorDoor.to(step.arrival().address());
            }
            case SignInStep.PasswordToChoose next ->
                OperatorDoor.to(step.arrival().address());
            case SignInStep.PasscodeRefused refused ->
                back(step, step.form().equals("challenge") ? "RESPONSE_REFUSED" : "PASSCODE_REFUSED");
            case SignInStep.ChallengeOver over -> back(step, "CHALLENGE_OVER");
            case SignInStep.Paused(Instant until) ->
                OperatorDoor.to(step.arrival().address() + "?use=" + step.form() + "&said=PASSCODE_PAUSED&minutes="
                        + (until.equals(Instant.MAX) ? 0 : StepViews.minutes(until, time.instant())));
            case SignInStep.Over over -> OperatorDoor.to(step.arrival().address());
            case SignInStep.PushNotApproved notApproved ->
                OperatorDoor.to(step.arrival().address());
        };
    }

    private ModelAndView proven(Step step, SignIn signIn, String factor) {
        OperatorArrival arrival = step.arrival();
        Optional<String> key = sessions.prove(
                arrival.session(),
                arrival.key(),
                signIn.id(),
                factor,
                step.request().getRemoteAddr());
        if (key.isEmpty()) {
            return OperatorDoor.toSignIn(arrival.virtualServer().slug());
        }
        door.hand(step.request(), step.response(), arrival.virtualServer(), key.get());
        return OperatorDoor.to(
                OperatorDoor.onward(arrival.virtualServer(), arrival.session().next()));
    }

    private static ModelAndView back(Step step, String said) {
        String use = step.form().isEmpty() ? "?" : "?use=" + step.form() + "&";
        return OperatorDoor.to(step.arrival().address() + use + "said=" + said);
    }

    /** Does a step of a sign-in that waits for its second factor; one that waits for a new PIN takes nothing else. */
    private ModelAndView with(
            String slug, HttpServletRequest request, BiFunction<OperatorArrival, SignIn, ModelAndView> step) {
        Optional<OperatorArrival> arrival = door.find(slug, request).filter(OperatorArrival::waitsForFactor);
        return arrival.flatMap(found -> found.signIn()
                        .filter(signIn -> signIn.pinDue() == null)
                        .map(signIn -> step.apply(found, signIn)))
                .orElseGet(() -> OperatorDoor.to("/console/" + slug + "/sign-in/step"));
    }

    /** People type the gap that the app shows in the middle of a passcode. Nothing else is forgiven. */
    private static String withoutGrouping(String typed) {
        return typed.length() > LONGEST ? "-" : typed.replaceAll("[ \\t\\u00a0\\u202f]", "");
    }
}
