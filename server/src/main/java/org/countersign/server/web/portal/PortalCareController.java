package org.countersign.server.web.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.countersign.otp.PinFault;
import org.countersign.otp.PinRule;
import org.countersign.server.audit.Actor;
import org.countersign.server.tokens.PinCheck;
import org.countersign.server.tokens.Resynchronisation;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.tokens.Token;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What keeps a token working: finding its counter or clock again, and another server PIN. */
@Controller
@RequestMapping("/portal/{slug}/tokens/{id}")
class PortalCareController {
    private static final int LONGEST = 64;

    private final PortalVisits visits;
    private final OwnTokenCards cards;
    private final Resynchronisation resynchronisation;
    private final ServerPins pins;
    private final InstantSource time;

    PortalCareController(
            PortalVisits visits,
            OwnTokenCards cards,
            Resynchronisation resynchronisation,
            ServerPins pins,
            InstantSource time) {
        this.visits = visits;
        this.cards = cards;
        this.resynchronisation = resynchronisation;
        this.pins = pins;
        this.time = time;
    }

    @GetMapping("/resynchronise")
    Object askForPasscodes(@PathVariable String slug, @PathVariable String id, HttpServletRequest request) {
        return with(
                slug,
                id,
                request,
                "/resynchronise",
                (visit, card) -> card.resynchronisable()
                        ? visit.view("resynchronise", model(visit, card))
                        : visit.to("/tokens/" + id));
    }

    @PostMapping("/resynchronise")
    Object resynchronise(
            @PathVariable String slug,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String first,
            @RequestParam(defaultValue = "") String second,
            HttpServletRequest request) {
        return with(slug, id, request, "/resynchronise", (visit, card) -> {
            Resynchronisation.Outcome outcome = resynchronisation.resynchronise(
                    visit.id(), PortalIds.token(id), typed(first), typed(second), new Actor.User(visit.user()));
            return switch (outcome) {
                case Resynchronisation.Outcome.Done done -> {
                    visit.say("good", "RESYNCHRONISED");
                    yield visit.to("/tokens/" + id);
                }
                case Resynchronisation.Outcome.Refused refused -> {
                    visit.say("bad", "RESYNCHRONISE_REFUSED");
                    yield visit.to("/tokens/" + id + "/resynchronise");
                }
                case Resynchronisation.Outcome.Paused(Instant until) -> {
                    visit.say("look", "TOKEN_PAUSED", minutes(until));
                    yield visit.to("/tokens/" + id + "/resynchronise");
                }
                case Resynchronisation.Outcome.NotPossible not -> visit.to("/tokens/" + id);
            };
        });
    }

    @GetMapping("/pin")
    Object askForPin(@PathVariable String slug, @PathVariable String id, HttpServletRequest request) {
        return with(
                slug,
                id,
                request,
                "/pin",
                (visit, card) -> card.serverPin() == null || !card.isActive()
                        ? visit.to("/tokens/" + id)
                        : pinForm(visit, card, "", ""));
    }

    private static Object pinForm(PortalVisit visit, TokenCard card, String field, String fault) {
        Map<String, Object> model = new HashMap<>(model(visit, card));
        model.put("rule", card.serverPin());
        model.put("field", field);
        model.put("fault", fault);
        return fault.isEmpty() ? visit.view("pin", model) : visit.again("pin", model);
    }

    @PostMapping("/pin")
    Object changePin(
            @PathVariable String slug,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String pin,
            @RequestParam(defaultValue = "") String again,
            HttpServletRequest request) {
        return with(slug, id, request, "/pin", (visit, card) -> {
            Token token = cards.token(visit, id);
            if (!PinRule.normalised(pin).equals(PinRule.normalised(again))) {
                return pinForm(visit, card, "pin", "login.pin.PIN_DIFFER");
            }
            PinCheck check = pins.change(token, cut(current), cut(pin), new Actor.User(visit.user()));
            return switch (check) {
                case PinCheck.Right right -> {
                    visit.say("good", "PIN_CHANGED");
                    yield visit.to("/tokens/" + id);
                }
                case PinCheck.Unacceptable(PinFault fault) -> pinForm(visit, card, "pin", "login.pin.PIN_" + fault);
                case PinCheck.Wrong wrong -> pinForm(visit, card, "current", "portal.pin.wrong");
                case PinCheck.Paused paused -> pinForm(visit, card, "current", "portal.pin.paused");
                case PinCheck.Locked locked -> visit.to("/tokens/" + id);
                case PinCheck.Malformed malformed -> visit.to("/tokens/" + id);
                case PinCheck.TokenInactive inactive -> visit.to("/tokens/" + id);
            };
        });
    }

    private Object with(
            String slug,
            String id,
            HttpServletRequest request,
            String page,
            BiFunction<PortalVisit, TokenCard, Object> work) {
        return visits.signedIn(
                slug,
                request,
                "/tokens/" + PortalIds.token(id) + page,
                visit -> work.apply(visit, cards.card(visit, id)));
    }

    private static Map<String, Object> model(PortalVisit visit, TokenCard card) {
        return Map.of("userName", visit.account().userName(), "card", card);
    }

    private int minutes(Instant until) {
        return (int) Math.max(1, (Duration.between(time.instant(), until).toSeconds() + 59) / 60);
    }

    private static String typed(String passcode) {
        return cut(passcode).replaceAll("[ \\t\\u00a0\\u202f]", "");
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
