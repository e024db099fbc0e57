package org.countersign.server.web.portal;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Where browsers come back from the login pages. The key in the address opens nothing by itself, and works once. */
@Controller
class PortalArrivals {
    private final PortalVisits visits;

    PortalArrivals(PortalVisits visits) {
        this.visits = visits;
    }

    @GetMapping("/portal/{slug}/arrived/{key}")
    Object arrived(@PathVariable String slug, @PathVariable String key, HttpServletRequest request) {
        PortalVisit visit = visits.at(slug, request);
        return visit.to(visits.arrive(visit, key).orElse(""));
    }
}
