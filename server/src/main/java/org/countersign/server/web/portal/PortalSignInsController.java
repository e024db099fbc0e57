package org.countersign.server.web.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Report;
import org.countersign.server.reactions.Reported;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What happened in a user's name, and what they say was not them. */
@Controller
@RequestMapping("/portal/{slug}")
class PortalSignInsController {
    private final PortalVisits visits;
    private final OwnSignIns signIns;
    private final Reactions reactions;
    private final InstantSource time;

    PortalSignInsController(PortalVisits visits, OwnSignIns signIns, Reactions reactions, InstantSource time) {
        this.visits = visits;
        this.signIns = signIns;
        this.reactions = reactions;
        this.time = time;
    }

    @GetMapping("/sign-ins")
    Object list(@PathVariable String slug, @RequestParam(defaultValue = "") String before, HttpServletRequest request) {
        return visits.signedIn(slug, request, "/sign-ins", visit -> {
            OwnSignIns.Lines page = signIns.page(visit, before);
            Map<String, Object> model = new HashMap<>();
            model.put("userName", visit.account().userName());
            model.put("lines", page.lines());
            model.put("next", page.next() == null ? "" : page.next());
            model.put("further", !before.isEmpty());
            return visit.view("sign-ins", model);
        });
    }

    /** Asks once more, and says what will be done. */
    @GetMapping("/sign-ins/{name}/not-me")
    Object ask(@PathVariable String slug, @PathVariable String name, HttpServletRequest request) {
        return visits.signedIn(slug, request, "/sign-ins", visit -> {
            Reported reported = signIns.reported(visit, name).orElseThrow(PortalIds::notFound);
            Map<String, Object> model = new HashMap<>();
            model.put("userName", visit.account().userName());
            model.put("name", name);
            model.put("reported", reported);
            model.put("here", visit.ip().equals(reported.ip()));
            return visit.view("not-me", model);
        });
    }

    @PostMapping("/sign-ins/{name}/not-me")
    Object report(@PathVariable String slug, @PathVariable String name, HttpServletRequest request) {
        return visits.signedIn(slug, request, "/sign-ins", visit -> {
            Reported reported = signIns.reported(visit, name).orElseThrow(PortalIds::notFound);
            Optional<UUID> report = reactions.report(reported);
            if (report.isEmpty()) {
                visit.say("note", "REPORTED_BEFORE");
                return visit.to("/sign-ins");
            }
            visits.staySignedIn(visit);
            return visit.to("/reports/" + report.get());
        });
    }

    @GetMapping("/reports/{id}")
    Object done(@PathVariable String slug, @PathVariable String id, HttpServletRequest request) {
        return visits.signedIn(slug, request, "/reports/" + PortalIds.uuid(id), visit -> {
            Report report = own(visit, PortalIds.uuid(id));
            return visit.view(
                    "report",
                    Map.of(
                            "userName",
                            visit.account().userName(),
                            "report",
                            report,
                            "undoable",
                            report.isUndoableAt(time.instant())));
        });
    }

    /** Only somebody who has just proven themselves with two factors takes back what protects the account. */
    @PostMapping("/reports/{id}/undo")
    Object undo(@PathVariable String slug, @PathVariable String id, HttpServletRequest request) {
        UUID report = PortalIds.uuid(id);
        return visits.fresh(slug, request, "/reports/" + report, visit -> own(visit, report), visit -> {
            reactions.undo(visit.id(), report, null, new Actor.User(visit.user()));
            visit.say("good", "UNDONE");
            return visit.to("/reports/" + id);
        });
    }

    private Report own(PortalVisit visit, UUID id) {
        return reactions
                .find(visit.id(), id)
                .filter(report -> report.user().equals(visit.user()))
                .orElseThrow(PortalIds::notFound);
    }
}
