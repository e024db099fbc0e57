package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ViewportSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Looks at a page as people do: light and dark, on a phone and on a desk, and with the eyes of axe. */
final class Look {
    private static final Path ROOT = Path.of(System.getProperty("countersign.root"));
    private static final Path PICTURES = Path.of("target/pictures");
    private static final String AXE = read(ROOT.resolve("authenticator/node_modules/axe-core/axe.min.js"));
    /** What can be wrong in the dark alone: the page is the same but for its colours. */
    private static final List<String> OF_COLOURS = List.of("color-contrast", "link-in-text-block");

    private static final List<ViewportSize> SIZES = List.of(new ViewportSize(360, 740), new ViewportSize(1440, 900));

    private Look() {}

    /** Takes the four pictures of {@code page} and expects axe to find nothing; leaves the page as it was. */
    static void at(Page page, String name) {
        ViewportSize before = page.viewportSize();
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(
                    new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
            for (ViewportSize size : SIZES) {
                page.setViewportSize(size.width, size.height);
                String picture = name + "-" + size.width + "-" + (scheme == ColorScheme.DARK ? "dark" : "light");
                if (Boolean.getBoolean("pictures")) {
                    page.screenshot(
                            new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(picture + ".png")));
                }
                assertThat(violations(page, scheme)).as("axe on %s", picture).isEmpty();
                assertThat(page.evaluate(
                                "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"))
                        .as("%s is wider than the window", picture)
                        .isEqualTo(false);
            }
        }
        page.setViewportSize(before.width, before.height);
    }

    private static List<?> violations(Page page, ColorScheme scheme) {
        page.evaluate(AXE);
        Object found = page.evaluate("""
                async (only) => (await axe.run(document, {
                    resultTypes: ['violations'],
                    ...(only.length ? { runOnly: { type: 'rule', values: only } } : {}),
                })).violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ')).join(', '))
                """, scheme == ColorScheme.DARK ? OF_COLOURS : List.of());
        return found instanceof List<?> list ? list : List.of(Map.of("axe", String.valueOf(found)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException notBuilt) {
            throw new UncheckedIOException("axe-core comes with the app's build: run ./countersign test", notBuilt);
        }
    }
}
