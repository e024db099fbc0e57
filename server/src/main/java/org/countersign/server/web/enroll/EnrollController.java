package org.countersign.server.web.enroll;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.enrollment.Confirmations;
import org.countersign.server.enrollment.Enrollment;
import org.countersign.server.enrollment.EnrollmentState;
import org.countersign.server.enrollment.PageWord;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.policy.EnrollmentRules;
import org.countersign.server.policy.Policies;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.countersign.server.web.shell.Platform;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** The self-enrollment page and how its enrollment stands. Opening it only reads, so that a mail scanner's visit uses nothing up. */
@Controller
class EnrollController {
    private static final int ID_BYTES = 16;

    private final VirtualServers virtualServers;
    private final Enrollment enrollment;
    private final Confirmations confirmations;
    private final Policies policies;
    private final CountersignSettings settings;

    EnrollController(
            VirtualServers virtualServers,
            Enrollment enrollment,
            Confirmations confirmations,
            Policies policies,
            CountersignSettings settings) {
        this.virtualServers = virtualServers;
        this.enrollment = enrollment;
        this.confirmations = confirmations;
        this.policies = policies;
        this.settings = settings;
    }

    @GetMapping("/o/{slug}/enroll")
    ModelAndView page(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.USER_AGENT, defaultValue = "") String browser) {
        VirtualServer virtualServer = find(slug);
        EnrollmentRules rules = policies.current(virtualServer.id()).enrollment();
        return new ModelAndView(
                "enroll/page",
                Map.of(
                        "virtualServer",
                        virtualServer,
                        "app",
                        settings.appOrigin(),
                        "here",
                        Platform.of(Visitor.systemOf(browser)),
                        "platforms",
                        Platform.where(rules::allowSystem),
                        "qr",
                        enrollment.showsQr(virtualServer.id())));
    }

    /** Answers how an enrollment of this virtual server stands; another one's is not found. */
    @GetMapping("/o/{slug}/enroll/state/{id}")
    @ResponseBody
    Standing state(@PathVariable String slug, @PathVariable String id) {
        VirtualServer virtualServer = find(slug);
        return read(id).flatMap(known -> enrollment.state(virtualServer.id(), known))
                .map(EnrollController::standing)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /** Takes the word of whoever has the link: whether their app shows the number of the page. */
    @PostMapping("/o/{slug}/enroll/word")
    @ResponseBody
    Map<String, Boolean> word(
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String enrollment,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String same,
            @RequestParam(defaultValue = "") String proof,
            HttpServletRequest request) {
        VirtualServer virtualServer = find(slug);
        PageWord word = new PageWord(code, same.equals("yes"));
        byte[] proven = Base64Url.decode(proof).orElseGet(() -> new byte[0]);
        boolean taken = read(enrollment)
                .map(id -> confirmations.say(virtualServer.id(), id, word, proven, request.getRemoteAddr()))
                .orElse(false);
        return Map.of("taken", taken);
    }

    private VirtualServer find(String slug) {
        return virtualServers.find(slug).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static Optional<EnrollmentId> read(String id) {
        return Base64Url.decode(id)
                .filter(bytes -> bytes.length == ID_BYTES)
                .map(ByteBuffer::wrap)
                .map(bytes -> new EnrollmentId(new UUID(bytes.getLong(), bytes.getLong())));
    }

    private static Standing standing(EnrollmentState state) {
        return switch (state) {
            case EnrollmentState.Open(Instant expiresAt, List<String> codes) ->
                new Standing("open", null, codes, expiresAt.toString(), false);
            case EnrollmentState.Claimed(String code, Instant expiresAt, boolean awaitsWord) ->
                new Standing("claimed", code, List.of(), expiresAt.toString(), awaitsWord);
            case EnrollmentState.Completed(String code) -> new Standing("completed", code, List.of(), null, false);
            case EnrollmentState.Expired expired -> new Standing("expired", null, List.of(), null, false);
            case EnrollmentState.Revoked revoked -> new Standing("revoked", null, List.of(), null, false);
            case EnrollmentState.Failed failed -> new Standing("failed", null, List.of(), null, false);
        };
    }

    /**
     * How an enrollment stands, for the page's script.
     *
     * @param code six digits that the app shows as well, once an app is bound
     * @param begun the same of each app that has begun, before one is bound
     * @param expiresAt when its time is over, while it has not ended
     * @param awaitsWord whether the page asks its reader if the app shows the same code
     */
    record Standing(
            String state,
            @Nullable String code,
            List<String> begun,
            @Nullable String expiresAt,
            boolean awaitsWord) {}
}
