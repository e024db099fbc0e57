package org.countersign.server.web.console.people;

import org.countersign.server.enrollment.Departures;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.PasswordLinks;
import org.countersign.server.users.Renaming;
import org.countersign.server.users.UnacceptableEntry;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserStates;
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

/** What operators do with one user: change, keep out and let in, passwords, delete. */
@Controller
public final class ConsoleUserActsController {
    private final Users users;
    private final UserStates states;
    private final PasswordLinks passwords;
    private final Departures departures;

    ConsoleUserActsController(Users users, UserStates states, PasswordLinks passwords, Departures departures) {
        this.users = users;
        this.states = states;
        this.passwords = passwords;
        this.departures = departures;
    }

    @GetMapping("/console/{slug}/users/{id}/change")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView changeForm(OperatorVisit visit, @PathVariable String id) {
        UserAccount user = find(visit, id);
        NewUserPage now =
                new NewUserPage(user.userName(), user.displayName(), user.mail() == null ? "" : user.mail(), null);
        return ConsoleView.page("user-change", visit, new ChangePage(user, now));
    }

    @PostMapping("/console/{slug}/users/{id}/change")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView change(
            OperatorVisit visit,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String userName,
            @RequestParam(defaultValue = "") String displayName,
            @RequestParam(defaultValue = "") String mail) {
        UserAccount user = find(visit, id);
        NewUserPage.Field wrong;
        try {
            Renaming renaming = users.change(visit.id(), user.id(), userName, displayName, mail, visit.actor());
            if (renaming == Renaming.RENAMED) {
                return ConsoleView.onTo(visit, "/users/" + user.id() + "?done=changed");
            }
            wrong = NewUserPage.Field.USER_NAME_TAKEN;
        } catch (UnacceptableEntry refused) {
            wrong = NewUserPage.field(refused);
        }
        NewUserPage again = new NewUserPage(userName, displayName, mail, wrong);
        return ConsoleView.page("user-change", visit, new ChangePage(user, again), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @GetMapping("/console/{slug}/users/{id}/disable")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView askToDisable(OperatorVisit visit, @PathVariable String id) {
        UserAccount user = find(visit, id);
        return user.state() == UserAccount.State.DISABLED
                ? ConsoleView.onTo(visit, "/users/" + user.id())
                : ConsoleView.page(
                        "user-disable", visit, new LeavePage(user, departures.consequences(visit.id(), user.id())));
    }

    @PostMapping("/console/{slug}/users/{id}/disable")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView disable(OperatorVisit visit, @PathVariable String id) {
        UserAccount user = find(visit, id);
        return back(visit, user, states.disable(visit.id(), user.id(), visit.actor()), "disabled");
    }

    @PostMapping("/console/{slug}/users/{id}/enable")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView enable(OperatorVisit visit, @PathVariable String id) {
        UserAccount user = find(visit, id);
        return back(visit, user, states.enable(visit.id(), user.id(), visit.actor()), "enabled");
    }

    @PostMapping("/console/{slug}/users/{id}/unlock")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView unlock(OperatorVisit visit, @PathVariable String id) {
        UserAccount user = find(visit, id);
        return back(visit, user, states.unlock(visit.id(), user.id(), visit.actor()), "unlocked");
    }

    @GetMapping("/console/{slug}/users/{id}/password")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView passwordForm(OperatorVisit visit, @PathVariable String id) {
        return ConsoleView.page("user-password", visit, new PasswordPage(find(visit, id), null));
    }

    @PostMapping("/console/{slug}/users/{id}/password")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView setPassword(
            OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String password) {
        UserAccount user = find(visit, id);
        try {
            passwords.set(visit.id(), user.id(), password, visit.actor());
        } catch (UnacceptableEntry refused) {
            return passwordAgain(visit, user, "console.user.wrong.PASSWORD");
        }
        return ConsoleView.onTo(visit, "/users/" + user.id() + "?done=password");
    }

    @PostMapping("/console/{slug}/users/{id}/password-link")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView sendLink(OperatorVisit visit, @PathVariable String id) {
        UserAccount user = find(visit, id);
        return switch (passwords.send(visit.id(), user.id(), visit.actor())) {
            case SENT -> ConsoleView.onTo(visit, "/users/" + user.id() + "?done=link");
            case NO_MAIL -> passwordAgain(visit, user, "people.password.no-mail");
            case NOT_ACTIVE -> passwordAgain(visit, user, "people.password.not-active");
            case UNKNOWN -> throw ConsoleIds.notFound();
        };
    }

    @GetMapping("/console/{slug}/users/{id}/delete")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.REMOVE)
    ModelAndView askToDelete(OperatorVisit visit, @PathVariable String id) {
        UserAccount user = find(visit, id);
        return ConsoleView.page(
                "user-delete", visit, new LeavePage(user, departures.consequences(visit.id(), user.id())));
    }

    @PostMapping("/console/{slug}/users/{id}/delete")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.REMOVE)
    ModelAndView delete(OperatorVisit visit, @PathVariable String id) {
        UserAccount user = find(visit, id);
        if (!departures.delete(visit.id(), user.id(), visit.actor())) {
            throw ConsoleIds.notFound();
        }
        return ConsoleView.onTo(visit, "/users?done=deleted&count=1");
    }

    private UserAccount find(OperatorVisit visit, String id) {
        return users.find(visit.id(), ConsoleIds.user(id)).orElseThrow(ConsoleIds::notFound);
    }

    private static ModelAndView back(OperatorVisit visit, UserAccount user, boolean done, String what) {
        return ConsoleView.onTo(visit, "/users/" + user.id() + (done ? "?done=" + what : ""));
    }

    private static ModelAndView passwordAgain(OperatorVisit visit, UserAccount user, String problem) {
        return ConsoleView.page(
                "user-password", visit, new PasswordPage(user, problem), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** What the form to change a user shows. */
    public record ChangePage(UserAccount user, NewUserPage form) {}

    /** What the pages show that ask before a user is kept out or deleted. */
    public record LeavePage(UserAccount user, Departures.Consequences consequences) {}

    /**
     * What the page about a user's password shows.
     *
     * @param problem key of the text that says what is wrong, or none
     */
    public record PasswordPage(UserAccount user, @Nullable String problem) {}
}
