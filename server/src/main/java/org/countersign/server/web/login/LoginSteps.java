package org.countersign.server.web.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.countersign.otp.PinFault;
import org.countersign.otp.PinRule;
import org.countersign.server.authentication.ChallengeSteps;
import org.countersign.server.authentication.PasswordStep;
import org.countersign.server.authentication.PinStep;
import org.countersign.server.authentication.PinSteps;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.authentication.SignInStep;
import org.countersign.server.authentication.SignIns;
import org.countersign.server.kernel.ChallengeId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.push.PushStart;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What a person who signs in does. Every step ends in a redirect to the page, so that reloading repeats nothing; the
 * sign-in it works on is the one in the browser's session.
 */
@Controller
@RequestMapping("/o/{slug}/login/{key}")
class LoginSteps {
    /** No name, password or passcode is longer; more is refused before it costs anything. */
    private static final int LONGEST = 256;

    private final LoginVisits visits;
    private final SignIns signIns;
    private final ChallengeSteps challenges;
    private final PinSteps pins;
    private final LoginSuccess success;

    LoginSteps(LoginVisits visits, SignIns signIns, ChallengeSteps challenges, PinSteps pins, LoginSuccess success) {
        this.visits = visits;
        this.signIns = signIns;
        this.challenges = challenges;
        this.pins = pins;
        this.success = success;
    }

    @PostMapping("/password")
    ResponseEntity<Void> password(
            @PathVariable String slug,
            @PathVariable String key,
            @RequestParam(defaultValue = "") String userName,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request) {
        return at(slug, key, request, visit -> {
            String name = userName.strip();
            LoginAttempt attempt = LoginAttempt.NEW.named(name.length() > LONGEST ? "" : name);
            if (name.isEmpty() || name.length() > LONGEST || password.isEmpty()) {
                return back(request, visit, attempt.refused(LoginAttempt.Notice.EMPTY, null));
            }
            Visitor visitor = Visitor.of(request.getRemoteAddr(), request.getHeader("User-Agent"));
            return back(
                    request,
                    visit,
                    switch (signIns.begin(visit.application(), "oidc", visitor, name, password)) {
                        case PasswordStep.SecondFactorNext(SignIn signIn) -> {
                            request.changeSessionId();
                            yield attempt.with(signIn.id().value(), signIn.userName());
                        }
                        case PasswordStep.Refused refused ->
                            attempt.refused(LoginAttempt.Notice.PASSWORD_REFUSED, null);
                        case PasswordStep.Paused(Instant until) ->
                            attempt.refused(LoginAttempt.Notice.PASSWORD_PAUSED, until);
                    });
        });
    }

    @PostMapping("/passcode")
    ResponseEntity<Void> passcode(
            @PathVariable String slug,
            @PathVariable String key,
            @RequestParam(defaultValue = "") String passcode,
            HttpServletRequest request,
            HttpServletResponse response) {
        return withSignIn(slug, key, request, (visit, signIn) -> {
            String typed = withoutGrouping(passcode);
            if (typed.isEmpty()) {
                return refused(request, visit, TypedFactor.PASSCODE, LoginAttempt.Notice.EMPTY, null);
            }
            return came(
                    new Answering(request, response, visit, signIn, TypedFactor.PASSCODE),
                    signIns.passcode(signIn, typed.length() > LONGEST ? "" : typed));
        });
    }

    /** Answers a challenge: the one that this page showed, so that a page left open answers nothing newer. */
    @PostMapping("/response")
    ResponseEntity<Void> response(
            @PathVariable String slug,
            @PathVariable String key,
            @RequestParam(defaultValue = "") String challenge,
            @RequestParam(defaultValue = "") String response,
            HttpServletRequest request,
            HttpServletResponse answer) {
        return withSignIn(slug, key, request, (visit, signIn) -> {
            String typed = withoutGrouping(response);
            if (typed.isEmpty()) {
                return refused(request, visit, TypedFactor.RESPONSE, LoginAttempt.Notice.EMPTY, null);
            }
            Optional<ChallengeId> asked = challenge(challenge);
            SignInStep step = asked.isEmpty()
                    ? new SignInStep.ChallengeOver()
                    : challenges.respond(signIn, asked.get(), typed.length() > LONGEST ? "" : typed);
            return came(new Answering(request, answer, visit, signIn, TypedFactor.RESPONSE), step);
        });
    }

