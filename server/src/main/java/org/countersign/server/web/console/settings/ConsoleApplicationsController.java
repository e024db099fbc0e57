package org.countersign.server.web.console.settings;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.countersign.server.protocol.oidc.OidcClient;
import org.countersign.server.protocol.oidc.OidcClients;
import org.countersign.server.protocol.rest.ProtectedResource;
import org.countersign.server.protocol.rest.ProtectedResources;
import org.countersign.server.protocol.rest.ResourceOutcome;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.NotPermitted;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.Sensitive;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about applications: what people sign in to. */
@Controller
public final class ConsoleApplicationsController {
    private static final int LONGEST_ADDRESSES = 20_000;

    private final ProtectedResources resources;

    ConsoleApplicationsController(ProtectedResources resources) {
        this.resources = resources;
    }

    @GetMapping("/console/{slug}/applications")
    @Needs(OperatorModule.APPLICATIONS)
    ModelAndView list(OperatorVisit visit, @RequestParam(defaultValue = "") String done) {
        return ConsoleView.page("applications", visit, new ListPage(resources.of(visit.id()), done.equals("removed")));
    }

    @GetMapping("/console/{slug}/applications/new")
    @Needs(value = OperatorModule.APPLICATIONS, act = OperatorAct.ADD)
    ModelAndView newApplication(OperatorVisit visit) {
        return ConsoleView.page("application-new", visit, new FormPage(null, "", "", "", null));
    }

    @PostMapping("/console/{slug}/applications")
    @Needs(value = OperatorModule.APPLICATIONS, act = OperatorAct.ADD)
    ModelAndView add(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String redirects,
            @RequestParam(defaultValue = "") String afterSignOut) {
        FormPage again = new FormPage(null, name, redirects, afterSignOut, null);
        Optional<List<URI>> to = addresses(redirects);
        Optional<List<URI>> after = addresses(afterSignOut);
        if (to.isEmpty() || after.isEmpty()) {
            return refused("application-new", visit, again, "ADDRESSES");
        }
        return came(
                "application-new", visit, again, resources.add(visit.id(), name, to.get(), after.get(), visit.actor()));
    }

    @GetMapping("/console/{slug}/applications/{id}")
    @Needs(OperatorModule.APPLICATIONS)
    ModelAndView detail(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String done) {
        ProtectedResource resource = find(visit, id);
        return ConsoleView.page(
                "application", visit, new ResourcePage(resource, resources.people(resource.application()), done));
    }

    @GetMapping("/console/{slug}/applications/{id}/name")
    @Needs(value = OperatorModule.APPLICATIONS, act = OperatorAct.CHANGE)
    ModelAndView nameForm(OperatorVisit visit, @PathVariable String id) {
        ProtectedResource resource = find(visit, id);
        return ConsoleView.page(
                "application-name",
                visit,
                new FormPage(resource, resource.application().name(), "", "", null));
    }

    @PostMapping("/console/{slug}/applications/{id}/name")
    @Needs(value = OperatorModule.APPLICATIONS, act = OperatorAct.CHANGE)
    ModelAndView rename(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String name) {
        ProtectedResource resource = find(visit, id);
        FormPage again = new FormPage(resource, name, "", "", null);
        return came("application-name", visit, again, resources.rename(resource.application(), name, visit.actor()));
    }

    @GetMapping("/console/{slug}/applications/{id}/addresses")
    @Needs(value = OperatorModule.APPLICATIONS, act = OperatorAct.CHANGE)
    ModelAndView addressForm(OperatorVisit visit, @PathVariable String id) {
        ProtectedResource resource = find(visit, id);
        OidcClient client = resource.client();
        return ConsoleView.page(
                "application-addresses",
                visit,
                new FormPage(
                        resource,
                        "",
                        client == null ? "" : lines(client.redirectUris()),
                        client == null ? "" : lines(client.postLogoutUris()),
                        null));
    }

    @PostMapping("/console/{slug}/applications/{id}/addresses")
    @Needs(value = OperatorModule.APPLICATIONS, act = OperatorAct.CHANGE)
    ModelAndView changeAddresses(
            OperatorVisit visit,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String redirects,
            @RequestParam(defaultValue = "") String afterSignOut) {
        ProtectedResource resource = find(visit, id);
        FormPage again = new FormPage(resource, "", redirects, afterSignOut, null);
        Optional<List<URI>> to = addresses(redirects);
        Optional<List<URI>> after = addresses(afterSignOut);
        if (to.isEmpty() || after.isEmpty()) {
            return refused("application-addresses", visit, again, "ADDRESSES");
        }
        return came(
                "application-addresses",
                visit,
                again,
                resources.changeAddresses(resource.application(), to.get(), after.get(), visit.actor()));
    }

