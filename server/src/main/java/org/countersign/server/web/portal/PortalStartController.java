package org.countersign.server.web.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.countersign.server.authentication.PasswordStep;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.authentication.SignIns;
import org.countersign.server.kernel.UserId;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.SelfServiceRules;
import org.countersign.server.selfservice.MailCodeCheck;
import org.countersign.server.selfservice.MailCodes;
import org.countersign.server.selfservice.SelfEnrollments;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * From the user name to being known: a code by mail, then the password. Names without an account walk the same way; a step
 * without the one before it leads back to the start.
 */
@Controller
@RequestMapping("/portal/{slug}")
class PortalStartController {
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST = 256;

    private final PortalVisits visits;
    private final Rules rules;
    private final MailCodes codes;
    private final SignIns signIns;
    private final SelfEnrollments enrollments;
    private final InstantSource time;

    PortalStartController(
            PortalVisits visits,
            Rules rules,
            MailCodes codes,
            SignIns signIns,
            SelfEnrollments enrollments,
            InstantSource time) {
        this.visits = visits;
        this.rules = rules;
        this.codes = codes;
        this.signIns = signIns;
        this.enrollments = enrollments;
        this.time = time;
    }

    /** What holds for everybody here. */
    @Component
    record Rules(Policies policies, VirtualServers virtualServers) {}

    @GetMapping({"", "/"})
    Object start(@PathVariable String slug, HttpServletRequest request) {
        PortalVisit visit = visits.at(slug, request);
        if (visit.known().filter(Known::isSignedIn).isPresent()) {
            return visit.to("/tokens");
        }
        if (visit.virtualServer().suspended()) {
            visit.say("look", "SUSPENDED");
        }
        SelfServiceRules allowed = rules.policies.current(visit.id()).selfService();
        String name = visit.kept(Walk.class).map(Walk::userName).orElse("");
        return visit.view("start", Map.of("canAdd", allowed.enroll() || allowed.replace(), "userName", name));
    }

