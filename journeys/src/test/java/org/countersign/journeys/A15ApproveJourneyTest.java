package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A15 Approve")
@ExtendWith(SharedStage.class)
class A15ApproveJourneyTest {

    @Test
    @DisplayName("A15: the app computes the passcode and sends it; the login page continues by itself")
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
}
