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
import java.time.Duration;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The login pages in a real browser: each state as people see it, by itself and without a reload. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginLookTest {
    private static final Path PICTURES = Path.of("target/pictures");
    private static final List<ViewportSize> SIZES = List.of(new ViewportSize(360, 740), new ViewportSize(1440, 900));

    private final RunningServer server = RunningServer.get();
    private final List<String> complaints = new ArrayList<>();
    private Playwright playwright;
    private Browser browser;
    private String axe;
    private BrowserContext context;
    private Page page;
    private TestPhones phone;
    private TestRelyingParty wiki;

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
        context.setDefaultTimeout(10_000);
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

    private void look(String name) {
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

    private void heading(String text) {
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text))
                .waitFor();
    }

    private void press(String text) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(text))
                .click();
    }

    private void password(String password) {
        page.getByLabel("User name").fill("alice");
        page.getByLabel("Password").fill(password);
        page.keyboard().press("Enter");
    }

    private String ask() {
        password("correct horse");
        press("Use my mobile to autosend a passcode");
        heading("Answer on your phone");
        return page.locator(".push-digits").innerText();
    }

    @Test
    void passwordAndPasscode() {
        heading("Sign in");
        look("login-password");
        password("wrong horse");
        page.getByText("User name or password is wrong").waitFor();
        look("login-password-refused");
        password("correct horse");
        heading("Confirm that it is you");
        look("login-factor");
        page.getByLabel("Enter a passcode").fill("000 000");
        page.keyboard().press("Enter");
        page.getByText("That passcode does not work").waitFor();
        look("login-passcode-refused");
        String passcode = phone.nextPasscode();
        page.getByLabel("Enter a passcode").fill(passcode.substring(0, 3) + " " + passcode.substring(3));
        page.keyboard().press("Enter");
        heading("Signed in");
        assertThat(page.url()).startsWith(TestRelyingParty.REDIRECT.toString());
    }

    @Test
    void continuesByItselfWithinASecondOfTheApproval() {
        String number = ask();
        assertThat(number).matches("[0-9]{2}");
        look("login-waiting");
        var request = phone.request();
        page.getByText("The request is open on your phone")
                .or(page.getByText("Your phone has the request"))
                .waitFor();
        look("login-waiting-delivered");
        long asked = System.nanoTime();
        assertThat(phone.answer(phone.approval(request, number)).status()).isEqualTo(200);
        heading("Signed in");
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
        assertThat(page.url()).startsWith(TestRelyingParty.REDIRECT.toString());
    }

    @Test
    void saysByItselfThatItWasDenied() {
        ask();
        phone.answer(phone.denial(phone.request(), "cancelled"));
        heading("You said no");
        look("login-denied");
        press("Start again");
        heading("Sign in");
    }

    @Test
    void saysByItselfThatItWasReported() {
        ask();
        phone.answer(phone.denial(phone.request(), "not_me"));
        heading("This sign-in was stopped");
        look("login-reported");
    }

    @Test
    void saysThatTheNumberWasWrong() {
        String number = ask();
        phone.answer(phone.approval(phone.request(), number.equals("10") ? "11" : "10"));
        heading("The numbers did not match");
        look("login-wrong-number");
    }

    @Test
    void saysThatThePhoneWasNotReached() {
        ask();
        server.time().pass(Duration.ofSeconds(61));
        page.reload();
        heading("We could not reach your phone");
        look("login-undelivered");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Use a passcode"))
                .click();
        heading("Confirm that it is you");
    }

    @Test
    void offersAnotherRequestAfterAWhileAndAPasscodeAlways() {
        String first = ask();
        assertThat(page.getByText("Send again").isVisible()).isFalse();
        server.time().pass(Duration.ofSeconds(21));
        page.reload();
        look("login-waiting-again");
        press("Send again");
        page.waitForCondition(() -> page.locator("#waiting[data-seconds-left]").count() == 1
                && !page.getByText("Send again").isVisible());
        assertThat(page.locator(".push-digits").innerText()).matches("[0-9]{2}");
        assertThat(first).matches("[0-9]{2}");
        page.getByText("Use a passcode instead").click();
        page.getByLabel("Enter a passcode").fill(phone.nextPasscode());
        page.keyboard().press("Enter");
        heading("Signed in");
        assertThat(phone.open()).isEmpty();
    }

    @Test
    void tellsWhoIsSignedInAndSignsOut() {
        password("correct horse");
        page.getByLabel("Enter a passcode").fill(phone.nextPasscode());
        page.keyboard().press("Enter");
        heading("Signed in");
        page.navigate(wiki.registration().issuer().toString());
        heading("You are signed in");
        look("login-account");
        press("Sign out");
        heading("You are signed out");
        look("login-signed-out");
        page.navigate(wiki.registration().issuer() + "/login/none");
        heading("This page has run out");
        look("login-lost");
        complaints.clear();
    }
}
