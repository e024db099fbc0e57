package org.countersign.server.looks;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.web.shell.NamedPages;

/** Looks at pages in one browser, and remembers which templates it has seen and what was wrong. */
final class Eyes implements AutoCloseable {
    /** What a program says of nothing, which no person should read. */
    private static final Pattern NO_WORD = Pattern.compile("\\b(?:null|undefined|NaN)\\b|\\[object|Optional[.\\[]");

    private final RealBrowser browser = new RealBrowser();
    private final Map<Page, String> shown = new ConcurrentHashMap<>();
    private final Set<String> seen = new TreeSet<>();
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    /** Opens a page in a context of its own, at the size of a phone. */
    Page open() {
        Page page = browser.newPage();
        page.setDefaultTimeout(15_000);
        RealBrowser.look(page, RealBrowser.Look.PHONE_LIGHT);
        page.onResponse(response -> note(page, response));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("Failed to load resource")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        return page;
    }

    private void note(Page page, Response response) {
        if (response.request().isNavigationRequest()) {
            String template = response.headers().get(NamedPages.HEADER.toLowerCase(Locale.ROOT));
            if (template == null) {
                shown.remove(page);
            } else {
                shown.put(page, template);
            }
        }
    }

    /** Looks at the page in every way and by keyboard, and returns what is wrong. */
    List<String> look(Page page, String name) {
        List<String> flaws = new ArrayList<>(RealBrowser.flaws(page, name));
        for (RealBrowser.Look look : List.of(RealBrowser.Look.DESK_LIGHT, RealBrowser.Look.PHONE_LIGHT)) {
            RealBrowser.look(page, look);
            Keyboard.flaws(page).forEach(flaw -> flaws.add(name + ", " + look + ": " + flaw));
        }
        Matcher slip = NO_WORD.matcher(page.innerText("body"));
        if (slip.find()) {
            flaws.add(name + ": says '" + slip.group() + "' to people");
        }
        String template = shown.get(page);
        if (template == null) {
            flaws.add(name + ": no page of the server");
        } else {
            seen.add(template);
        }
        flaws.addAll(complaints);
        complaints.clear();
        return flaws;
    }

    /** Returns the templates that were looked at. */
    Set<String> seen() {
        return seen;
    }

    @Override
    public void close() {
        browser.close();
    }
}
