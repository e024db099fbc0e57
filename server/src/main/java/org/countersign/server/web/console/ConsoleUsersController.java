package org.countersign.server.web.console;

import java.util.List;
import java.util.Optional;
import org.countersign.server.tokens.RegisterEntry;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UnacceptableEntry;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about users. */
@Controller
public final class ConsoleUsersController {
    private static final int RECENT = 10;

    private final Users users;
    private final Tokens tokens;
    private final TokenRegister register;
    private final Activities activities;

    ConsoleUsersController(Users users, Tokens tokens, TokenRegister register, Activities activities) {
        this.users = users;
        this.tokens = tokens;
        this.register = register;
        this.activities = activities;
    }

    @GetMapping("/console/{slug}/users")
    ModelAndView list(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String after) {
        List<UserAccount> found = users.page(visit.id(), q, after.isEmpty() ? null : after, ConsoleView.ROWS + 1);
        boolean more = found.size() > ConsoleView.ROWS;
        List<UserAccount> shown = more ? found.subList(0, ConsoleView.ROWS) : found;
        String next =
                more ? visit.link("/users", "q", q, "after", shown.getLast().userName()) : null;
        return ConsoleView.page("users", visit, new ListPage(q, shown, next, !after.isEmpty()));
    }

    @GetMapping("/console/{slug}/users/new")
    ModelAndView newUser(OperatorVisit visit) {
        return ConsoleView.page("user-new", visit, new NewUserPage("", "", "", null));
    }

    @PostMapping("/console/{slug}/users")
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
            wrong = field(refused);
        }
        NewUserPage again = new NewUserPage(userName, displayName, mail, wrong);
        return ConsoleView.page("user-new", visit, again, HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @GetMapping("/console/{slug}/users/{id}")
    ModelAndView detail(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String done) {
        UserAccount user = find(visit, id);
        return ConsoleView.page(
                "user",
                visit,
                new UserPage(
                        user,
                        register.withDevices(visit.id(), tokens.of(visit.id(), user.id())),
                        activities.ofUser(visit.id(), user.id(), RECENT),
                        done));
    }

    @GetMapping("/console/{slug}/users/{id}/mail")
    ModelAndView mailForm(OperatorVisit visit, @PathVariable String id) {
        UserAccount user = find(visit, id);
        return ConsoleView.page("user-mail", visit, new MailPage(user, user.mail() == null ? "" : user.mail(), false));
    }

    @PostMapping("/console/{slug}/users/{id}/mail")
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

    private static NewUserPage.Field field(UnacceptableEntry refused) {
        return switch (refused.what()) {
            case USER_NAME -> NewUserPage.Field.USER_NAME;
            case DISPLAY_NAME -> NewUserPage.Field.DISPLAY_NAME;
            case MAIL -> NewUserPage.Field.MAIL;
            case PASSWORD -> NewUserPage.Field.PASSWORD;
            case CONTAINER_NAME, GROUP_NAME -> throw refused;
        };
    }

    /**
     * What the list of users shows.
     *
     * @param next address of the next page, or none
     * @param further whether this is not the first page
     */
    public record ListPage(
            String query, List<UserAccount> users, @Nullable String next, boolean further) {}

    /**
     * What the page of one user shows.
     *
     * @param done what the operator did a moment ago: {@code created}, {@code mail}, or nothing
     */
    public record UserPage(UserAccount user, List<RegisterEntry> tokens, List<Activity> recent, String done) {}

    /**
     * What the form for a user's mail address shows.
     *
     * @param wrong whether what was typed is no mail address
     */
    public record MailPage(UserAccount user, String mail, boolean wrong) {}
}
