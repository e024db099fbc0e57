package org.countersign.server.web.console.provisioning;

import org.countersign.server.enrollment.StandardApps;
import org.countersign.server.enrollment.StandardOffer;
import org.countersign.server.kernel.UserId;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's page that gives a user a token for a standard authenticator app. */
@Controller
public final class ConsoleStandardAppController {
    private final StandardApps apps;
    private final Users users;
    private final Tokens tokens;

    ConsoleStandardAppController(StandardApps apps, Users users, Tokens tokens) {
        this.apps = apps;
        this.users = users;
        this.tokens = tokens;
    }

    @GetMapping("/console/{slug}/users/{id}/standard-app")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView ask(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String done) {
        return page(
                visit,
                find(visit, id),
                apps.isAllowed(visit.id()) ? null : "forbidden",
                done.equals("mailed"),
                HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/users/{id}/standard-app")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView offer(OperatorVisit visit, @PathVariable String id) {
        UserAccount user = find(visit, id);
        UserId userId = user.id();
        return switch (apps.offer(visit.id(), userId, visit.actor())) {
            case StandardOffer.Mailed mailed ->
                ConsoleView.onTo(visit, "/users/" + userId + "/standard-app?done=mailed");
            case StandardOffer.Forbidden none -> refused(visit, user, "forbidden");
            case StandardOffer.UnknownUser none -> refused(visit, user, "user");
            case StandardOffer.NoMailAddress none -> refused(visit, user, "mail");
            case StandardOffer.NoInventory none -> refused(visit, user, "inventory");
        };
    }

    private ModelAndView refused(OperatorVisit visit, UserAccount user, String problem) {
        return page(visit, user, problem, false, HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private ModelAndView page(
            OperatorVisit visit, UserAccount user, @Nullable String problem, boolean mailed, HttpStatus status) {
        return ConsoleView.page(
                "standard-app",
                visit,
                new StandardAppPage(user, problem, mailed, tokens.inventory(visit.id())),
                status);
    }

    private UserAccount find(OperatorVisit visit, String id) {
        return users.find(visit.id(), ConsoleIds.user(id)).orElseThrow(ConsoleIds::notFound);
    }

    /**
     * What the page shows.
     *
     * @param problem why it cannot be done, as texts name it, or none
     * @param mailed whether the mail went out a moment ago
     */
    public record StandardAppPage(
            UserAccount user, @Nullable String problem, boolean mailed, int free) {}
}
