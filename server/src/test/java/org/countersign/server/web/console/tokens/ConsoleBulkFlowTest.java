package org.countersign.server.web.console.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many tokens at once, in a real browser. */
@DisplayName("S3, S4, S5: the pages about tokens")
class ConsoleBulkFlowTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme");
    private final TestConsole console = TestConsole.at(server, acme);

    /** From the list to the result, by what an operator sees and clicks. */
    @Test
    void suspendAllThatMatch() {
        for (int i = 0; i < 3; i++) {
            TestToken.totp(server, server.newUser(acme, "user-" + i));
        }
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.navigate(
                    server.pages().resolve(console.path("/tokens?state=active")).toString());
            page.locator("#userName").fill("olivia");
            page.locator("#password").fill(TestConsole.PASSWORD);
            page.keyboard().press("Enter");
            page.locator("#all").check();
            page.getByText("Continue").click();
            assertThat(page.locator("h1").textContent()).isEqualTo("Suspend 3 tokens");
            page.locator("#because").fill("a drill");
            page.locator("button.primary").click();
            page.getByText("3 of 3 looked at").waitFor();
            assertThat(page.locator("main").textContent()).contains("Done", "a drill");
        }
    }
}
