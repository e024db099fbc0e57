package org.countersign.server.web.console.people;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Groups;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's page that puts chosen people into a container or a group. Whom the operator chose stands in the address. */
@Controller
public final class ConsolePlaceController {
    private final Users users;
    private final Groups groups;
    private final Containers containers;

    ConsolePlaceController(Users users, Groups groups, Containers containers) {
        this.users = users;
        this.groups = groups;
        this.containers = containers;
    }

    @GetMapping("/console/{slug}/users/place")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView choose(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") List<String> user,
            @RequestParam(defaultValue = "") List<String> chosen) {
        // The list of users calls them what every list calls what is chosen there.
        return page(visit, Stream.concat(user.stream(), chosen.stream()).toList(), null, HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/users/place/container")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView move(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") List<String> user,
            @RequestParam(defaultValue = "") String container) {
        List<UserId> chosen = ConsoleGroupsController.ids(user);
        if (chosen.isEmpty()) {
            return page(visit, user, "people.place.nobody", HttpStatus.UNPROCESSABLE_CONTENT);
        }
        // Other containers that they do not see the database does not find for them.
        boolean toDefault = container.equals(PeopleSearch.DEFAULT_CONTAINER)
                && visit.operator().scope().sees(null);
        ContainerId target = toDefault
                ? null
                : ConsoleIds.uuid(container).map(ContainerId::new).orElse(null);
        OptionalInt moved = target == null && !toDefault
                ? OptionalInt.empty()
                : containers.move(visit.id(), chosen, target, visit.actor());
        return moved.isPresent()
                ? ConsoleView.onTo(visit, "/users?container=" + container + "&done=moved&count=" + moved.getAsInt())
                : page(visit, user, "people.place.container.choose", HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @PostMapping("/console/{slug}/users/place/group")
    @Needs(value = OperatorModule.GROUPS, act = OperatorAct.CHANGE)
    ModelAndView join(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") List<String> user,
            @RequestParam(defaultValue = "") String group) {
        List<UserId> chosen = ConsoleGroupsController.ids(user);
        if (chosen.isEmpty()) {
            return page(visit, user, "people.place.nobody", HttpStatus.UNPROCESSABLE_CONTENT);
        }
        OptionalInt joined = ConsoleIds.uuid(group)
                .map(id -> groups.add(visit.id(), ConsoleIds.group(id.toString()), chosen, visit.actor()))
                .orElse(OptionalInt.empty());
        return joined.isPresent()
                ? ConsoleView.onTo(visit, "/groups/" + group + "?done=joined&count=" + joined.getAsInt())
                : page(visit, user, "people.place.group.choose", HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private ModelAndView page(OperatorVisit visit, List<String> texts, @Nullable String problem, HttpStatus status) {
        List<UserAccount> chosen = users.named(visit.id(), ConsoleGroupsController.ids(texts)).values().stream()
                .filter(user -> user.state() != UserAccount.State.DELETED)
                .sorted(Comparator.comparing(UserAccount::userName, String.CASE_INSENSITIVE_ORDER))
                .toList();
        return ConsoleView.page(
                "people-place",
                visit,
                new PeoplePages.Place(
                        chosen,
                        visit.operator().scope().sees(null),
                        containers.of(visit.id()),
                        groups.of(visit.id()),
                        problem == null && chosen.isEmpty() ? "people.place.nobody" : problem),
                status);
    }
}
