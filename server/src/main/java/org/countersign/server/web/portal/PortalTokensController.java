package org.countersign.server.web.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.countersign.server.audit.Actor;
import org.countersign.server.policy.Policies;
import org.countersign.server.recovery.RecoveryCodes;
import org.countersign.server.recovery.TemporaryPasscodes;
import org.countersign.server.selfservice.LostPhones;
import org.countersign.server.tokens.OwnTokens;
import org.countersign.server.tokens.Tokens;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The tokens of whoever is signed in: look, rename, remove, report lost, take back. */
@Controller
@RequestMapping("/portal/{slug}")
class PortalTokensController {
    private final PortalVisits visits;
    private final OwnTokenCards cards;
    private final Acts acts;
    private final Policies policies;
    private final TemporaryPasscodes temporary;
    private final RecoveryCodes codes;

    PortalTokensController(
            PortalVisits visits,
            OwnTokenCards cards,
            Acts acts,
            Policies policies,
            TemporaryPasscodes temporary,
            RecoveryCodes codes) {
        this.visits = visits;
        this.cards = cards;
        this.acts = acts;
        this.policies = policies;
        this.temporary = temporary;
        this.codes = codes;
    }

    /** What can be done with tokens. */
    @Component
    record Acts(Tokens tokens, OwnTokens own, LostPhones lost) {}

    @GetMapping("/tokens")
    Object list(@PathVariable String slug, HttpServletRequest request) {
        return visits.signedIn(
                slug,
                request,
                "/tokens",
                visit -> visit.view(
                        "tokens", Map.of("userName", visit.account().userName(), "tokens", cards.all(visit))));
    }

    @GetMapping("/tokens/{id}")
    Object token(@PathVariable String slug, @PathVariable String id, HttpServletRequest request) {
        return visits.signedIn(slug, request, "/tokens/" + PortalIds.token(id), visit -> shown(visit, id, "", ""));
    }

    private Object shown(PortalVisit visit, String id, String typed, String fault) {
        TokenCard card = cards.card(visit, id);
        Map<String, Object> model = new HashMap<>();
        model.put("userName", visit.account().userName());
        model.put("card", card);
        model.put("typed", typed.isEmpty() && fault.isEmpty() ? card.name() : typed);
        model.put("fault", fault);
        model.put("canReplace", policies.current(visit.id()).selfService().replace());
        return fault.isEmpty() ? visit.view("token", model) : visit.again("token", model);
    }

    @PostMapping("/tokens/{id}/name")
    Object rename(
            @PathVariable String slug,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String name,
            HttpServletRequest request) {
        return visits.signedIn(slug, request, "/tokens/" + PortalIds.token(id), visit -> {
            cards.card(visit, id);
            if (!OwnTokens.isName(name)) {
                return shown(visit, id, name.length() > 256 ? "" : name, "portal.token.name.wrong");
            }
            acts.own.rename(visit.id(), visit.user(), PortalIds.token(id), name);
            visit.say("good", "RENAMED");
            return visit.to("/tokens/" + id);
        });
    }

    @GetMapping("/tokens/{id}/remove")
    Object askToRemove(@PathVariable String slug, @PathVariable String id, HttpServletRequest request) {
        return visits.fresh(slug, request, "/tokens/" + PortalIds.token(id) + "/remove", own(id), visit -> {
            TokenCard card = cards.card(visit, id);
            return visit.view(
                    "remove",
                    Map.of(
                            "userName",
                            visit.account().userName(),
                            "card",
                            card,
                            "last",
                            cards.isLast(visit, card),
                            "allowed",
                            mayRemove(visit, card)));
        });
    }

    @PostMapping("/tokens/{id}/remove")
    Object remove(@PathVariable String slug, @PathVariable String id, HttpServletRequest request) {
        return visits.fresh(slug, request, "/tokens/" + PortalIds.token(id) + "/remove", own(id), visit -> {
            TokenCard card = cards.card(visit, id);
            if (!mayRemove(visit, card)) {
                return visit.to("/tokens/" + id + "/remove");
            }
            acts.tokens.revoke(visit.id(), PortalIds.token(id), new Actor.User(visit.user()));
            visit.say("good", "REMOVED");
            return visit.to("/tokens");
        });
    }

    private Consumer<PortalVisit> own(String id) {
        return visit -> cards.card(visit, id);
    }

    private boolean mayRemove(PortalVisit visit, TokenCard card) {
        return !cards.isLast(visit, card)
                || policies.current(visit.id()).selfService().removeLast();
    }

    /** Somebody whose password was right may see which of their tokens works, to report it lost: they have no phone. */
    @GetMapping("/lost")
    Object lost(@PathVariable String slug, HttpServletRequest request) {
        PortalVisit visit = visits.at(slug, request);
        return visit.known().isEmpty()
                ? visit.to("")
                : visit.view(
                        "lost",
                        Map.of(
                                "signedIn",
                                visit.known().filter(Known::isSignedIn).isPresent(),
                                "tokens",
                                cards.all(visit).stream()
                                        .filter(TokenCard::isActive)
                                        .toList()));
    }

    @PostMapping("/lost/{id}")
    Object reportLost(@PathVariable String slug, @PathVariable String id, HttpServletRequest request) {
        PortalVisit visit = visits.at(slug, request);
        if (visit.known().isEmpty()) {
            return visit.to("");
        }
        cards.card(visit, id);
        acts.lost.report(visit.id(), visit.user(), PortalIds.token(id), visit.ip());
        return visit.to("/lost/done");
    }

    @GetMapping("/lost/done")
    Object lostDone(@PathVariable String slug, HttpServletRequest request) {
        PortalVisit visit = visits.at(slug, request);
        if (visit.known().isEmpty()) {
            return visit.to("");
        }
        return visit.view(
                "lost-done",
                Map.of(
                        "signedIn",
                        visit.known().filter(Known::isSignedIn).isPresent(),
                        "others",
                        cards.all(visit).stream().anyMatch(TokenCard::isActive),
                        "canTemporary",
                        temporary.isAllowed(visit.id()),
                        "canRecover",
                        codes.isAllowed(visit.id())
                                && codes.standing(visit.id(), visit.user())
                                        .filter(standing -> standing.left() > 0)
                                        .isPresent()));
    }

    /** Whoever is signed in has another factor than the token that does not work. */
    @PostMapping("/tokens/{id}/found")
    Object found(@PathVariable String slug, @PathVariable String id, HttpServletRequest request) {
        return visits.fresh(slug, request, "/tokens/" + PortalIds.token(id), own(id), visit -> {
            boolean found = acts.lost.found(visit.id(), visit.user(), PortalIds.token(id), visit.ip());
            visit.say(found ? "good" : "look", found ? "FOUND" : "NOT_FOUND");
            return visit.to("/tokens/" + id);
        });
    }
}
