package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A15 Approve")
@ExtendWith(SharedStage.class)
class A15ApproveJourneyTest {
    private static final String ANSWER_WAS_TAKEN = """
            performance.timeOrigin + performance.getEntriesByType('resource')
                .findLast(({ name }) => name.endsWith('/device/v1/answer')).responseEnd
            """;
    /** The page after the login page: its time begins when the browser leaves the one before, redirections included. */
    private static final String THIS_PAGE_BEGAN = "performance.timeOrigin";

    @Test
    @DisplayName("A15: the app computes the passcode and sends it; the login page continues by itself within a second")
    void approvingLetsTheLoginPageContinueByItself(Journey journey) {
        Person person = journey.person("Adele");
        Phone phone = journey.phoneOf(person);
        Desk desk = journey.desk();
        String number = desk.push(person);
        // It says 'Used' until the step ends: the rest of the step must be long enough to see it.
        Locator card = phone.card(person.userName());
        phone.awaitMoreThan(20, card);
        String passcode = phone.passcode();
        phone.openRequest();
        phone.approve(number);
        desk.expectSignedIn(person);
        assertThat(number(desk.page(), THIS_PAGE_BEGAN) - number(phone.page(), ANSWER_WAS_TAKEN))
                .as("milliseconds from the server's yes to the phone until the login page went on")
                .isLessThan(1_000);
        phone.backToTokens();
        phone.page().getByText("Used").first().waitFor();
        assertThat(journey.rest().authenticate(person, passcode))
                .as("the passcode went with the approval")
                .isEqualTo("refused");
    }

    @Test
    @DisplayName("A15: where the policy asks for no number, one tap is enough")
    void withoutANumberOneTapIsEnough(Journey journey) {
        journey.policy("push.numberDigits", 0);
        Person person = journey.person("Anton");
        Phone phone = journey.phoneOf(person);
        Desk desk = journey.desk();
        desk.password(person);
        desk.page().getByText("Use my mobile to autosend a passcode").click();
        phone.openRequest();
        phone.approve("");
        desk.expectSignedIn(person);
    }

    /** Returns what a script says, in milliseconds of the clock that both browsers have. */
    private static double number(Page page, String script) {
        return ((Number) page.evaluate(script)).doubleValue();
    }
}
