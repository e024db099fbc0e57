package org.countersign.server.looks;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Somebody without a mouse: Tab reaches every control once and in the order of the page, each shows that it is reached, and
 * nothing holds the keyboard back.
 */
final class Keyboard {
    private static final String WATCH = read();

    /** Beyond the controls there may be areas that scroll; the keyboard stops there too. */
    private static final int MORE = 3;

    private Keyboard() {}

    /** Walks once through the page and returns what is wrong; where the keyboard is held back, it does not reach the rest. */
    static List<String> flaws(Page page) {
        page.evaluate(WATCH);
        int presses = ((Number) page.evaluate("keyboard.start()")).intValue() + MORE;
        for (int i = 0; i < presses; i++) {
            page.keyboard().press("Tab");
        }
        return ((List<?>) page.evaluate("keyboard.flaws()"))
                .stream().map(String::valueOf).toList();
    }

    private static String read() {
        try (InputStream file = Objects.requireNonNull(Keyboard.class.getResourceAsStream("/looks/keyboard.js"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException noFile) {
            throw new UncheckedIOException(noFile);
        }
    }
}
