package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Text twice as large on a small phone, and an eye that movement disturbs (WCAG 2.2, 1.4.4, 1.4.10 and 2.3.3). */
@DisplayName("Large text and reduced motion")
@ExtendWith(SharedStage.class)
class LargeTextJourneyTest {
    /** Text that is cut off, and elements wider than the screen. */
    private static final String LOST = """
            () => {
                const words = [...document.querySelectorAll('main *')].filter((element) =>
                    element.checkVisibility() && !element.closest('.only-heard') && !element.matches('input, textarea, svg, svg *') &&
                    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''));
                const cut = words.filter((element) => {
                    const style = getComputedStyle(element);
                    const hides = style.overflowX !== 'visible' || style.overflowY !== 'visible';
                    return hides && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
                });
                const out = words.filter((element) => {
                    const box = element.getBoundingClientRect();
                    return box.left < -1 || box.right > innerWidth + 1;
                });
                return [...cut.map((element) => 'cut: ' + element.innerText), ...out.map((element) => 'outside: ' + element.innerText)];
            }
            """;

    private static final String MOVING = """
            () => document.getAnimations()
                .filter((animation) => animation.playState === 'running')
                .map((animation) => animation.effect.target.className + ' ' + (animation.animationName ?? animation.transitionProperty))
            """;

    @Test
    @DisplayName("Nothing is lost with text twice as large, and everything still works")
    void worksWithTextTwiceAsLarge(Journey journey) {
        Person person = journey.person("Lars");
        Phone phone = journey.phone();
        Page page = phone.page();
        page.context().addInitScript("""
                document.addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%'; })
                """);
        phone.open();
        keepsAll(page, "Sign in with confidence");
        phone.open("#add");
        keepsAll(page, "Add a token");
        page.navigate(journey.rest().activationLink(person));
        keepsAll(page, "Name your token");
        Stage.press(page, "Continue");
        keepsAll(page, "Get sign-in requests");
        Stage.press(page, "Allow");
        keepsAll(page, "Your token is ready");
        Stage.press(page, "Show my tokens");
        keepsAll(page, "Your tokens");
        Desk desk = journey.desk();
        String number = desk.push(person);
        phone.openRequest();
        keepsAll(page, "Sign-in request");
        phone.approve(number);
        keepsAll(page, "Approved");
        desk.expectSignedIn(person);
        phone.open("#settings");
        keepsAll(page, "Settings");
    }

    @Test
    @DisplayName("With reduced motion nothing moves by itself")
    void standsStillWithReducedMotion(Journey journey) {
        Person person = journey.person("Ruth");
        Phone phone = journey.phone();
        phone.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        phone.enroll(journey.rest().activationLink(person));
        assertThat(phone.page().evaluate(MOVING)).isEqualTo(List.of());
        journey.desk().push(person);
        phone.openRequest();
        assertThat(phone.page().evaluate(MOVING)).isEqualTo(List.of());
    }

    private static void keepsAll(Page page, String heading) {
        expectHeading(page, heading);
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as("%s needs no scrolling to the side", heading)
                .isEqualTo(true);
        assertThat(page.evaluate(LOST)).as("lost of %s", heading).isEqualTo(List.of());
    }
}
