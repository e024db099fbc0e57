package org.countersign.server.web.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.countersign.server.audit.Actor;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.authentication.TokenTrials;
import org.countersign.server.enrollment.ActivationString;
import org.countersign.server.enrollment.Confirmations;
import org.countersign.server.enrollment.Enrollment;
import org.countersign.server.enrollment.EnrollmentState;
import org.countersign.server.enrollment.PageWord;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.SignInId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.policy.EnrollmentRules;
import org.countersign.server.policy.Policies;
import org.countersign.server.selfservice.SelfEnrollment;
import org.countersign.server.selfservice.SelfEnrollments;
import org.countersign.server.virtualservers.VirtualServers;
import org.countersign.server.web.shell.Platform;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Adds an authenticator: where it shall live, the code for its app, and one use of it as the proof. */
@Controller
@RequestMapping("/portal/{slug}")
class PortalAddController {
    private final PortalVisits visits;
    private final SelfEnrollments enrollments;
    private final Enrollment enrollment;
    private final Trial trial;
    private final OwnTokenCards cards;
    private final CountersignSettings settings;

    PortalAddController(
            PortalVisits visits,
            SelfEnrollments enrollments,
            Enrollment enrollment,
            Trial trial,
            OwnTokenCards cards,
            CountersignSettings settings) {
        this.visits = visits;
        this.enrollments = enrollments;
        this.enrollment = enrollment;
        this.trial = trial;
        this.cards = cards;
        this.settings = settings;
    }

    /** What a new authenticator is tried out with, and what holds for it. */
    @Component
    record Trial(TokenTrials trials, VirtualServers virtualServers, Policies policies, Confirmations confirmations) {}

    @GetMapping("/add")
    Object choose(
            @PathVariable String slug, @RequestParam(defaultValue = "") String replaces, HttpServletRequest request) {
        return allowed(slug, request, replaces, (visit, replaced) -> {
            Map<String, Object> model = new HashMap<>();
            model.put("allowed", enrollments.isAllowed(visit.id(), visit.user()));
            model.put("signedIn", visit.known().filter(Known::isSignedIn).isPresent());
            model.put("replaces", replaced.map(TokenCard::id).orElse(""));
            model.put("replacesName", replaced.map(TokenCard::name).orElse(""));
            model.put("platforms", Platform.where(rules(visit)::allowSystem));
            return visit.view("add", model);
        });
    }

    @PostMapping("/add")
    Object begin(
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String platform,
            @RequestParam(defaultValue = "") String replaces,
            HttpServletRequest request) {
        return allowed(slug, request, replaces, (visit, replaced) -> {
            Platform chosen = PortalIds.platform(platform);
            TokenId old = replaced.map(card -> PortalIds.token(card.id())).orElse(null);
            return switch (enrollments.start(visit.id(), visit.user(), old, visit.ip())) {
                case SelfEnrollments.Start.Started(UUID id) -> {
                    visit.renew();
                    visit.keep(new Adding(id, chosen, null));
                    yield visit.to("/add/app");
                }
                case SelfEnrollments.Start.NotAllowed no -> visit.to("/add");
                case SelfEnrollments.Start.NoneLeft none -> {
                    visit.say("look", "NONE_LEFT");
                    yield visit.to("/add");
                }
            };
        });
    }

    @GetMapping("/add/app")
    Object app(@PathVariable String slug, HttpServletRequest request) {
        return adding(slug, request, (visit, adding) -> {
            Optional<SelfEnrollment> begun = enrollments.find(visit.id(), visit.user(), adding.id());
            EnrollmentState state = begun.flatMap(found -> enrollment.state(visit.id(), found.enrollment()))
                    .orElseGet(EnrollmentState.Expired::new);
            return switch (state) {
                case EnrollmentState.Open open -> enrolling(visit, adding, begun.orElseThrow());
                case EnrollmentState.Claimed claimed -> enrolling(visit, adding, begun.orElseThrow());
                case EnrollmentState.Completed completed -> visit.view("try", Map.of());
                case EnrollmentState.Expired expired -> visit.view("add-over", Map.of());
                case EnrollmentState.Revoked revoked -> visit.view("add-over", Map.of());
                case EnrollmentState.Failed failed -> visit.view("add-over", Map.of());
            };
        });
    }

    private EnrollmentRules rules(PortalVisit visit) {
        return trial.policies.current(visit.id()).enrollment();
    }

