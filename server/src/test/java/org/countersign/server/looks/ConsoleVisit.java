package org.countersign.server.looks;

import com.microsoft.playwright.Page;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;

/** An operator in front of the console, in a real browser. */
record ConsoleVisit(RunningServer server, Page page, TestConsole console, String userName) {

    /** Returns the address of a page of the console. */
    String address(String path) {
        return server.pages().resolve(console.path(path)).toString();
    }

    /** Opens the sign-in page and goes through it with name and password. */
    void signIn() {
        page.navigate(address("/sign-in"));
        fillIn();
        page.locator(".console-nav").waitFor();
    }

    /** Sends name and password from the sign-in page. */
    void fillIn() {
        page.locator("#userName").fill(userName);
        page.locator("#password").fill(TestConsole.PASSWORD);
        page.keyboard().press("Enter");
    }

    /** Sends the first form of the page that changes something. */
    void submit() {
        page.locator("main form[method=post] button[type=submit]").first().click();
        page.waitForLoadState();
    }
}
