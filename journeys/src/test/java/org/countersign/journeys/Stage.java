package org.countersign.journeys;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.testkit.Chromium;
import org.countersign.testkit.ServerProcess;
import org.jspecify.annotations.Nullable;

/** A fresh server in a folder of its own, with desks and phones: browsers that share nothing. */
final class Stage implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("countersign.root"));

    private static final Pattern OPERATOR_PASSWORD = Pattern.compile("(?m)^.*[Pp]assword[: ]+(\\S+).*$");

    private final ServerProcess server;
    private final Playwright playwright;
    private final Browser browser;
    private @Nullable Browser whole;
    private @Nullable Page desk;
    private @Nullable Page phone;

    private Stage(ServerProcess server) {
        this.server = server;
        playwright = Playwright.create();
        browser = launch(Chromium.lean());
    }

    private Browser launch(Path program) {
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(Chromium.FLAGS));
    }

    /** Starts a server, which knows nobody but the demo's people, and the browser's program. */
    static Stage set() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("countersign-journey");
        return new Stage(ServerProcess.start(ServerProcess.Launch.ofJar(ROOT, data)
                .with("--countersign.webhooks=http://127.0.0.1")
                .with("--countersign.push-services=http://127.0.0.1")));
    }

    /** Opens another desk: a browser that shares nothing with the others. */
    Page newDesk() {
        return page(browser, new Browser.NewContextOptions().setViewportSize(1440, 900));
    }

    /** Opens another phone, as unrelated to the others as two phones are. */
    Page newPhone() {
        return newPhone(browser);
    }

    /** Opens another phone, which can show notifications. */
    Page newNotifiedPhone() {
        if (whole == null) {
            whole = launch(Chromium.whole());
        }
        return newPhone(whole);
    }

    private static Page newPhone(Browser browser) {
        return page(
                browser,
                new Browser.NewContextOptions()
                        .setViewportSize(360, 740)
                        .setDeviceScaleFactor(2)
                        .setHasTouch(true)
                        .setIsMobile(true)
                        .setUserAgent("Mozilla/5.0 (Linux; Android 16; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
                                + " Chrome/156.0.0.0 Mobile Safari/537.36"));
    }

    private static Page page(Browser browser, Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options.setLocale("en-GB"));
        context.setDefaultTimeout(30_000);
        return context.newPage();
    }

    ServerProcess server() {
        return server;
    }

    /** Returns the desk of a story that has one. */
    Page desk() {
        if (desk == null) {
            desk = newDesk();
        }
        return desk;
    }

    /** Returns the phone of a story that has one. */
    Page phone() {
        if (phone == null) {
            phone = newPhone();
        }
        return phone;
    }

    /** Returns the password of Acme's operator, which the server has printed once. */
    String operatorPassword() throws IOException {
        return printedPassword(0);
    }

    /** Returns the password of the provider's operator, which the server has printed once, after Acme's. */
    String providerPassword() throws IOException {
        return printedPassword(1);
    }

    private String printedPassword(int place) throws IOException {
        Matcher printed = OPERATOR_PASSWORD.matcher(server.output());
        for (int i = 0; i <= place; i++) {
            if (!printed.find()) {
                throw new IllegalStateException("the server printed no operator password:\n" + server.output());
            }
        }
        return printed.group(1);
    }

    /** Presses a button by what stands on it. */
    static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    /** Follows a link by what stands on it. */
    static void follow(Page page, String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    /** Waits until a heading stands on the page. */
    static void expectHeading(Page page, String name) {
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name))
                .first()
                .waitFor();
    }

    @Override
    public void close() {
        playwright.close();
        server.close();
    }
}
