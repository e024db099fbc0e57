package org.countersign.server.web.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ViewportSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhones;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** The login page of one application in a real browser, and a phone beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LoginStage {
    private static final Path PICTURES = Path.of("target/pictures");
    private static final List<ViewportSize> SIZES = List.of(new ViewportSize(360, 740), new ViewportSize(1440, 900));

    final RunningServer server = RunningServer.get();
    final List<String> complaints = new ArrayList<>();
    private Playwright playwright;
    private Browser browser;
    private String axe;
    private BrowserContext context;
    Page page;
    TestPhones phone;
    TestRelyingParty wiki;

    @BeforeAll
    void launch() throws IOException {
        axe = Files.readString(Path.of(System.getProperty("countersign.root"))
                .resolve("authenticator/node_modules/axe-core/axe.min.js"));
        playwright = Playwright.create();
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterAll
    void quit() {
        playwright.close();
    }

    @BeforeEach
    void open() {
        VirtualServer acme = server.newVirtualServer("Acme Corporation");
        phone = TestPhones.of(server, server.newUser(acme, "alice"));
        wiki = new TestRelyingParty(server, acme, "Acme Wiki");
        context = browser.newContext();
        context.setDefaultTimeout(30_000);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if ("error".equals(message.type())) {
                complaints.add(message.text());
            }
        });
        page.route(
                "http://127.0.0.1:9/**",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(200)
                        .setContentType("text/html")
                        .setBody("<h1>Signed in</h1>")));
        page.navigate(wiki.ask(wiki.question()).toString());
    }

    @AfterEach
    void close() {
        context.close();
        assertThat(complaints).as("what the browser complained of").isEmpty();
    }

    final void look(String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(
                    new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
            for (ViewportSize size : SIZES) {
                page.setViewportSize(size.width, size.height);
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(PICTURES.resolve(name + "-" + size.width + "-" + scheme + ".png")));
                assertThat((boolean) page.evaluate(
                                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                        .as("%s fits %s", name, size.width)
                        .isTrue();
            }
            assertThat(violations()).as("axe on %s, %s", name, scheme).isEmpty();
        }
    }

    /** Evaluates axe through the debugging protocol, which the page's content security policy does not hold. */
    private List<?> violations() {
        page.evaluate(axe);
        return (List<?>) page.evaluate("""
                async () => (await axe.run()).violations.map(
                    (v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ')).join(', '))
                """);
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
