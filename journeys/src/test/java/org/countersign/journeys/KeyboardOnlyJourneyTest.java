package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.countersign.journeys.Stage.expectHeading;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Enrollment and approval with nothing but a keyboard: every step reached by Tab, in the order in which it is read. */
@DisplayName("Keyboard only")
@ExtendWith(SharedStage.class)
class KeyboardOnlyJourneyTest {
    private static final int MOST_TABS = 40;

    /** What has the focus: its words, where it is, and whether somebody can see that it has the focus. */
    private static final String FOCUS = """
            () => {
                const element = document.activeElement;
                if (element === null || element === document.body) return null;
                const style = getComputedStyle(element);
                const ringed = [element, ...(element.labels ?? [])].some((seen) => {
                    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(seen);
                    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
                });
                const box = element.getBoundingClientRect();
                const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText;
                return {
                    name: label.trim().replace(/\\s+/g, ' '),
                    ringed: ringed && style.visibility === 'visible',
                    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
                    top: Math.round(box.top + scrollY),
                    left: Math.round(box.left + scrollX),
                };
            }
            """;

    @Test
    @DisplayName("Enrollment and approval are complete from the keyboard")
    void enrollsAndApproves(Journey journey) {
        Person person = journey.person("Kerstin");
        Phone phone = journey.phone();
        Page page = phone.page();
        phone.open();
        expectHeading(page, "Sign in with confidence");
        press(page, "Get started");
        expectHeading(page, "Add a token");
        tabTo(page, "Activation string or link");
        page.keyboard().insertText(journey.rest().activationLink(person));
        press(page, "Continue");
        expectHeading(page, "Name your token");
        tabTo(page, "Token name");
        page.keyboard().press("Control+A");
        page.keyboard().type("Kerstin’s key");
        // Enter in a field is enough, as in any form.
        page.keyboard().press("Enter");
        expectHeading(page, "Get sign-in requests");
        press(page, "Allow");
        expectHeading(page, "Your token is ready");
        press(page, "Show my tokens");
        phone.card("Kerstin’s key").waitFor();

        Desk desk = journey.desk();
        String number = desk.push(person);
        page.locator("a.pending").waitFor();
        press(page, "1 sign-in request");
        expectHeading(page, "Sign-in request");
        tabTo(page, "Number on the login page");
        page.keyboard().type(number);
        press(page, "Approve");
        expectHeading(page, "Approved");
        desk.expectSignedIn(person);
        press(page, "Back to my tokens");
        expectHeading(page, "Your tokens");
    }

    @Test
    @DisplayName("Saying no is complete from the keyboard")
    void saysNo(Journey journey) {
        Person person = journey.person("Konrad");
        Page page = journey.phoneOf(person).page();
        Desk desk = journey.desk();
        desk.push(person);
        page.locator("a.pending").waitFor();
        press(page, "1 sign-in request");
        expectHeading(page, "Sign-in request");
        press(page, "No, it wasn’t me");
        expectHeading(page, "Why not?");
        press(page, "It wasn’t me!");
        expectHeading(page, "Attempt stopped");
        expectHeading(desk.page(), "This sign-in was stopped");
    }

    @Test
    @DisplayName("The focus goes through a request as it is read, is always seen, and never caught")
    void theFocusFollowsTheEye(Journey journey) {
        Person person = journey.person("Karla");
        Phone phone = journey.phoneOf(person);
        journey.desk().push(person);
        phone.openRequest();
        Page page = phone.page();
        page.waitForCondition(() -> page.getByText("No, it wasn’t me").isEnabled());
        // The heading of a new screen takes the focus, so that reading begins there.
        List<String> names = new ArrayList<>();
        Map<?, ?> before = Map.of("top", 0, "left", 0);
        for (int tabs = 0; tabs < MOST_TABS; tabs++) {
            page.keyboard().press("Tab");
            if (!(page.evaluate(FOCUS) instanceof Map<?, ?> focus) || names.contains(words(focus))) {
                break;
            }
            names.add(words(focus));
            assertSeen(focus);
            assertThat(number(focus, "top") + 60)
                    .as("%s stands below or beside what had the focus before", focus)
                    .isGreaterThanOrEqualTo(number(before, "top"));
            before = focus;
        }
        assertThat(names).startsWith("Number on the login page", "1", "2").contains("1", "0", "No, it wasn’t me");
        assertThat(names.indexOf("1")).isLessThan(names.indexOf("0"));
        assertThat(names.indexOf("0")).isLessThan(names.indexOf("No, it wasn’t me"));
    }

    private static void press(Page page, String name) {
        tabTo(page, name);
        page.keyboard().press("Enter");
    }

    /** Presses Tab until the focus is on what is called so; each stop on the way must show the focus. */
    private static void tabTo(Page page, String name) {
        Map<String, Integer> passed = new LinkedHashMap<>();
        for (int tabs = 0; tabs < MOST_TABS; tabs++) {
            if (page.evaluate(FOCUS) instanceof Map<?, ?> focus && tabs > 0) {
                assertSeen(focus);
                passed.merge(words(focus), 1, Integer::sum);
                if (words(focus).contains(name)) {
                    page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(USABLE)));
                    return;
                }
            }
            page.keyboard().press("Tab");
        }
        fail("not reached by Tab: " + name + ", but " + passed.keySet());
    }

    /** A button may wait a moment, against answers given by mistake. */
    private static final String USABLE = """
            () => !document.activeElement.disabled && document.activeElement.getAttribute('aria-disabled') !== 'true'
            """;

    private static void assertSeen(Map<?, ?> focus) {
        assertThat(focus.get("ringed")).as("the focus shows on %s", focus).isEqualTo(true);
        assertThat(focus.get("seen"))
                .as("what has the focus is on the screen: %s", focus)
                .isEqualTo(true);
    }

    private static String words(Map<?, ?> focus) {
        return String.valueOf(focus.get("name"));
    }

    private static int number(Map<?, ?> focus, String name) {
        return focus.get(name) instanceof Number number ? number.intValue() : 0;
    }
}
