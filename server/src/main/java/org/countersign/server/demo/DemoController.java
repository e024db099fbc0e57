package org.countersign.server.demo;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.kernel.Reach;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.DemoMailbox;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** The pages of the demo: where to begin, and the mailbox of its people. */
@OnlyInDemo
@Controller
class DemoController {
    private final DemoWorld world;
    private final DemoProgress progress;
    private final DemoMailbox mailbox;
    private final CountersignSettings settings;

    DemoController(DemoWorld world, DemoProgress progress, DemoMailbox mailbox, CountersignSettings settings) {
        this.world = world;
        this.progress = progress;
        this.mailbox = mailbox;
        this.settings = settings;
    }

    @GetMapping("/")
    ModelAndView start() {
        Optional<VirtualServerId> acme = world.virtualServer().map(VirtualServer::id);
        acme.ifPresent(Reach::enter);
        Set<DemoProgress.Step> done = acme.map(progress::done).orElse(Set.of());
        List<DemoPage.Step> steps = new ArrayList<>();
        boolean nextFound = false;
        for (DemoProgress.Step step : DemoProgress.Step.values()) {
            boolean isDone = done.contains(step);
            steps.add(new DemoPage.Step(
                    steps.size() + 1,
                    "demo.step." + step.name().toLowerCase(Locale.ROOT),
                    href(step),
                    isDone,
                    !isDone && !nextFound));
            nextFound |= !isDone;
        }
        DemoPage page = new DemoPage(
                steps, settings.appOrigin(), settings.wikiOrigin(), DemoWorld.USER, DemoWorld.USER_PASSWORD);
        return new ModelAndView("demo/start", Map.of("view", page));
    }

    @GetMapping("/demo/mailbox")
    ModelAndView mails() {
        return new ModelAndView("demo/mailbox", Map.of("messages", mailbox.messages()));
    }

    @GetMapping("/demo/mailbox/{id}")
    ModelAndView mail(@PathVariable String id) {
        return mailbox.messages().stream()
                .filter(message -> message.id().toString().equals(id))
                .findFirst()
                .map(message -> MailPage.of(message, List.of(settings.pagesOrigin(), settings.appOrigin())))
                .map(page -> new ModelAndView("demo/mail", Map.of("view", page)))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private String href(DemoProgress.Step step) {
        String console = "/console/" + DemoWorld.SLUG;
        return switch (step) {
            case CONSOLE -> console;
            case PROVISION ->
                console
                        + world.user()
                                .map(UserAccount::id)
                                .map(id -> "/provision/check?user=" + id)
                                .orElse("/provision");
            case MAILBOX -> "/demo/mailbox";
            case ENROLL -> settings.appOrigin().toString();
            case SIGN_IN -> {
                URI wiki = settings.wikiOrigin();
                yield wiki == null ? "/" : wiki.toString();
            }
        };
    }
}
