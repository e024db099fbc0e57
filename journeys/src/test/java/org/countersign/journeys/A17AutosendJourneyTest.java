package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A17 Autosend")
@ExtendWith(SharedStage.class)
class A17AutosendJourneyTest {
    private static final String OFFER = "Use my mobile to autosend a passcode";

    @Test
    @DisplayName("A17: off means that the login page cannot ask this phone and says so; on brings requests again")
    void offMeansThatThePhoneIsNotAsked(Journey journey) {
        Person person = journey.person("Otto");
        Phone phone = journey.phoneOf(person);
        phone.autosend(false);
        Desk desk = journey.desk();
        desk.password(person);
        desk.page().getByText(OFFER).click();
        desk.page().getByText("There is no phone to ask").waitFor();
        assertThat(desk.page().getByText(OFFER).count()).isZero();
        assertThat(desk.page().getByLabel("Enter a passcode").isVisible()).isTrue();
        phone.autosend(true);
        phone.open();
        desk.forget();
        String number = desk.push(person);
        phone.openRequest();
        phone.approve(number);
        desk.expectSignedIn(person);
    }
}
