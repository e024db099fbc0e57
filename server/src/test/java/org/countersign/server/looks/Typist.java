package org.countersign.server.looks;

import com.microsoft.playwright.Page;
import java.util.function.Predicate;

/** Somebody who has keys only: what they do goes to where the focus is, and Tab moves it. */
record Typist(Page page) {
    /** More than any page has stops. */
    private static final int MOST = 90;

    private static final String NAME = """
            () => {
                const at = document.activeElement;
                if (at === document.body) {
                    return '';
                }
                const label = at.labels?.length ? at.labels[0].innerText : at.ariaLabel ?? at.innerText;
                return (label ?? '').replace(/\\s+/g, ' ').trim();
            }""";

    /** Returns what the control in focus is called. */
    String at() {
        return String.valueOf(page.evaluate(NAME));
    }

    /** Sees a page that has just been loaded: with its first frame it gives the focus to where people begin. */
    Typist sees() {
        page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        return this;
    }

    /** Goes on with Tab until a control whose name begins so has the focus; it may have it already. */
    Typist to(String name) {
        return until(name, at -> at.startsWith(name));
    }

    /** Goes on with Tab until a control with this in its name has the focus. */
    Typist toOneWith(String part) {
        return until(part, at -> at.contains(part));
    }

    private Typist until(String name, Predicate<String> wanted) {
        for (int i = 0; i < MOST; i++) {
            if (wanted.test(at())) {
                return this;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("the keyboard does not reach " + name + " at " + page.url());
    }

    Typist types(String text) {
        page.keyboard().type(text);
        return this;
    }

    Typist presses(String key) {
        page.keyboard().press(key);
        return this;
    }

    /** Presses Enter and waits for the page that follows, by its heading. */
    void enters(String heading) {
        page.keyboard().press("Enter");
        page.locator("h1", new Page.LocatorOptions().setHasText(heading)).waitFor();
        page.waitForLoadState();
        sees();
    }
}
