package org.countersign.server.web.console.people;

import java.util.ArrayList;
import java.util.List;
import org.countersign.server.users.Container;
import org.countersign.server.users.Containers;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Renaming;
import org.countersign.server.users.UnacceptableEntry;
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

/** The console's pages about containers; who stands in one is shown by the list of users. */
@Controller
public final class ConsoleContainersController {
    private final Containers containers;

    ConsoleContainersController(Containers containers) {
        this.containers = containers;
    }

    @GetMapping("/console/{slug}/containers")
    @Needs(OperatorModule.GROUPS)
    ModelAndView list(OperatorVisit visit, @RequestParam(defaultValue = "") String done) {
        return list(visit, "", null, done, HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/containers")
    @Needs(value = OperatorModule.GROUPS, act = OperatorAct.ADD)
    ModelAndView create(OperatorVisit visit, @RequestParam(defaultValue = "") String name) {
        String problem = "people.containers.taken";
        try {
            if (containers.create(visit.id(), name, visit.actor()).isPresent()) {
                return ConsoleView.onTo(visit, "/containers?done=created");
            }
        } catch (UnacceptableEntry refused) {
            problem = "people.name.wrong";
        }
        return list(visit, name, problem, "", HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @GetMapping("/console/{slug}/containers/{id}/rename")
    @Needs(value = OperatorModule.GROUPS, act = OperatorAct.CHANGE)
    ModelAndView renameForm(OperatorVisit visit, @PathVariable String id) {
        Container container = find(visit, id);
        return ConsoleView.page(
                "people-rename",
                visit,
                new PeoplePages.Act("containers", line(visit, container), container.name(), null));
    }

    @PostMapping("/console/{slug}/containers/{id}/rename")
    @Needs(value = OperatorModule.GROUPS, act = OperatorAct.CHANGE)
    ModelAndView rename(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String name) {
        Container container = find(visit, id);
        String problem = "people.containers.taken";
        try {
            if (containers.rename(visit.id(), container.id(), name, visit.actor()) == Renaming.RENAMED) {
                return ConsoleView.onTo(visit, "/containers?done=renamed");
            }
        } catch (UnacceptableEntry refused) {
            problem = "people.name.wrong";
        }
        return ConsoleView.page(
                "people-rename",
                visit,
                new PeoplePages.Act("containers", line(visit, container), name, problem),
                HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @GetMapping("/console/{slug}/containers/{id}/remove")
    @Needs(value = OperatorModule.GROUPS, act = OperatorAct.REMOVE)
    ModelAndView askToRemove(OperatorVisit visit, @PathVariable String id) {
        Container container = find(visit, id);
        PeoplePages.Line exact = new PeoplePages.Line(
                container.id().toString(),
                container.name(),
                containers.count(visit.id(), container.id()),
                Integer.MAX_VALUE);
        return ConsoleView.page("people-remove", visit, new PeoplePages.Act("containers", exact, "", null));
    }

    @PostMapping("/console/{slug}/containers/{id}/remove")
    @Needs(value = OperatorModule.GROUPS, act = OperatorAct.REMOVE)
    ModelAndView remove(OperatorVisit visit, @PathVariable String id) {
        containers.remove(visit.id(), find(visit, id).id(), visit.actor());
        return ConsoleView.onTo(visit, "/containers?done=removed");
    }

    private ModelAndView list(
            OperatorVisit visit, String typed, @Nullable String problem, String done, HttpStatus status) {
        List<PeoplePages.Line> lines = new ArrayList<>();
        lines.add(new PeoplePages.Line(
                PeopleSearch.DEFAULT_CONTAINER, "", containers.size(visit.id(), null), Containers.COUNTED));
        containers.of(visit.id()).forEach(container -> lines.add(line(visit, container)));
        return ConsoleView.page(
                "people-lines", visit, new PeoplePages.Lines("containers", lines, typed, problem, done), status);
    }

    private PeoplePages.Line line(OperatorVisit visit, Container container) {
        return new PeoplePages.Line(
                container.id().toString(),
                container.name(),
                containers.size(visit.id(), container.id()),
                Containers.COUNTED);
    }

    private Container find(OperatorVisit visit, String id) {
        return containers.find(visit.id(), ConsoleIds.container(id)).orElseThrow(ConsoleIds::notFound);
    }
}
