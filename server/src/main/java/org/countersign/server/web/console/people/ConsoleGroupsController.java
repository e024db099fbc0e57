package org.countersign.server.web.console.people;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.server.kernel.UserId;
import org.countersign.server.users.Group;
import org.countersign.server.users.Groups;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Renaming;
import org.countersign.server.users.UnacceptableEntry;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserFilter;
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

/** The console's pages about groups and their members. */
@Controller
public final class ConsoleGroupsController {
    private static final int FOUND = 10;
    private static final int MOST_AT_ONCE = 100;

    private final Groups groups;
    private final Users users;

    ConsoleGroupsController(Groups groups, Users users) {
        this.groups = groups;
        this.users = users;
    }

    @GetMapping("/console/{slug}/groups")
    @Needs(OperatorModule.GROUPS)
    ModelAndView list(OperatorVisit visit, @RequestParam(defaultValue = "") String done) {
        return list(visit, "", null, done, HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/groups")
    @Needs(value = OperatorModule.GROUPS, act = OperatorAct.ADD)
    ModelAndView create(OperatorVisit visit, @RequestParam(defaultValue = "") String name) {
        String problem = "people.groups.taken";
        try {
            if (groups.create(visit.id(), name, visit.actor()).isPresent()) {
                return ConsoleView.onTo(visit, "/groups?done=created");
            }
        } catch (UnacceptableEntry refused) {
            problem = "people.name.wrong";
        }
        return list(visit, name, problem, "", HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @GetMapping("/console/{slug}/groups/{id}")
    @Needs(OperatorModule.GROUPS)
    ModelAndView detail(
            OperatorVisit visit,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "") String add,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String count) {
        Group group = find(visit, id);
        List<UserAccount> members = users.page(
                visit.id(),
                new UserFilter(q, null, group.id(), null),
                after.isEmpty() ? null : after,
                ConsoleView.ROWS + 1);
        boolean more = members.size() > ConsoleView.ROWS;
        List<UserAccount> shown = more ? members.subList(0, ConsoleView.ROWS) : members;
        return ConsoleView.page(
                "group",
                visit,
                new PeoplePages.One(
                        line(visit, group),
                        group,
                        null,
                        q,
                        shown,
                        more
                                ? visit.link(
                                        "/groups/" + group.id(),
                                        "q",
                                        q,
                                        "after",
                                        shown.getLast().userName())
                                : null,
                        !after.isEmpty(),
                        add,
                        outside(visit, group, add),
                        done,
                        ConsoleIds.count(count)));
    }

    @GetMapping("/console/{slug}/groups/{id}/rename")
    @Needs(value = OperatorModule.GROUPS, act = OperatorAct.CHANGE)
    ModelAndView renameForm(OperatorVisit visit, @PathVariable String id) {
        Group group = find(visit, id);
        return ConsoleView.page(
                "people-rename", visit, new PeoplePages.Act("groups", line(visit, group), group.name(), null));
    }

    @PostMapping("/console/{slug}/groups/{id}/rename")
    @Needs(value = OperatorModule.GROUPS, act = OperatorAct.CHANGE)
    ModelAndView rename(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String name) {
        Group group = find(visit, id);
        String problem = "people.groups.taken";
        try {
            if (groups.rename(visit.id(), group.id(), name, visit.actor()) == Renaming.RENAMED) {
                return ConsoleView.onTo(visit, "/groups/" + group.id() + "?done=renamed");
            }
        } catch (UnacceptableEntry refused) {
            problem = "people.name.wrong";
        }
        return ConsoleView.page(
                "people-rename",
                visit,
                new PeoplePages.Act("groups", line(visit, group), name, problem),
                HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @GetMapping("/console/{slug}/groups/{id}/remove")
    @Needs(value = OperatorModule.GROUPS, act = OperatorAct.REMOVE)
    ModelAndView askToRemove(OperatorVisit visit, @PathVariable String id) {
        Group group = find(visit, id);
        PeoplePages.Line exact = new PeoplePages.Line(
                group.id().toString(), group.name(), groups.count(visit.id(), group.id()), Integer.MAX_VALUE);
        return ConsoleView.page("people-remove", visit, new PeoplePages.Act("groups", exact, "", null));
    }

    @PostMapping("/console/{slug}/groups/{id}/remove")
    @Needs(value = OperatorModule.GROUPS, act = OperatorAct.REMOVE)
    ModelAndView remove(OperatorVisit visit, @PathVariable String id) {
        groups.remove(visit.id(), find(visit, id).id(), visit.actor());
        return ConsoleView.onTo(visit, "/groups?done=removed");
    }

    @PostMapping("/console/{slug}/groups/{id}/members")
    @Needs(value = OperatorModule.GROUPS, act = OperatorAct.CHANGE)
    ModelAndView add(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") List<String> user) {
        Group group = find(visit, id);
        int added = groups.add(visit.id(), group.id(), ids(user), visit.actor()).orElseThrow(ConsoleIds::notFound);
        return ConsoleView.onTo(visit, "/groups/" + group.id() + "?done=joined&count=" + added);
    }

    @PostMapping("/console/{slug}/groups/{id}/members/remove")
    @Needs(value = OperatorModule.GROUPS, act = OperatorAct.CHANGE)
    ModelAndView takeOut(
            OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") List<String> user) {
        Group group = find(visit, id);
        int gone =
                groups.takeOut(visit.id(), group.id(), ids(user), visit.actor()).orElseThrow(ConsoleIds::notFound);
        return ConsoleView.onTo(visit, "/groups/" + group.id() + "?done=left&count=" + gone);
    }

    /** Finds people who are not in the group yet. */
    private List<UserAccount> outside(OperatorVisit visit, Group group, String text) {
        if (text.isBlank()) {
            return List.of();
        }
        Set<UserId> inside =
                users.page(visit.id(), new UserFilter(text, null, group.id(), null), null, MOST_AT_ONCE).stream()
                        .map(UserAccount::id)
                        .collect(Collectors.toSet());
        return users.search(visit.id(), text, MOST_AT_ONCE).stream()
                .filter(user -> !inside.contains(user.id()))
                .limit(FOUND)
                .toList();
    }

    static List<UserId> ids(List<String> texts) {
        return texts.stream()
                .limit(MOST_AT_ONCE)
                .flatMap(text -> ConsoleIds.uuid(text).stream())
                .map(UserId::new)
                .toList();
    }

    private ModelAndView list(
            OperatorVisit visit, String typed, @Nullable String problem, String done, HttpStatus status) {
        List<PeoplePages.Line> lines =
                groups.of(visit.id()).stream().map(group -> line(visit, group)).toList();
        return ConsoleView.page(
                "people-lines", visit, new PeoplePages.Lines("groups", lines, typed, problem, done), status);
    }

    private PeoplePages.Line line(OperatorVisit visit, Group group) {
        return new PeoplePages.Line(
                group.id().toString(), group.name(), groups.size(visit.id(), group.id()), Groups.COUNTED);
    }

    private Group find(OperatorVisit visit, String id) {
        return groups.find(visit.id(), ConsoleIds.group(id)).orElseThrow(ConsoleIds::notFound);
    }
}