    /** Asks another token of theirs. */
    @PostMapping("/challenge")
    ResponseEntity<Void> anotherChallenge(
            @PathVariable String slug,
            @PathVariable String key,
            @RequestParam(defaultValue = "") String serial,
            HttpServletRequest request) {
        return withSignIn(slug, key, request, (visit, signIn) -> {
            if (!serial.isEmpty() && serial.length() <= LONGEST) {
                challenges.another(signIn, serial);
            }
            return LoginSuccess.to(visit.address() + TypedFactor.RESPONSE.query());
        });
    }

    @PostMapping("/push")
    ResponseEntity<Void> push(@PathVariable String slug, @PathVariable String key, HttpServletRequest request) {
        return withSignIn(slug, key, request, (visit, signIn) -> start(request, visit, signIn));
    }

    /** Sends another request in place of the open one. */
    @PostMapping("/again")
    ResponseEntity<Void> again(@PathVariable String slug, @PathVariable String key, HttpServletRequest request) {
        return withSignIn(slug, key, request, (visit, signIn) -> {
            signIns.withdraw(signIn);
            return start(request, visit, signIn);
        });
    }

    @PostMapping("/complete")
    ResponseEntity<Void> complete(
            @PathVariable String slug,
            @PathVariable String key,
            HttpServletRequest request,
            HttpServletResponse response) {
        return withSignIn(slug, key, request, (visit, signIn) -> switch (signIns.complete(signIn)) {
            case SignInStep.SignedIn who -> success.of(request, response, visit, who);
            case SignInStep.PinToChoose next -> toChoice(request, visit);
            case SignInStep.PasswordToChoose next -> toChoice(request, visit);
            default -> LoginSuccess.to(visit.address());
        });
    }

    /** Chooses the PIN that the sign-in waits for; only with that is anybody let in. */
    @PostMapping("/pin")
    ResponseEntity<Void> pin(
            @PathVariable String slug,
            @PathVariable String key,
            @RequestParam(defaultValue = "") String pin,
            @RequestParam(defaultValue = "") String again,
            HttpServletRequest request,
            HttpServletResponse response) {
        return at(slug, key, request, visit -> {
            SignIn signIn = visit.signIn().orElse(null);
            if (signIn == null || signIn.pinDue() == null) {
                return LoginSuccess.to(visit.address());
            }
            if (!PinRule.normalised(pin).equals(PinRule.normalised(again))) {
                return back(request, visit, visit.attempt().refused(LoginAttempt.Notice.PIN_DIFFER, null));
            }
            return switch (pins.choose(signIn, pin.length() > LONGEST ? pin.substring(0, LONGEST) : pin)) {
                case PinStep.Chosen(SignInStep.SignedIn who) -> success.of(request, response, visit, who);
                case PinStep.Unacceptable(PinFault fault) ->
                    back(request, visit, visit.attempt().refused(LoginAttempt.Notice.of(fault), null));
                case PinStep.Same same ->
                    back(request, visit, visit.attempt().refused(LoginAttempt.Notice.PIN_SAME, null));
                case PinStep.Over over ->
                    back(request, visit, LoginAttempt.NEW.refused(LoginAttempt.Notice.PIN_OVER, null));
            };
        });
    }

    @PostMapping("/restart")
    ResponseEntity<Void> restart(@PathVariable String slug, @PathVariable String key, HttpServletRequest request) {
        return at(slug, key, request, visit -> {
            visit.signIn().ifPresent(signIns::withdraw);
            return back(request, visit, LoginAttempt.NEW);
        });
    }

