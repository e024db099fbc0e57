package org.countersign.server.web.console.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S2: a file of users, and a mailed link, in a real browser")
class ConsoleImportFlowTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme");

    @Test
    void takesTheCodeOfAMailedLinkOutOfTheAddress() {
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.navigate(server.pages().resolve("/o/" + acme.slug() + "/password") + "#abcd-efgh-jkmn-pqrs-tuvw-xyz2");
            assertThat(page.inputValue("#code")).isEqualTo("abcd-efgh-jkmn-pqrs-tuvw-xyz2");
            assertThat(page.url()).doesNotContain("abcd");
        }
    }

    @Test
    void handsInAFileAndConfirmsIt() {
        TestConsole console = TestConsole.at(server, acme);
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.navigate(server.pages().resolve(console.path("/users/import")).toString());
            page.fill("#userName", "olivia");
            page.fill("#password", TestConsole.PASSWORD);
            page.keyboard().press("Enter");
            page.locator("#file").waitFor();
            page.setInputFiles(
                    "#file",
                    new FilePayload("users.csv", "text/csv", "userName,name\nfile.user,Zoë\n".getBytes(UTF_8)));
            page.getByText("Check").click();
            page.getByText("Import 1 user").click();
            page.getByText("Import finished").waitFor();
        }
        assertThat(server.part(Users.class)
                        .find(acme.id(), "file.user")
                        .orElseThrow()
                        .displayName())
                .isEqualTo("Zoë");
    }
}
