package org.countersign.server.testing;

import java.util.HashMap;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.users.Operators;
import org.countersign.server.virtualservers.VirtualServer;

/** The console of one virtual server as an operator sees it who has just signed in. */
public final class TestConsole {
    /** The operator's password. */
    public static final String PASSWORD = "battery staple";

    private final RunningServer server;
    private final VirtualServer virtualServer;
    private final TestBrowser browser;

    private TestConsole(RunningServer server, VirtualServer virtualServer) {
        this.server = server;
        this.virtualServer = virtualServer;
        this.browser = new TestBrowser(server.pages(), server.pages().resolve(path("")));
    }

    /** Makes the operator {@code olivia} and opens the console's sign-in page. */
    public static TestConsole at(RunningServer server, VirtualServer virtualServer) {
        server.part(Operators.class).create(virtualServer.id(), "olivia", null, PASSWORD, new Actor.Server());
        return new TestConsole(server, virtualServer);
    }

    /** Makes the operator {@code olivia} and signs her in. */
    public static TestConsole signedIn(RunningServer server, VirtualServer virtualServer) {
        TestConsole console = at(server, virtualServer);
        console.signIn(PASSWORD);
        return console;
    }

    /** Sends the sign-in form. */
    public TestBrowser signIn(String password) {
        return browser.submit("/sign-in", Map.of("userName", "olivia", "password", password));
    }

    /** Returns the browser she uses. */
    public TestBrowser browser() {
        return browser;
    }

    /** Opens a page of the console, for example {@code /tokens}. */
    public TestBrowser open(String page) {
        return browser.open(server.pages().resolve(path(page)));
    }

    /** Sends fields to an address of the console with the token against forged forms, whatever form there is. */
    public TestBrowser post(String page, Map<String, String> fields) {
        open("/users/new");
        Map<String, String> all = new HashMap<>(fields);
        all.put("_csrf", browser.formToken());
        return browser.post(server.pages().resolve(path(page)), all);
    }

    /** Returns the address of a page of the console. */
    public String path(String page) {
        return "/console/" + virtualServer.slug() + page;
    }
}
