package org.countersign.server.looks;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhones;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** The login page of one application in a real browser, and a phone beside it. */
// Every way begins with what open() sets.
@SuppressWarnings("NullAway.Init")
abstract class LoginStage {
    final RunningServer server;
    final Eyes eyes;
    private final List<String> flaws = new ArrayList<>();
    Page page;
    TestPhones phone;
    TestRelyingParty wiki;

    LoginStage(RunningServer server, Eyes eyes) {
        this.server = server;
        this.eyes = eyes;
    }

    /** Begins at a new login page, and ends with what was seen on the way. */
    final DynamicTest way(String name, Executable steps) {
        return DynamicTest.dynamicTest(name, () -> {
            open();
            try {
                steps.execute();
            } finally {
                page.context().close();
            }
            assertThat(flaws).isEmpty();
        });
    }

    private void open() {
        flaws.clear();
        VirtualServer acme = server.newVirtualServer("Acme Corporation");
        phone = TestPhones.of(server, server.newUser(acme, "alice"));
        wiki = new TestRelyingParty(server, acme, "Acme Wiki");
        page = eyes.open();
        page.navigate(wiki.ask(wiki.question()).toString());
    }

    final void look(String name) {
        flaws.addAll(eyes.look(page, name));
    }

    final void heading(String text) {
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text))
                .waitFor();
    }

    final void press(String text) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(text))
                .click();
    }

    final void password(String password) {
        page.getByLabel("User name").fill("alice");
        page.getByLabel("Password").fill(password);
        page.keyboard().press("Enter");
    }

    final String ask() {
        password("correct horse");
        press("Use my mobile to autosend a passcode");
        heading("Answer on your phone");
        return page.locator(".push-digits").innerText();
    }
}
