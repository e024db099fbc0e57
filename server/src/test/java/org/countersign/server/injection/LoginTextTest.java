package org.countersign.server.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.web.shell.CarelessPages;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName(
        "Hostile names are text on the login pages and in the portal, and so is what somebody types there and reads again")
class LoginTextTest {
    private static final String MARK = "zebra-mark";
    private static final String HOSTILE =
            "'\" " + MARK + "=1></title></textarea></script>--><" + MARK + "><script>" + MARK + "</script>";

    /** Signs in step by step, wrong before right, and returns what is more than text on the way. */
    private static List<String> faults(RunningServer server) {
        VirtualServer acme = server.newVirtualServer();
        UserAccount alice = server.newUser(acme, "alice");
        TestPhone.of(server, alice);
        TestRelyingParty wiki = new TestRelyingParty(server, acme, "Wiki");
        poison(server, acme);
        List<String> faults = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        TestBrowser browser = new TestBrowser(server.pages(), wiki.ask(wiki.question()));
        look("password", browser, faults, shown);
        browser.submit("/password", Map.of("userName", HOSTILE, "password", HOSTILE));
        look("password refused", browser, faults, shown);
        browser.submit("/password", Map.of("userName", "alice", "password", "correct horse"));
        look("second factor", browser, faults, shown);
        browser.submit("/passcode", Map.of("passcode", HOSTILE));
        look("passcode refused", browser, faults, shown);
        URI factor = browser.address();
        browser.open(factor.resolve(factor.getPath() + "?use=recovery"));
        look("recovery", browser, faults, shown);
        browser.open(factor);
        if (browser.hasForm("/push")) {
            browser.submit("/push", Map.of());
            look("waiting", browser, faults, shown);
        }
        assertThat(shown).contains("password", "password refused", "second factor", "passcode refused", "waiting");

        TestBrowser portal = new TestBrowser(server.pages(), server.pages().resolve("/portal/" + acme.slug()));
        look("portal", portal, faults, shown);
        portal.submit("/start", Map.of("userName", HOSTILE, "way", "add"));
        look("portal, after a name", portal, faults, shown);
        portal.open(portal.address().resolve("/portal/" + acme.slug()));
        look("portal, the name again", portal, faults, shown);
        assertThat(shown).contains("portal", "portal, after a name");
        return faults;
    }

    private static void poison(RunningServer server, VirtualServer acme) {
        JdbcClient jdbc = server.part(JdbcClient.class);
        for (String column : List.of("application.name", "user_account.display_name", "token.name", "device.os")) {
            String table = column.substring(0, column.indexOf('.'));
            String name = column.substring(column.indexOf('.') + 1);
            assertThat(jdbc.sql("update " + table + " set " + name + " = ? where virtual_server_id = ?")
                            .params(HOSTILE, acme.id().value())
                            .update())
                    .as(column)
                    .isPositive();
        }
        jdbc.sql("update virtual_server set name = ? where id = ?")
                .params(HOSTILE, acme.id().value())
                .update();
    }

    private static void look(String step, TestBrowser browser, List<String> faults, List<String> shown) {
        assertThat(browser.status()).as(step).isLessThan(500);
        Markup.faults(browser.body(), MARK).forEach(fault -> faults.add(step + ": " + fault));
        if (browser.body().contains(MARK)) {
            shown.add(step);
        }
    }

    @Test
    void areText() {
        assertThat(faults(RunningServer.get())).isEmpty();
    }

    /** The planted bug: templates that leave text as it is. */
    @Test
    void wouldBeSeenIfTheyWereMore() {
        try (RunningServer server = RunningServer.planted(CarelessPages.class)) {
            assertThat(faults(server))
                    .anyMatch(fault -> fault.startsWith("password: element"))
                    .anyMatch(fault -> fault.startsWith("password refused: "))
                    .anyMatch(fault -> fault.startsWith("portal, after a name: "));
        }
    }
}
