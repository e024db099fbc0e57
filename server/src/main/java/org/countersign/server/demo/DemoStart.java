package org.countersign.server.demo;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Prepares the demo when the server has started and says on the console where to go. The operator's password goes there
 * and nowhere else: the log does not get it.
 */
@OnlyInDemo
@Component
class DemoStart implements ApplicationRunner {
    private static final int WIDTH = 76;

    private final DemoWorld world;
    private final DemoApiKey apiKey;
    private final DemoWiki wiki;
    private final CountersignSettings settings;

    DemoStart(DemoWorld world, DemoApiKey apiKey, DemoWiki wiki, CountersignSettings settings) {
        this.world = world;
        this.apiKey = apiKey;
        this.wiki = wiki;
        this.settings = settings;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        VirtualServer acme = world.prepare();
        wiki.start(acme);
        announce(
                System.out,
                world.newOperatorPassword(acme),
                world.newOperatorPassword(world.provider()),
                apiKey.prepare(acme));
    }

    private void announce(PrintStream console, String operatorPassword, String providerPassword, Path apiKeyFile) {
        URI pages = settings.pagesOrigin();
        List<String> lines = List.of(
                "Countersign is ready. This is the demo: everything stays on this machine.",
                "",
                "Start here   " + pages,
                "Console      " + pages + "/console/" + DemoWorld.SLUG,
                "  operator   " + DemoWorld.OPERATOR,
                "  password   " + operatorPassword,
                "Provider     " + pages + "/console/" + VirtualServers.PROVIDER_SLUG,
                "  operator   " + DemoWorld.OPERATOR,
                "  password   " + providerPassword,
                "App          " + settings.appOrigin(),
                "Mailbox      " + pages + "/demo/mailbox",
                "Acme Wiki    "
                        + Optional.ofNullable(settings.wikiOrigin())
                                .map(URI::toString)
                                .orElse("not started"),
                "API key      in " + apiKeyFile,
                "",
                "The operator's password is new at every start; the one before has ended.",
                "Stop with Ctrl+C. What you made stays in " + settings.data() + ".");
        StringBuilder block = new StringBuilder("\n+" + "-".repeat(WIDTH + 2) + "+\n");
        for (String line : lines) {
            block.append("| ")
                    .append(line)
                    .repeat(' ', Math.max(0, WIDTH - line.length()))
                    .append(" |\n");
        }
        console.println(block.append('+').append("-".repeat(WIDTH + 2)).append("+\n"));
        console.flush();
    }
}