    @PostMapping("/start")
    Object begin(
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String userName,
            @RequestParam(defaultValue = "") String way,
            HttpServletRequest request) {
        PortalVisit visit = visits.at(slug, request);
        String name = userName.strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            visit.say("bad", "NO_NAME");
            return visit.to("");
        }
        return switch (way) {
            case "sign-in" -> visits.signIn(visit, "/tokens", name);
            case "lost" -> {
                visit.renew();
                visit.keep(new Walk(Walk.Way.LOST, name, null, null));
                yield visit.to("/password");
            }
            default -> add(visit, name);
        };
    }

    private Object add(PortalVisit visit, String name) {
        SelfServiceRules allowed = rules.policies.current(visit.id()).selfService();
        if (!allowed.enroll() && !allowed.replace()) {
            visit.say("look", "NOT_BY_YOURSELF");
            return visit.to("");
        }
        visit.renew();
        return send(visit, new Walk(Walk.Way.ADD, name, null, null));
    }

    private Object send(PortalVisit visit, Walk walk) {
        Optional<UUID> code = codes.send(visit.id(), walk.userName(), MailCodes.Purpose.ENROLL, visit.ip());
        if (code.isEmpty()) {
            visit.say("look", "CODES_PAUSED");
            if (walk.code() == null) {
                return visit.to("");
            }
        }
        visit.keep(code.map(walk::sent).orElse(walk));
        return visit.to("/code");
    }

    @GetMapping("/code")
    Object code(@PathVariable String slug, HttpServletRequest request) {
        return at(
                slug,
                request,
                (visit, walk) -> walk.code() == null
                        ? visit.to("")
                        : walk.isAtPassword()
                                ? visit.to("/password")
                                : visit.view("code", Map.of("userName", walk.userName())));
    }

    @PostMapping("/code/again")
    Object again(@PathVariable String slug, HttpServletRequest request) {
        return at(slug, request, (visit, walk) -> {
            if (walk.code() == null || walk.isAtPassword()) {
                return visit.to("/code");
            }
            return send(visit, walk);
        });
    }

    @PostMapping("/code")
    Object check(@PathVariable String slug, @RequestParam(defaultValue = "") String code, HttpServletRequest request) {
        return at(slug, request, (visit, walk) -> {
            UUID sent = walk.code();
            if (sent == null || walk.isAtPassword()) {
                return visit.to("/code");
            }
            if (code.isBlank()) {
                visit.say("bad", "NO_CODE");
                return visit.to("/code");
            }
            String typed = code.length() > LONGEST ? "" : code;
            return switch (codes.check(visit.id(), sent, typed, visit.ip())) {
                case MailCodeCheck.Right(UserId user) -> {
                    visit.renew();
                    visit.keep(walk.confirmed(user.value()));
                    yield visit.to("/password");
                }
                case MailCodeCheck.Wrong(int left) -> {
                    visit.say("bad", left == 1 ? "CODE_WRONG_LAST" : "CODE_WRONG", left);
                    yield visit.to("/code");
                }
                case MailCodeCheck.Over over -> {
                    visit.say("look", "CODE_OVER");
                    yield visit.to("/code");
                }
            };
        });
    }

    @GetMapping("/password")
    Object password(@PathVariable String slug, HttpServletRequest request) {
        return at(
                slug,
                request,
                (visit, walk) -> walk.isAtPassword()
                        ? visit.view(
                                "password", Map.of("userName", walk.userName(), "lost", walk.way() == Walk.Way.LOST))
                        : visit.to("/code"));
    }

    @PostMapping("/password")
    Object checkPassword(
            @PathVariable String slug, @RequestParam(defaultValue = "") String password, HttpServletRequest request) {
        return at(slug, request, (visit, walk) -> {
            if (!walk.isAtPassword()) {
                return visit.to("/code");
            }
            if (password.isEmpty()) {
                visit.say("bad", "NO_PASSWORD");
                return visit.to("/password");
            }
            PasswordStep step = signIns.begin(
                    rules.virtualServers.selfService(visit.id()), "portal", visit.visitor(), walk.userName(), password);
            return switch (step) {
                case PasswordStep.SecondFactorNext(SignIn signIn) -> known(visit, walk, signIn);
                case PasswordStep.Refused refused -> refused(visit, "PASSWORD_REFUSED", 0);
                case PasswordStep.Paused(Instant until) -> refused(visit, "PASSWORD_PAUSED", minutes(until));
            };
        });
    }

    private Object known(PortalVisit visit, Walk walk, SignIn signIn) {
        UUID user = signIn.user().value();
        if (walk.way() == Walk.Way.LOST) {
            visit.forget(Walk.class);
            visits.know(visit, user, Known.Proof.PASSWORD);
            return visit.to("/lost");
        }
        if (!user.equals(walk.confirmed())) {
            return refused(visit, "PASSWORD_REFUSED", 0);
        }
        visit.forget(Walk.class);
        if (enrollments.hasAny(visit.id(), signIn.user())) {
            visit.renew();
            return visits.goOn(visit, signIn, "/add");
        }
        visits.know(visit, user, Known.Proof.MAIL_AND_PASSWORD);
        return visit.to("/add");
    }

    private static Object refused(PortalVisit visit, String why, int minutes) {
        visit.say(why.endsWith("PAUSED") ? "look" : "bad", why, minutes);
        return visit.to("/password");
    }

    @PostMapping("/sign-out")
    Object signOut(@PathVariable String slug, HttpServletRequest request, HttpServletResponse response) {
        PortalVisit visit = visits.at(slug, request);
        new SecurityContextLogoutHandler().logout(request, response, null);
        return visit.to("");
    }

    private int minutes(Instant until) {
        return (int) Math.max(1, (Duration.between(time.instant(), until).toSeconds() + 59) / 60);
    }

    private Object at(String slug, HttpServletRequest request, BiFunction<PortalVisit, Walk, Object> step) {
        PortalVisit visit = visits.at(slug, request);
        return visit.kept(Walk.class).map(walk -> step.apply(visit, walk)).orElseGet(() -> visit.to(""));
    }
}
