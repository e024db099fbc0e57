package org.countersign.server.web.enroll;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.countersign.server.enrollment.StandardApps;
import org.countersign.server.enrollment.StandardStep;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/**
 * The page that gives a standard authenticator app its seed, once. Opening it does nothing: the code from the mail stands in
 * the fragment, and only the form uses it up.
 */
@Controller
public final class StandardController {
    private final VirtualServers virtualServers;
    private final StandardApps apps;

    StandardController(VirtualServers virtualServers, StandardApps apps) {
        this.virtualServers = virtualServers;
        this.apps = apps;
    }

    @GetMapping("/o/{slug}/enroll/standard")
    ModelAndView open(@PathVariable String slug) {
        return page(find(slug), new StandardPage("open", "", null, null, 0, null), HttpStatus.OK);
    }

    @PostMapping("/o/{slug}/enroll/standard")
    ModelAndView show(
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String password) {
        VirtualServer virtualServer = find(slug);
        return answer(virtualServer, code, "open", apps.show(virtualServer.id(), code, password));
    }

    @PostMapping("/o/{slug}/enroll/standard/proof")
    ModelAndView prove(
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String passcode) {
        VirtualServer virtualServer = find(slug);
        String typed = passcode.length() > 64 ? "" : passcode.replaceAll("[ \\t\\u00a0\\u202f]", "");
        return answer(virtualServer, code, "proof", apps.prove(virtualServer.id(), code, typed));
    }

    private static ModelAndView answer(VirtualServer virtualServer, String code, String step, StandardStep outcome) {
        return switch (outcome) {
            case StandardStep.Shown shown ->
                page(virtualServer, new StandardPage("shown", code, shown, null, 0, null), HttpStatus.OK);
            case StandardStep.Completed completed ->
                page(virtualServer, new StandardPage("completed", "", null, null, 0, null), HttpStatus.OK);
            case StandardStep.Refused(StandardStep.Reason reason, int left, Instant until) -> {
                boolean again = switch (reason) {
                    case PASSWORD, PAUSED, PASSCODE -> true;
                    case INVALID, EXPIRED, SHOWN_BEFORE, USED, REVOKED, FAILED -> false;
                };
                yield page(
                        virtualServer,
                        new StandardPage(again ? step : "over", code, null, reason, left, until),
                        HttpStatus.UNPROCESSABLE_CONTENT);
            }
        };
    }

    private static ModelAndView page(VirtualServer virtualServer, StandardPage view, HttpStatus status) {
        return new ModelAndView("enroll/standard", Map.of("virtualServer", virtualServer, "view", view), status);
    }

    private VirtualServer find(String slug) {
        return virtualServers.find(slug).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /**
     * What the page shows.
     *
     * @param step where the user is
     * @param code the code from the mail, to be sent again
     * @param shown the seed, while it is to be shown
     * @param reason why the try before was refused, or none
     * @param left tries left
     * @param until when a pause ends, or none
     */
    public record StandardPage(
            String step,
            String code,
            StandardStep.@Nullable Shown shown,
            StandardStep.@Nullable Reason reason,
            int left,
            @Nullable Instant until) {
        /** Returns the reason as texts name it. */
        public String why() {
            return reason == null ? "" : reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @Override
        public String toString() {
            return "StandardPage[" + step + "]";
        }
    }
}
