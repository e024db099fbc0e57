package org.countersign.server.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.audit.Actor;
import org.countersign.server.authentication.OperatorSignIns;
import org.countersign.server.enrollment.ActivationString;
import org.countersign.server.enrollment.Confirmations;
import org.countersign.server.enrollment.Enrollment;
import org.countersign.server.enrollment.OfferOutcome;
import org.countersign.server.enrollment.PageWord;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorSession;
import org.countersign.server.users.OperatorSessions;
import org.countersign.server.virtualservers.VirtualServer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The one thing that an operator can do who needs an authenticator and has none: enroll it. After that it is asked for, as at every
 * sign-in from then on.
 */
@Controller
@Open("the session says that the password was right, and is good for this alone")
@RequestMapping("/console/{slug}/sign-in/enroll")
public final class OperatorEnrollController {
    private final OperatorDoor door;
    private final OperatorSessions sessions;
    private final OperatorSignIns signIns;
    private final Enrollment enrollment;
    private final Confirmations confirmations;
    private final Tokens tokens;
    private final CountersignSettings settings;

    OperatorEnrollController(
            OperatorDoor door,
            OperatorSessions sessions,
            OperatorSignIns signIns,
            Enrollment enrollment,
            Confirmations confirmations,
            Tokens tokens,
            CountersignSettings settings) {
        this.door = door;
        this.sessions = sessions;
        this.signIns = signIns;
        this.enrollment = enrollment;
        this.confirmations = confirmations;
        this.tokens = tokens;
        this.settings = settings;
    }

    @GetMapping
    ModelAndView page(
            @PathVariable String slug, @RequestParam(defaultValue = "") String said, HttpServletRequest request) {
        return door.find(slug, request)
                .filter(OperatorEnrollController::enrolls)
                .map(arrival -> view(arrival, null, said))
                .orElseGet(() -> OperatorDoor.toSignIn(slug));
    }

    /** Shows code, link and activation string in the answer, which is the only place where they ever stand. */
    @PostMapping
    ModelAndView offer(@PathVariable String slug, HttpServletRequest request) {
        OperatorArrival arrival = door.find(slug, request)
                .filter(OperatorEnrollController::enrolls)
                .orElse(null);
        if (arrival == null) {
            return OperatorDoor.toSignIn(slug);
        }
        Operator operator = arrival.session().operator();
        Actor actor = new Actor.Operator(operator.id());
        if (tokens.inventory(operator.virtualServer()) == 0) {
            // An empty inventory must not keep those out who could fill it.
            tokens.allocate(operator.virtualServer(), 1, new Actor.Server());
        }
        return switch (enrollment.offerOnPage(operator.virtualServer(), operator.user(), actor)) {
            case OfferOutcome.Offered offered -> view(arrival, offered, "");
            case OfferOutcome.NoInventory none -> view(arrival, null, "inventory");
            case OfferOutcome.UnknownUser unknown -> OperatorDoor.toSignIn(slug);
        };
    }

    /** Takes the word of the operator: whether their app shows the number of the page. */
    @PostMapping("/word")
    ModelAndView word(
            @PathVariable String slug,
            @RequestParam(name = "enrollment", defaultValue = "") String id,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String same,
            HttpServletRequest request) {
        OperatorArrival arrival = door.find(slug, request)
                .filter(OperatorEnrollController::enrolls)
                .orElse(null);
        if (arrival == null) {
            return OperatorDoor.toSignIn(slug);
        }
        Operator operator = arrival.session().operator();
        read(id).ifPresent(found -> confirmations.say(
                operator.virtualServer(),
                operator.user(),
                found,
                new PageWord(code, same.equals("yes")),
                new Actor.Operator(operator.id()),
                request.getRemoteAddr()));
        return OperatorDoor.to("/console/" + slug + "/sign-in/enroll");
    }

    /** Goes on to the second factor once there is one. */
    @PostMapping("/done")
    ModelAndView done(@PathVariable String slug, HttpServletRequest request, HttpServletResponse response) {
        OperatorArrival arrival = door.find(slug, request)
                .filter(OperatorEnrollController::enrolls)
                .orElse(null);
        if (arrival == null) {
            return OperatorDoor.toSignIn(slug);
        }
        OperatorSession session = arrival.session();
        if (!signIns.hasAuthenticator(session.operator())) {
            return OperatorDoor.to("/console/" + slug + "/sign-in/enroll?said=not-yet");
        }
        return arrival.signIn()
                .flatMap(signIn -> sessions.await(arrival.key(), signIn.id(), session.next()))
                .map(key -> {
                    door.hand(request, response, arrival.virtualServer(), key);
                    return OperatorDoor.to(arrival.address());
                })
                .orElseGet(() -> OperatorDoor.toSignIn(slug));
    }

    private static boolean enrolls(OperatorArrival arrival) {
        return arrival.session().stage() == OperatorSession.Stage.ENROLL;
    }

    private ModelAndView view(OperatorArrival arrival, OfferOutcome.@Nullable Offered offered, String said) {
        return new ModelAndView(
                "console/enroll",
                Map.of(
                        "view",
                        new EnrollPage(
                                arrival.virtualServer(),
                                arrival.session().operator().userName(),
                                switch (said) {
                                    case "not-yet", "inventory" -> said;
                                    default -> "";
                                },
                                enrollment.showsQr(arrival.virtualServer().id()),
                                offered == null ? null : offer(arrival.virtualServer(), offered))));
    }

    private Offer offer(VirtualServer virtualServer, OfferOutcome.Offered offered) {
        return new Offer(
                offered.activation(),
                offered.activation().exposedLink(settings.appOrigin()),
                "/o/" + virtualServer.slug() + "/enroll/state/" + text(offered.enrollment()));
    }

    private static Optional<EnrollmentId> read(String id) {
        return Base64Url.decode(id)
                .filter(bytes -> bytes.length == 16)
                .map(ByteBuffer::wrap)
                .map(bytes -> new EnrollmentId(new UUID(bytes.getLong(), bytes.getLong())));
    }

    private static String text(EnrollmentId id) {
        return Base64Url.encode(ByteBuffer.allocate(16)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .array());
    }

    /**
     * What the page shows.
     *
     * @param said {@code not-yet}, {@code inventory}, or empty
     * @param qr whether the link is shown as a QR code too
     * @param offer what to enroll with, in the answer to the request for it only
     */
    public record EnrollPage(
            VirtualServer virtualServer,
            String userName,
            String said,
            boolean qr,
            @Nullable Offer offer) {
        /** Returns the address of the steps. */
        public String address() {
            return "/console/" + virtualServer.slug() + "/sign-in/enroll";
        }
    }

    /** What an app enrolls with; it holds the one-time secret, so it shows nothing of itself. */
    public static final class Offer {
        private final ActivationString activation;
        private final String link;
        private final String state;

        private Offer(ActivationString activation, String link, String state) {
            this.activation = activation;
            this.link = link;
            this.state = state;
        }

        /** Returns the activation string, to be shown on this one page. */
        public String exposedText() {
            return activation.exposed();
        }

        /** Returns the link that opens the app. */
        public String exposedLink() {
            return link;
        }

        /** Returns the address that tells how the enrollment stands. */
        public String state() {
            return state;
        }
    }
}
