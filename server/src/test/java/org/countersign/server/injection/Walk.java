package org.countersign.server.injection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.countersign.server.isolation.Route;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;

/** One browser of somebody who is an operator with every right and signed in to the portal, and all pages they can open. */
final class Walk {
    private static final String OWN = "walker";

    private final RunningServer server;
    private final VirtualServer virtualServer;
    private final TestConsole console;

    Walk(RunningServer server, VirtualServer virtualServer) {
        this.server = server;
        this.virtualServer = virtualServer;
        console = TestConsole.signedIn(server, virtualServer);
        UserAccount user = server.newUser(virtualServer, OWN);
        TestToken token = TestToken.hotp(server, user);
        TestBrowser browser = console.browser().open(server.pages().resolve("/portal/" + virtualServer.slug()));
        browser.submit("/start", Map.of("userName", OWN, "way", "sign-in"));
        browser.submit("/password", Map.of("userName", OWN, "password", "correct horse"));
        browser.submit("/passcode", Map.of("passcode", token.next()));
        if (!browser.address().getPath().endsWith("/tokens")) {
            throw new IllegalStateException("not signed in to the portal: " + browser.address());
        }
    }

    TestBrowser browser() {
        return console.browser();
    }

    TestConsole console() {
        return console;
    }

    /** Returns the addresses of console and portal that show something. */
    List<Route> pages() {
        return Route.of(server).stream()
                .filter(route -> route.method().equals("GET"))
                .filter(route -> route.pattern().startsWith("/console/{slug}")
                        || route.pattern().startsWith("/portal/{slug}"))
                .filter(route -> !route.pattern().endsWith("/progress")
                        && !route.pattern().contains("/arrived"))
                .toList();
    }

    /**
     * Opens every page that there is, with each identifier in its path until one is known.
     *
     * @param seen is told each page by its address's pattern
     * @return the patterns of those that could be opened
     */
    List<String> open(Collection<String> identifiers, BiConsumer<String, TestBrowser> seen) {
        return open("", identifiers, seen);
    }

    /** Opens the pages whose pattern begins with {@code under}. */
    List<String> open(String under, Collection<String> identifiers, BiConsumer<String, TestBrowser> seen) {
        Set<String> opened = new TreeSet<>();
        for (Route route : pages()) {
            if (!route.pattern().startsWith(under)) {
                continue;
            }
            for (String path : paths(route, identifiers)) {
                TestBrowser page = browser().open(server.pages().resolve(path));
                seen.accept(route.pattern(), page);
                if (page.status() == 200) {
                    opened.add(route.pattern());
                    break;
                }
            }
        }
        return new ArrayList<>(opened);
    }

    List<String> paths(Route route, Collection<String> identifiers) {
        String own = route.pattern().replace("{slug}", virtualServer.slug());
        for (String place : route.inPath()) {
            own = own.replace("{" + place + "}", route.usual(place, "{" + place + "}"));
        }
        if (!own.contains("{")) {
            return List.of(own);
        }
        String begun = own;
        return identifiers.stream()
                .filter(identifier -> identifier.matches("[0-9a-zA-Z-]+"))
                .map(identifier -> {
                    String path = begun;
                    for (String place : route.inPath()) {
                        path = path.replace("{" + place + "}", identifier);
                    }
                    return path;
                })
                .toList();
    }
}