    @GetMapping("/console/{slug}/applications/{id}/secret")
    @Needs(value = OperatorModule.APPLICATIONS, act = OperatorAct.CHANGE)
    @Sensitive
    ModelAndView askToRotate(OperatorVisit visit, @PathVariable String id) {
        ProtectedResource resource = find(visit, id);
        return resource.client() == null
                ? ConsoleView.onTo(
                        visit, "/applications/" + resource.application().id())
                : ConsoleView.page("application-secret", visit, page(resource));
    }

    /** Makes a secret and shows it in the answer, which is the only place where it ever stands. */
    @PostMapping("/console/{slug}/applications/{id}/secret")
    @Needs(value = OperatorModule.APPLICATIONS, act = OperatorAct.CHANGE)
    @Sensitive
    ModelAndView rotate(OperatorVisit visit, @PathVariable String id) {
        Application application = find(visit, id).application();
        return came(
                "application-secret",
                visit,
                new FormPage(null, "", "", "", null),
                resources.rotate(application, visit.actor()));
    }

    @GetMapping("/console/{slug}/applications/{id}/remove")
    @Needs(value = OperatorModule.APPLICATIONS, act = OperatorAct.REMOVE)
    @Sensitive
    ModelAndView askToRemove(OperatorVisit visit, @PathVariable String id) {
        return ConsoleView.page("application-remove", visit, page(find(visit, id)));
    }

    @PostMapping("/console/{slug}/applications/{id}/remove")
    @Needs(value = OperatorModule.APPLICATIONS, act = OperatorAct.REMOVE)
    @Sensitive
    ModelAndView remove(OperatorVisit visit, @PathVariable String id) {
        if (!resources.remove(find(visit, id).application(), visit.acting())) {
            throw new NotPermitted(visit.about(true), OperatorModule.APPLICATIONS, OperatorAct.REMOVE);
        }
        return ConsoleView.onTo(visit, "/applications?done=removed");
    }

    private ResourcePage page(ProtectedResource resource) {
        return new ResourcePage(resource, resources.people(resource.application()), "");
    }

    private static ModelAndView came(String form, OperatorVisit visit, FormPage again, ResourceOutcome outcome) {
        return switch (outcome) {
            case ResourceOutcome.Done(Application application, Optional<OidcClients.Registration> registration) ->
                registration
                        .map(made -> ConsoleView.page("application-made", visit, new MadePage(application, made)))
                        .orElseGet(() -> ConsoleView.onTo(visit, "/applications/" + application.id() + "?done=saved"));
            case ResourceOutcome.NoClient none -> ConsoleView.onTo(visit, "/applications");
            case ResourceOutcome.Unacceptable(ResourceOutcome.Fault fault) -> refused(form, visit, again, fault.name());
        };
    }

    private static ModelAndView refused(String form, OperatorVisit visit, FormPage again, String problem) {
        return ConsoleView.page(form, visit, again.wrong(problem), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private ProtectedResource find(OperatorVisit visit, String id) {
        return resources.find(visit.id(), ConsoleIds.application(id)).orElseThrow(ConsoleIds::notFound);
    }

    /** One address a line; nothing when one of them is none. */
    private static Optional<List<URI>> addresses(String lines) {
        if (lines.length() > LONGEST_ADDRESSES) {
            return Optional.empty();
        }
        try {
            return Optional.of(lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(URI::create)
                    .toList());
        } catch (IllegalArgumentException wrong) {
            return Optional.empty();
        }
    }

    private static String lines(List<URI> addresses) {
        return addresses.stream().map(URI::toString).collect(Collectors.joining("\n"));
    }

    /**
     * What the list of applications shows.
     *
     * @param removed whether one was removed a moment ago
     */
    public record ListPage(List<ProtectedResource> resources, boolean removed) {}

    /**
     * What the pages of one application show.
     *
     * @param people how many are signed in over OpenID Connect
     * @param done what was done a moment ago, or nothing
     */
    public record ResourcePage(ProtectedResource resource, int people, String done) {}

    /**
     * What a form about an application shows.
     *
     * @param resource the application as it is, or none for a new one
     * @param redirects addresses, one a line
     * @param problem key of what cannot be accepted, or none
     */
    public record FormPage(
            @Nullable ProtectedResource resource,
            String name,
            String redirects,
            String afterSignOut,
            @Nullable String problem) {
        FormPage wrong(String why) {
            return new FormPage(resource, name, redirects, afterSignOut, why);
        }
    }

    /** What is shown once: the secret of a client. The registration hides itself. */
    public record MadePage(Application application, OidcClients.Registration registration) {}
}
