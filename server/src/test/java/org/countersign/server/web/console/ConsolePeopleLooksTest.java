package org.countersign.server.web.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.Container;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Group;
import org.countersign.server.users.Groups;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserImport;
import org.countersign.server.users.UserStates;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S2 looks of the pages about people")
class ConsolePeopleLooksTest {
    private static final Actor SERVER = new Actor.Server();

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme");

    @Test
    void haveNoFlawInAnyLook() {
        TestConsole console = TestConsole.at(server, acme);
        UserAccount ada = user("ada.okafor", "Ada Okafor");
        UserAccount bruno = user("bruno.lindqvist", "Bruno Lindqvist");
        UserAccount mei = user("mei", "Mei-Ling Zhang");
        TestToken.totp(server, ada);
        Group sales =
                server.part(Groups.class).create(acme.id(), "Sales", SERVER).orElseThrow();
        server.part(Groups.class).create(acme.id(), "Works council", SERVER);
        server.part(Groups.class).add(acme.id(), sales.id(), List.of(ada.id(), mei.id()), SERVER);
        Container north =
                server.part(Containers.class).create(acme.id(), "North", SERVER).orElseThrow();
        server.part(Containers.class).move(acme.id(), List.of(bruno.id()), north.id(), SERVER);
        server.part(UserStates.class).disable(acme.id(), bruno.id(), SERVER);
        server.part(UserStates.class).lock(acme.id(), mei.id(), null, "Reported a sign-in that was not hers", SERVER);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("users", "/users");
        pages.put("user", "/users/" + ada.id());
        pages.put("user-locked", "/users/" + mei.id());
        pages.put("user-change", "/users/" + ada.id() + "/change");
        pages.put("user-password", "/users/" + ada.id() + "/password");
        pages.put("user-disable", "/users/" + ada.id() + "/disable");
        pages.put("user-delete", "/users/" + ada.id() + "/delete");
        pages.put("groups", "/groups");
        pages.put("group", "/groups/" + sales.id() + "?add=bruno");
        pages.put("group-remove", "/groups/" + sales.id() + "/remove");
        pages.put("containers", "/containers?done=created");
        pages.put("container-rename", "/containers/" + north.id() + "/rename");
        var kept = server.part(UserImport.class)
                .keep(acme.id(), "userName,mail\nada.okafor,\nnew,new@acme.example\n".getBytes(UTF_8), false)
                .orElseThrow();
        var broken = server.part(UserImport.class)
                .keep(acme.id(), "userName,groups\nada.okafor,Nobody\n,Sales\n".getBytes(UTF_8), false)
                .orElseThrow();
        server.part(Provisioning.class).provision(acme.id(), List.of(ada.id()), SERVER);
        pages.put("import", "/users/import");
        pages.put("import-preview", "/users/import/" + kept);
        pages.put("import-problems", "/users/import/" + broken);
        pages.put("snapshot", "");
        pages.put("overdue", "/problems/overdue");
        pages.put("place", "/users/place?user=" + ada.id() + "&user=" + bruno.id());
        List<String> flaws = new ArrayList<>();
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.navigate(server.pages().resolve(console.path("/sign-in")).toString());
            page.fill("#userName", "olivia");
            page.fill("#password", TestConsole.PASSWORD);
            page.keyboard().press("Enter");
            page.locator(".console-nav").waitFor();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    flaws.add(message.text());
                }
            });
            for (Map.Entry<String, String> shown : pages.entrySet()) {
                page.navigate(
                        server.pages().resolve(console.path(shown.getValue())).toString());
                flaws.addAll(RealBrowser.flaws(page, "people-" + shown.getKey()));
            }
            page.navigate(server.pages().resolve("/o/" + acme.slug() + "/password") + "#abcd-efgh-jkmn-pqrs-tuvw-xyz2");
            assertThat(page.inputValue("#code")).isEqualTo("abcd-efgh-jkmn-pqrs-tuvw-xyz2");
            assertThat(page.url()).doesNotContain("abcd");
            flaws.addAll(RealBrowser.flaws(page, "people-choose-password"));
        }
        assertThat(flaws).isEmpty();
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

    private UserAccount user(String userName, String name) {
        return server.part(Users.class)
                .create(acme.id(), userName, name, userName + "@acme.example", null, SERVER)
                .orElseThrow();
    }
}
