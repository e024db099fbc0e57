package org.countersign.server.web.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.countersign.server.kernel.UserId;
import org.countersign.server.recovery.TemporaryPasscodes;
import org.countersign.server.selfservice.MailCodeCheck;
import org.countersign.server.selfservice.MailCodes;
import org.countersign.server.web.shell.Moments;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A temporary passcode for somebody without their phone, who has typed their password and reads their mail. */
@Controller
@RequestMapping("/portal/{slug}/temporary")
class PortalTemporaryController {
    private static final int LONGEST = 64;

    private final PortalVisits visits;
    private final MailCodes codes;
    private final TemporaryPasscodes passcodes;

    PortalTemporaryController(PortalVisits visits, MailCodes codes, TemporaryPasscodes passcodes) {
        this.visits = visits;
        this.codes = codes;
        this.passcodes = passcodes;
    }

    /** Sends the code that is asked for next. */
    @PostMapping("/start")
    Object start(@PathVariable String slug, HttpServletRequest request) {
        return known(slug, request, visit -> {
            Optional<UUID> code = codes.send(
                    visit.id(), visit.account().userName(), MailCodes.Purpose.TEMPORARY_PASSCODE, visit.ip());
            if (code.isEmpty()) {
                visit.say("look", "CODES_PAUSED");
                return visit.kept(TemporaryWalk.class).isPresent() ? visit.to("/temporary") : visit.to("/lost/done");
            }
            visit.renew();
            visit.keep(new TemporaryWalk(code.get()));
            return visit.to("/temporary");
        });
    }

    @GetMapping
    Object code(@PathVariable String slug, HttpServletRequest request) {
        return known(
                slug,
                request,
                visit -> visit.kept(TemporaryWalk.class).isPresent()
                        ? visit.view(
                                "temporary", Map.of("userName", visit.account().userName()))
                        : visit.to(""));
    }

    /** The passcode stands in the answer, and nowhere else ever. */
    @PostMapping
    Object give(@PathVariable String slug, @RequestParam(defaultValue = "") String code, HttpServletRequest request) {
        return known(slug, request, visit -> {
            TemporaryWalk walk = visit.kept(TemporaryWalk.class).orElse(null);
            if (walk == null) {
                return visit.to("");
            }
            return switch (codes.check(visit.id(), walk.code(), code.length() > LONGEST ? "" : code, visit.ip())) {
                case MailCodeCheck.Right(UserId user) -> given(visit, user);
                case MailCodeCheck.Wrong(int left) -> {
                    visit.say("bad", left == 1 ? "CODE_WRONG_LAST" : "CODE_WRONG", left);
                    yield visit.to("/temporary");
                }
                case MailCodeCheck.Over over -> {
                    visit.say("look", "CODE_OVER");
                    yield visit.to("/temporary");
                }
            };
        });
    }

    private Object given(PortalVisit visit, UserId user) {
        visit.forget(TemporaryWalk.class);
        visit.renew();
        Optional<TemporaryPasscodes.Given> given =
                user.equals(visit.user()) ? passcodes.give(visit.id(), user, visit.ip()) : Optional.empty();
        if (given.isEmpty()) {
            visit.say("look", "ENOUGH_TEMPORARY");
            return visit.to("/lost/done");
        }
        return visit.view(
                "temporary-given",
                Map.of(
                        "passcode",
                        given.get().exposed(),
                        "until",
                        Moments.words(given.get().until()),
                        "once",
                        given.get().once()));
    }

    private Object known(String slug, HttpServletRequest request, Function<PortalVisit, Object> work) {
        PortalVisit visit = visits.at(slug, request);
        return visit.known().isPresent() && passcodes.isAllowed(visit.id()) ? work.apply(visit) : visit.to("");
    }
}
