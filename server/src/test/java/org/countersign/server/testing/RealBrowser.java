package org.countersign.server.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.countersign.testkit.Chromium;

/** Chromium, headless, with a page per look: light and dark, a phone and a desk. */
public final class RealBrowser implements AutoCloseable {
    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final String AXE = axe();
    /** What can be wrong in the dark alone: the page is the same but for its colours. */
    private static final List<String> OF_COLOURS = List.of("color-contrast", "link-in-text-block");

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(Chromium.lean())
                    .setArgs(Chromium.FLAGS));

    /** How a page is looked at. */
    public enum Look {
        PHONE_LIGHT(360, 780, ColorScheme.LIGHT),
        PHONE_DARK(360, 780, ColorScheme.DARK),
        DESK_LIGHT(1440, 900, ColorScheme.LIGHT),
        DESK_DARK(1440, 900, ColorScheme.DARK);

        private final int width;
        private final int height;
        private final ColorScheme colours;

        Look(int width, int height, ColorScheme colours) {
            this.width = width;
            this.height = height;
            this.colours = colours;
        }
    }

    /** Opens an empty page in a context of its own. */
    public Page newPage() {
        BrowserContext context = browser.newContext();
        return context.newPage();
    }

    /** Opens an empty page in a context of its own, in which no page's script runs. */
    public Page newPageWithoutScripts() {
        return browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))
                .newPage();
    }

    /** Looks at the page in one way, without motion: a picture half way through a change of colour shows neither. */
    public static void look(Page page, Look look) {
        page.setViewportSize(look.width, look.height);
        page.emulateMedia(
                new Page.EmulateMediaOptions().setColorScheme(look.colours).setReducedMotion(ReducedMotion.REDUCE));
    }

    /**
     * Looks at the page in every way, and returns what is wrong: what axe finds, and content wider than the window. With
     * {@code -Dpictures=true} it keeps a picture of each below {@code target/screenshots}.
     */
    public static List<String> flaws(Page page, String name) {
        List<String> flaws = new ArrayList<>();
        for (Look look : Look.values()) {
            look(page, look);
            String picture = name + "-" + look.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (Boolean.getBoolean("pictures")) {
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(SHOTS.resolve(picture + ".png"))
                        .setFullPage(true));
            }
            if (Boolean.TRUE.equals(
                    page.evaluate("document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"))) {
                flaws.add(picture + ": wider than the window");
            }
            violations(page, look).forEach(violation -> flaws.add(picture + ": " + violation));
        }
        return flaws;
    }

    /** Evaluates axe through the debugging protocol, which a page's content security policy does not hold; once a page. */
    private static List<?> violations(Page page, Look look) {
        if (Boolean.FALSE.equals(page.evaluate("'axe' in window"))) {
            page.evaluate(AXE);
        }
        return (List<?>) page.evaluate("""
                async (only) => (await axe.run(document, {
                    resultTypes: ['violations'],
                    ...(only.length ? { runOnly: { type: 'rule', values: only } } : {}),
                })).violations.map((v) => v.id + ' ' + v.nodes.map((n) => n.html).slice(0, 3).join(' '))
                """, look.colours == ColorScheme.DARK ? OF_COLOURS : List.of());
    }

    private static String axe() {
        try (InputStream file = Objects.requireNonNull(RealBrowser.class.getResourceAsStream("/axe.min.js"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException noFile) {
            throw new UncheckedIOException(noFile);
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