    private ResponseEntity<Void> start(HttpServletRequest request, LoginVisit visit, SignIn signIn) {
        return switch (signIns.push(signIn)) {
            case PushStart.Started started ->
                back(request, visit, visit.attempt().asked());
            case PushStart.NotPossible none ->
                refused(request, visit, TypedFactor.PASSCODE, LoginAttempt.Notice.NO_PHONE, null);
            case PushStart.Withheld withheld ->
                refused(request, visit, TypedFactor.PASSCODE, LoginAttempt.Notice.WITHHELD, null);
        };
    }

    /** Who typed what, and where the answer goes. */
    private record Answering(
            HttpServletRequest request,
            HttpServletResponse response,
            LoginVisit visit,
            SignIn signIn,
            TypedFactor typed) {}

    /** Goes on after a typed second factor, to where its outcome leads. */
    private ResponseEntity<Void> came(Answering to, SignInStep step) {
        if (step.isProven()) {
            signIns.withdraw(to.signIn);
        }
        return switch (step) {
            case SignInStep.SignedIn who -> success.of(to.request, to.response, to.visit, who);
            case SignInStep.PinToChoose next -> toChoice(to.request, to.visit);
            case SignInStep.PasswordToChoose next -> toChoice(to.request, to.visit);
            case SignInStep.PasscodeRefused refused -> refused(to, to.typed.wrong(), null);
            case SignInStep.ChallengeOver over -> refused(to, LoginAttempt.Notice.CHALLENGE_OVER, null);
            case SignInStep.Paused(Instant until) -> refused(to, LoginAttempt.Notice.PASSCODE_PAUSED, until);
            case SignInStep.Over over -> LoginSuccess.to(to.visit.address());
            case SignInStep.PushNotApproved notApproved -> LoginSuccess.to(to.visit.address());
        };
    }

    private ResponseEntity<Void> refused(Answering to, LoginAttempt.Notice why, @Nullable Instant until) {
        return refused(to.request, to.visit, to.typed, why, until);
    }

    private ResponseEntity<Void> refused(
            HttpServletRequest request,
            LoginVisit visit,
            TypedFactor typed,
            LoginAttempt.Notice why,
            @Nullable Instant until) {
        visits.keep(request.getSession(), visit, visit.attempt().refused(why, until));
        return LoginSuccess.to(visit.address() + typed.query());
    }

    /** What was proven so far is worth something: the session gets a new id before the person goes on. */
    private ResponseEntity<Void> toChoice(HttpServletRequest request, LoginVisit visit) {
        request.changeSessionId();
        return back(request, visit, visit.attempt().noticed());
    }

    private static Optional<ChallengeId> challenge(String id) {
        try {
            return Optional.of(new ChallengeId(UUID.fromString(id)));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private ResponseEntity<Void> back(HttpServletRequest request, LoginVisit visit, LoginAttempt attempt) {
        visits.keep(request.getSession(), visit, attempt);
        return LoginSuccess.to(visit.address());
    }

    /** Does a step of a sign-in that waits for its second factor; one that waits for a choice takes nothing else. */
    private ResponseEntity<Void> withSignIn(
            String slug,
            String key,
            HttpServletRequest request,
            BiFunction<LoginVisit, SignIn, ResponseEntity<Void>> step) {
        return at(
                slug,
                key,
                request,
                visit -> visit.signIn()
                        .filter(signIn -> !signIn.isAtChoice())
                        .map(signIn -> step.apply(visit, signIn))
                        .orElseGet(() -> LoginSuccess.to(visit.address())));
    }

    private ResponseEntity<Void> at(
            String slug, String key, HttpServletRequest request, Function<LoginVisit, ResponseEntity<Void>> step) {
        Optional<LoginVisit> visit = visits.find(request.getSession(false), slug, key);
        return visit.map(step).orElseGet(() -> LoginSuccess.to("/o/" + slug + "/login/" + key));
    }

    /** People type the gap that the app shows in the middle of a passcode. Nothing else is forgiven. */
    private static String withoutGrouping(String typed) {
        return typed.replaceAll("[ \\t\\u00a0\\u202f]", "");
    }
}