    private Object enrolling(PortalVisit visit, Adding adding, SelfEnrollment begun) {
        Optional<ActivationString> activation = enrollment.shown(visit.id(), begun.enrollment());
        Map<String, Object> model = new HashMap<>();
        model.put("virtualServer", visit.virtualServer());
        model.put("app", settings.appOrigin());
        model.put("platform", adding.platform());
        model.put("here", adding.platform().isHere(visit.visitor().os()));
        model.put("activation", activation.map(ActivationString::exposed).orElse(""));
        model.put(
                "link",
                activation
                        .map(string -> string.exposedLink(settings.appOrigin()))
                        .orElse(settings.appOrigin().toString()));
        model.put("enrollment", PortalIds.text(begun.enrollment()));
        model.put("qr", enrollment.showsQr(visit.id()));
        return visit.view("app", model);
    }

    /** Takes the word of the person: whether their app shows the number of the page. */
    @PostMapping("/add/word")
    Object word(
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String same,
            HttpServletRequest request) {
        return adding(slug, request, (visit, adding) -> {
            enrollments
                    .find(visit.id(), visit.user(), adding.id())
                    .ifPresent(begun -> trial.confirmations.say(
                            visit.id(),
                            visit.user(),
                            begun.enrollment(),
                            new PageWord(code, same.equals("yes")),
                            new Actor.User(visit.user()),
                            visit.ip()));
            return visit.to("/add/app");
        });
    }

    /** Has the new authenticator used once, on the login pages, where no other one counts. */
    @PostMapping("/add/try")
    Object tryOut(@PathVariable String slug, HttpServletRequest request) {
        return adding(
                slug,
                request,
                (visit, adding) -> enrollments
                        .find(visit.id(), visit.user(), adding.id())
                        .map(begun -> {
                            SignIn signIn = trial.trials.begin(
                                    trial.virtualServers.selfService(visit.id()),
                                    "portal",
                                    visit.visitor(),
                                    visit.account(),
                                    begun.token());
                            visit.keep(adding.tried(signIn.id().value()));
                            return visits.goOn(visit, signIn, "/add/done");
                        })
                        .orElseGet(() -> visit.to("/add/app")));
    }

    /** Here a browser arrives whose new authenticator was used; whether it was that one, its sign-in says. */
    @GetMapping("/add/done")
    Object done(@PathVariable String slug, HttpServletRequest request) {
        return adding(slug, request, (visit, adding) -> {
            UUID signIn = adding.trial();
            Optional<SelfEnrollment> begun = enrollments.find(visit.id(), visit.user(), adding.id());
            if (signIn == null
                    || begun.isEmpty()
                    || !enrollments.prove(begun.get(), new SignInId(signIn), visit.ip())) {
                return visit.to("/add/app");
            }
            visit.forget(Adding.class);
            return visit.view("done", Map.of("replaced", begun.get().replaces() != null));
        });
    }

    @PostMapping("/add/cancel")
    Object cancel(@PathVariable String slug, HttpServletRequest request) {
        return adding(slug, request, (visit, adding) -> {
            enrollments.find(visit.id(), visit.user(), adding.id()).ifPresent(enrollments::giveUp);
            visit.forget(Adding.class);
            visit.say("look", "GIVEN_UP");
            return visit.to("");
        });
    }

    /**
     * Somebody with two fresh factors may; so may somebody with mail and password who has no authenticator yet. Others prove
     * themselves first.
     */
    private Object allowed(
            String slug,
            HttpServletRequest request,
            String replaces,
            BiFunction<PortalVisit, Optional<TokenCard>, Object> work) {
        PortalVisit visit = visits.at(slug, request);
        Known known = visit.known().orElse(null);
        if (known == null) {
            return visit.to("");
        }
        boolean first = known.proof() == Known.Proof.MAIL_AND_PASSWORD
                && replaces.isEmpty()
                && !enrollments.hasAny(visit.id(), visit.user());
        String page = replaces.isEmpty() ? "/add" : "/add?replaces=" + PortalIds.token(replaces);
        return first
                ? work.apply(visit, Optional.empty())
                : visits.fresh(
                        slug,
                        request,
                        page,
                        fresh -> work.apply(
                                fresh,
                                replaces.isEmpty() ? Optional.empty() : Optional.of(cards.card(fresh, replaces))));
    }

    private Object adding(String slug, HttpServletRequest request, BiFunction<PortalVisit, Adding, Object> step) {
        PortalVisit visit = visits.at(slug, request);
        Optional<Adding> adding = visit.known().flatMap(known -> visit.kept(Adding.class));
        return adding.map(found -> step.apply(visit, found)).orElseGet(() -> visit.to(""));
    }
}
