package org.countersign.server.web.console.people;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.countersign.server.recovery.Recovery;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Container;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Groups;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.UnacceptableEntry;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserStates;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.activity.Activities;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages to find users, to see one, and to create them. */
@Controller
public final class ConsoleUsersController {
    private static final int RECENT = 15;

    private final Users users;
    private final Standing standing;
    private final Tokens tokens;
    private final TokenRegister register;
    private final Activities activities;

    ConsoleUsersController(
            Users users, Standing standing, Tokens tokens, TokenRegister register, Activities activities) {
        this.users = users;
        this.standing = standing;
        this.tokens = tokens;
        this.register = register;
        this.activities = activities;
    }

    /** Where people stand, whether they may sign in, and how without a token. */
    @Component
    record Standing(UserStates states, Groups groups, Containers containers, Recovery recovery) {}

    @GetMapping("/console/{slug}/users")
    @Needs(OperatorModule.USERS)
    ModelAndView list(
            OperatorVisit visit,
            PeopleSearch search,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String count) {
        List<UserAccount> found =
                users.page(visit.id(), search.filter(), after.isEmpty() ? null : after, ConsoleView.ROWS + 1);
        boolean more = found.size() > ConsoleView.ROWS;
        List<UserAccount> shown = more ? found.subList(0, ConsoleView.ROWS) : found;
        return ConsoleView.page(
                "users",
                visit,
                new UserListPage(
                        search,
                        shown,
                        standing.containers.of(visit.id()).stream()
                                .collect(Collectors.toMap(
                                        Container::id, Function.identity(), (one, other) -> one, LinkedHashMap::new)),
                        standing.groups.of(visit.id()),
                        more ? search.link(visit, shown.getLast().userName()) : null,
                        !after.isEmpty(),
                        done,
                        ConsoleIds.count(count)));
    }

    @GetMapping("/console/{slug}/users/new")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.ADD)
    ModelAndView newUser(OperatorVisit visit) {
        return ConsoleView.page("user-new", visit, new NewUserPage("", "", "", null));
    }

    @PostMapping("/console/{slug}/users")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.ADD)
    ModelAndView create(
            OperatorVisit visit,
            @RequestParam String userName,
            @RequestParam String displayName,
            @RequestParam String mail,
            @RequestParam String password) {
        NewUserPage.Field wrong;
        try {
            String shownName = displayName.isBlank() ? userName : displayName;
            Optional<UserAccount> created =
                    users.create(visit.id(), userName, shownName, mail, password, visit.actor());
            if (created.isPresent()) {
                return ConsoleView.onTo(visit, "/users/" + created.get().id() + "?done=created");
            }
            wrong = NewUserPage.Field.USER_NAME_TAKEN;
        } catch (UnacceptableEntry refused) {
            wrong = NewUserPage.field(refused);
        }
        NewUserPage again = new NewUserPage(userName, displayName, mail, wrong);
        return ConsoleView.page("user-new", visit, again, HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @GetMapping("/console/{slug}/users/{id}")
    @Needs(OperatorModule.USERS)
    ModelAndView detail(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String done) {
        UserAccount user = find(visit, id);
        return ConsoleView.page(
                "user",
                visit,
                new UserPage(
                        user,
                        Optional.ofNullable(user.placement().container())
                                .flatMap(container -> standing.containers.find(visit.id(), container))
                                .map(Container::name)
                                .orElse(null),
                        standing.groups.of(visit.id(), user.id()),
                        standing.states.pausedUntil(user).orElse(null),
                        register.withDevices(visit.id(), tokens.of(visit.id(), user.id())),
                        standing.recovery.held(visit.id(), user.id()),
                        activities.ofUser(visit.id(), user.id(), RECENT),
                        done));
    }

    @GetMapping("/console/{slug}/users/{id}/mail")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView mailForm(OperatorVisit visit, @PathVariable String id) {
        UserAccount user = find(visit, id);
        return ConsoleView.page("user-mail", visit, new MailPage(user, user.mail() == null ? "" : user.mail(), false));
    }

    @PostMapping("/console/{slug}/users/{id}/mail")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView changeMail(OperatorVisit visit, @PathVariable String id, @RequestParam String mail) {
        UserAccount user = find(visit, id);
        try {
            users.changeMail(visit.id(), user.id(), mail, visit.actor());
        } catch (UnacceptableEntry refused) {
            MailPage again = new MailPage(user, mail, true);
            return ConsoleView.page("user-mail", visit, again, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return ConsoleView.onTo(visit, "/users/" + user.id() + "?done=mail");
    }

    private UserAccount find(OperatorVisit visit, String id) {
        return users.find(visit.id(), ConsoleIds.user(id)).orElseThrow(ConsoleIds::notFound);
    }

    /**
     * What the form for a user's mail address shows.
     *
     * @param wrong whether what was typed is no mail address
     */
    public record MailPage(UserAccount user, String mail, boolean wrong) {}
}
