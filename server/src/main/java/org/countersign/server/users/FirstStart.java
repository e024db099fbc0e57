package org.countersign.server.users;

import java.io.PrintStream;
import java.util.List;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Makes the provider's virtual server and its first operator when a server in production starts without any and is told whom;
 * otherwise says how. What lets somebody in goes to the console the server was started from and nowhere else.
 */
@Component
class FirstStart implements ApplicationRunner {
    private static final String OPERATOR = "admin";

    private final VirtualServers virtualServers;
    private final Openings openings;
    private final CountersignSettings settings;

    FirstStart(VirtualServers virtualServers, Openings openings, CountersignSettings settings) {
        this.virtualServers = virtualServers;
        this.openings = openings;
        this.settings = settings;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (settings.mode() == CountersignSettings.Mode.PRODUCTION
                && virtualServers.all().isEmpty()) {
            say(System.out, lines());
        }
    }

    List<String> lines() {
        String mail = settings.firstOperatorMail();
        if (mail == null) {
            return List.of(
                    "There is no virtual server yet. To make the first, start once with",
                    "    --countersign.first-operator-mail=you@example.com");
        }
        Openings.Order order = new Openings.Order(VirtualServers.PROVIDER_SLUG, "Provider", OPERATOR, mail);
        String console = settings.pagesOrigin() + "/console/" + VirtualServers.PROVIDER_SLUG;
        return switch (openings.openProvider(order, new Actor.Server())) {
            case Openings.Outcome.Opened opened ->
                List.of(
                        "Made the first operator, '" + OPERATOR + "'. A mail to " + mail
                                + " has the link to choose a password.",
                        "    " + console);
            case Openings.Outcome.OpenedWithPassword opened ->
                List.of(
                        "Made the first operator. The password is shown this once:",
                        "    " + console,
                        "    operator   " + OPERATOR,
                        "    password   " + opened.exposedPassword());
            case Openings.Outcome.Unacceptable(Openings.Entry entry) ->
                List.of("countersign.first-operator-mail is no mail address; no virtual server was made (" + entry
                        + ").");
        };
    }

    private static void say(PrintStream console, List<String> lines) {
        lines.forEach(console::println);
        console.flush();
    }
}
