package org.countersign.server.web.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.countersign.server.recovery.RecoveryCodes;
import org.countersign.server.web.shell.Moments;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Recovery codes: how many are left, and a new set, shown once in the answer, which is the only place where it ever stands. */
@Controller
@RequestMapping("/portal/{slug}")
class PortalRecoveryController {
    private final PortalVisits visits;
    private final RecoveryCodes codes;

    PortalRecoveryController(PortalVisits visits, RecoveryCodes codes) {
        this.visits = visits;
        this.codes = codes;
    }

    @GetMapping("/recovery")
    Object standing(@PathVariable String slug, HttpServletRequest request) {
        return visits.signedIn(slug, request, "/recovery", visit -> {
            Optional<RecoveryCodes.Standing> standing = codes.standing(visit.id(), visit.user());
            Map<String, Object> model = new HashMap<>();
            model.put("userName", visit.account().userName());
            model.put("allowed", codes.isAllowed(visit.id()));
            model.put("made", standing.isPresent());
            model.put("left", standing.map(RecoveryCodes.Standing::left).orElse(0));
            model.put(
                    "madeAt",
                    standing.map(RecoveryCodes.Standing::madeAt)
                            .map(Moments::words)
                            .orElse(""));
            return visit.view("recovery", model);
        });
    }

    /** For whoever is signed in with a temporary passcode and has an authenticator or a recovery code at hand after all. */
    @GetMapping("/again")
    Object signInAgain(@PathVariable String slug, HttpServletRequest request) {
        return visits.signIn(visits.at(slug, request), "/tokens");
    }

    @PostMapping("/recovery")
    Object renew(@PathVariable String slug, HttpServletRequest request) {
        return visits.fresh(slug, request, "/recovery", visit -> {
            if (!codes.isAllowed(visit.id())) {
                return visit.to("/recovery");
            }
            List<String> made =
                    codes.renew(visit.id(), visit.user(), visit.ip()).exposed();
            return visit.view(
                    "recovery-made", Map.of("userName", visit.account().userName(), "codes", made));
        });
    }
}
