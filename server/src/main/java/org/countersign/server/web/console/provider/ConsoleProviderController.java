package org.countersign.server.web.console.provider;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.enrollment.Openings;
import org.countersign.server.kernel.Reach;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.Allocation;
import org.countersign.server.virtualservers.Allocations;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.Sensitive;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The provider's pages: the virtual servers, what each may have, and whether it is open. Only operators of the provider's own
 * virtual server see them; for all others they do not exist.
 */
@Controller
public final class ConsoleProviderController {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int MOST = 100_000;

    private final VirtualServers virtualServers;
    private final Allocations allocations;
    private final Openings openings;
    private final Usage usage;

    ConsoleProviderController(VirtualServers virtualServers, Allocations allocations, Openings openings, Usage usage) {
        this.virtualServers = virtualServers;
        this.allocations = allocations;
        this.openings = openings;
        this.usage = usage;
    }

    /** What is counted of a virtual server. */
    @Component
    record Usage(TokenRegister register, Users users, Audit audit, InstantSource time) {}

    @GetMapping("/console/{slug}/virtual-servers")
    @Needs(OperatorModule.VIRTUAL_SERVERS)
    ModelAndView list(OperatorVisit visit, @RequestParam(defaultValue = "") String done) {
        List<ProviderPages.Line> lines = across(
                visit,
                () -> virtualServers.all().stream()
                        .filter(one -> !one.provider())
                        .map(this::line)
                        .toList());
        return ConsoleView.page("provider", visit, new ProviderPages.Lines(lines, done));
    }

    @GetMapping("/console/{slug}/virtual-servers/new")
    @Needs(value = OperatorModule.VIRTUAL_SERVERS, act = OperatorAct.ADD)
    ModelAndView form(OperatorVisit visit) {
        return across(
                visit, () -> ConsoleView.page("provider-new", visit, new ProviderPages.New("", "", "admin", "", null)));
    }

    @Sensitive
    @PostMapping("/console/{slug}/virtual-servers")
    @Needs(value = OperatorModule.VIRTUAL_SERVERS, act = OperatorAct.ADD)
    ModelAndView open(
            OperatorVisit visit,
            @RequestParam(name = "address", defaultValue = "") String slug,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String operator,
            @RequestParam(defaultValue = "") String mail) {
        Openings.Order order = new Openings.Order(slug, name, operator, mail);
        return switch (across(visit, () -> openings.open(order, visit.actor()))) {
            case Openings.Outcome.Opened opened -> ConsoleView.onTo(visit, "/virtual-servers?done=opened");
            case Openings.Outcome.OpenedWithPassword opened ->
                ConsoleView.page(
                        "provider-made",
                        visit,
                        new ProviderPages.Made(opened.virtualServer(), operator, opened.exposedPassword()));
            case Openings.Outcome.Unacceptable(Openings.Entry entry) ->
                ConsoleView.page(
                        "provider-new",
                        visit,
                        new ProviderPages.New(slug, name, operator, mail, entry.name()),
                        HttpStatus.UNPROCESSABLE_CONTENT);
        };
    }

    @GetMapping("/console/{slug}/virtual-servers/{id}")
    @Needs(OperatorModule.VIRTUAL_SERVERS)
    ModelAndView detail(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String done) {
        ProviderPages.Line line = across(visit, () -> line(find(id)));
        Allocation now = line.allocation();
        return ConsoleView.page(
                "provider-one",
                visit,
                new ProviderPages.One(
                        line,
                        now == null ? "" : Integer.toString(now.software()),
                        now == null ? "" : Integer.toString(now.hardware()),
                        false,
                        done));
    }

    @PostMapping("/console/{slug}/virtual-servers/{id}/allocation")
    @Needs(value = OperatorModule.VIRTUAL_SERVERS, act = OperatorAct.CHANGE)
    ModelAndView allocate(
            OperatorVisit visit,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String software,
            @RequestParam(defaultValue = "") String hardware) {
        ProviderPages.Line line = across(visit, () -> line(find(id)));
        if (!isCount(software) || !isCount(hardware)) {
            return ConsoleView.page(
                    "provider-one",
                    visit,
                    new ProviderPages.One(line, software, hardware, true, ""),
                    HttpStatus.UNPROCESSABLE_CONTENT);
        }
        Allocation allocation = new Allocation(Integer.parseInt(software.strip()), Integer.parseInt(hardware.strip()));
        across(visit, () -> {
            allocations.change(line.virtualServer().id(), allocation, visit.actor());
            return allocation;
        });
        return ConsoleView.onTo(
                visit, "/virtual-servers/" + line.virtualServer().id() + "?done=allocated");
    }

    @GetMapping("/console/{slug}/virtual-servers/{id}/suspend")
    @Needs(value = OperatorModule.VIRTUAL_SERVERS, act = OperatorAct.CHANGE)
    ModelAndView askToSuspend(OperatorVisit visit, @PathVariable String id) {
        return ConsoleView.page("provider-suspend", visit, across(visit, () -> line(find(id))));
    }

    @Sensitive
    @PostMapping("/console/{slug}/virtual-servers/{id}/suspend")
    @Needs(value = OperatorModule.VIRTUAL_SERVERS, act = OperatorAct.CHANGE)
    ModelAndView suspend(OperatorVisit visit, @PathVariable String id) {
        VirtualServer one = across(visit, () -> find(id));
        boolean done = across(visit, () -> virtualServers.suspend(one.id(), visit.actor()));
        return ConsoleView.onTo(visit, "/virtual-servers/" + one.id() + (done ? "?done=suspended" : ""));
    }

    @PostMapping("/console/{slug}/virtual-servers/{id}/resume")
    @Needs(value = OperatorModule.VIRTUAL_SERVERS, act = OperatorAct.CHANGE)
    ModelAndView resume(OperatorVisit visit, @PathVariable String id) {
        VirtualServer one = across(visit, () -> find(id));
        boolean done = across(visit, () -> virtualServers.resume(one.id(), visit.actor()));
        return ConsoleView.onTo(visit, "/virtual-servers/" + one.id() + (done ? "?done=resumed" : ""));
    }

    /** Works across all virtual servers, for the provider's operators alone. */
    private static <T> T across(OperatorVisit visit, Supplier<T> work) {
        if (!visit.virtualServer().provider()) {
            throw ConsoleIds.notFound();
        }
        return Reach.everywhere(work);
    }

    private VirtualServer find(String id) {
        return ConsoleIds.uuid(id)
                .map(VirtualServerId::new)
                .flatMap(virtualServers::find)
                .filter(one -> !one.provider())
                .orElseThrow(ConsoleIds::notFound);
    }

    private ProviderPages.Line line(VirtualServer one) {
        int signIns = usage.audit
                .count(
                        one.id(),
                        EnumSet.of(AuditType.SIGN_IN_SUCCEEDED),
                        usage.time.instant().minus(MONTH),
                        MOST)
                .getOrDefault(AuditType.SIGN_IN_SUCCEEDED, 0);
        return new ProviderPages.Line(
                one,
                allocations.of(one.id()).orElse(null),
                usage.users.count(one.id()),
                usage.register.countByState(one.id()),
                usage.register.held(one.id()),
                signIns,
                MOST);
    }

    private static boolean isCount(String text) {
        return text.strip().matches("[0-9]{1,8}") && Integer.parseInt(text.strip()) <= Allocations.MOST;
    }
}
