package org.countersign.server.testing;

import java.util.HashMap;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorRules;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Role;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;

/** The console of one virtual server as an operator sees it who has just signed in. */
public final class TestConsole {
    /** The operator's password. */
    public static final String PASSWORD = "battery staple";

    private final RunningServer server;
    private final VirtualServer virtualServer;
    private final String userName;
    private final TestBrowser browser;

    private TestConsole(RunningServer server, VirtualServer virtualServer, String userName) {
        this.server = server;
        this.virtualServer = virtualServer;
        this.userName = userName;
        this.browser = new TestBrowser(server.pages(), server.pages().resolve(path("")));
    }

    /** Makes the administrator {@code olivia}, for whom a password is enough, and opens the console's sign-in page. */
    public static TestConsole at(RunningServer server, VirtualServer virtualServer) {
        server.part(OperatorRules.class).requireSecondFactor(virtualServer.id(), false, new Actor.Server());
        server.part(Operators.class).create(virtualServer.id(), "olivia", null, PASSWORD, new Actor.Server());
        return new TestConsole(server, virtualServer, "olivia");
    }

    /** Makes the administrator {@code olivia} and signs her in. */
    public static TestConsole signedIn(RunningServer server, VirtualServer virtualServer) {
        TestConsole console = at(server, virtualServer);
        console.signIn(PASSWORD);
        return console;
    }

    /** Makes a user with a role, for whom a password is enough, and opens the console's sign-in page. */
    public static TestConsole at(RunningServer server, VirtualServer virtualServer, String userName, Role role) {
        server.part(OperatorRules.class).requireSecondFactor(virtualServer.id(), false, new Actor.Server());
        UserAccount user = server.part(Users.class)
                .create(virtualServer.id(), userName, userName, null, PASSWORD, new Actor.Server())
                .orElseThrow();
        server.part(Operators.class).add(virtualServer.id(), user.id(), role.id(), Acting.server());
        return new TestConsole(server, virtualServer, userName);
    }

    /** Makes a user with a role and signs them in. */
    public static TestConsole signedIn(RunningServer server, VirtualServer virtualServer, String userName, Role role) {
        TestConsole console = at(server, virtualServer, userName, role);
        console.signIn(PASSWORD);
        return console;
    }

    /** Opens another browser of the same operator at the sign-in page. */
    public TestConsole elsewhere() {
        return new TestConsole(server, virtualServer, userName);
    }

    /** Returns the operator. */
    public Operator operator() {
        return server.part(Operators.class).of(virtualServer.id()).stream()
                .filter(operator -> operator.userName().equals(userName))
                .findFirst()
                .orElseThrow();
    }

    /** Sends the sign-in form. */
    public TestBrowser signIn(String password) {
        return browser.submit("/sign-in", Map.of("userName", userName, "password", password));
    }

    /** Returns the browser they use. */
    public TestBrowser browser() {
        return browser;
    }

    /** Opens a page of the console, for example {@code /tokens}. */
    public TestBrowser open(String page) {
        return browser.open(server.pages().resolve(path(page)));
    }

    /** Sends fields to an address of the console with the token against forged forms, whatever form there is. */
    public TestBrowser post(String page, Map<String, String> fields) {
        open("/confirm");
        Map<String, String> all = new HashMap<>(fields);
        all.put("_csrf", browser.formToken());
        return browser.post(server.pages().resolve(path(page)), all);
    }

    /** Returns the address of a page of the console. */
    public String path(String page) {
        return "/console/" + virtualServer.slug() + page;
    }
}
