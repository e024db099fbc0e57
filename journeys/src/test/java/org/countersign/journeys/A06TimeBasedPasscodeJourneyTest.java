package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A6 Time-based passcode")
@ExtendWith(SharedStage.class)
class A06TimeBasedPasscodeJourneyTest {

    @Test
    @DisplayName("A6: shown with its remaining seconds, replaced when its time is up; the old one stops working")
    void aNewPasscodeReplacesTheOld(Journey journey) {
        journey.policy("tokens.stepSeconds", 15);
        journey.policy("tokens.driftSteps", 0);
        Person person = journey.person("Toni");
        Phone phone = journey.phoneOf(person);
        Desk desk = journey.desk();
        desk.password(person);

        Locator card = phone.card(person.userName());
        String old = phone.passcode();
        int left = phone.secondsLeft(card);
        assertThat(left).isBetween(1, 15);
        phone.page()
                .waitForCondition(() ->
                        phone.secondsLeft(card) < left || !phone.shown(card).equals(old));
        phone.page()
                .waitForCondition(() -> phone.shown(card).matches("\\d{6}")
                        && !phone.shown(card).equals(old));

        desk.passcode(old);
        desk.page().getByText("That passcode does not work").waitFor();
        desk.passcode(phone.passcode());
        desk.expectSignedIn(person);
    }

    @Test
    @DisplayName("A6: a passcode that was used does not work again")
    void aUsedPasscodeStopsWorking(Journey journey) {
        Person person = journey.person("Tamara");
        Phone phone = journey.phoneOf(person);
        Desk desk = journey.desk();
        desk.password(person);
        String passcode = phone.passcode();
        desk.passcode(passcode);
        desk.expectSignedIn(person);
        desk.forget();
        desk.password(person);
        desk.passcode(passcode);
        desk.page().getByText("That passcode does not work").waitFor();
        expectHeading(desk.page(), "Confirm that it is you");
    }
}
