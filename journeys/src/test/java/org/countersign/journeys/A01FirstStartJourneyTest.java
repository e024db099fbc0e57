package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.follow;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A1 First start")
@ExtendWith(SharedStage.class)
class A01FirstStartJourneyTest {
    private static final String WAYS = "a:visible, button:visible, input:visible, [tabindex='0']:visible";

    @Test
    @DisplayName("A1: a welcome screen with one way forward, Get started; it leads to adding a token")
    void theFirstStartHasOneWayForward(Journey journey) {
        Page page = journey.phone().page();
        page.navigate(journey.server().app().toString());
        expectHeading(page, "Sign in with confidence");
        assertThat(page.locator(WAYS).allInnerTexts()).containsExactly("Get started");
        follow(page, "Get started");
        expectHeading(page, "Add a token");
    }

    @Test
    @DisplayName("A1: later an Add button; tokens of different modes, alphabets and people live beside each other")
    void theAppHoldsTokensOfDifferentKinds(Journey journey) {
        Person timed = journey.person("Tina");
        Phone phone = journey.phoneOf(timed);
        Person counted = journey.person("Henry");
        journey.policy("tokens.mode", "HOTP");
        journey.policy("tokens.length", 8);
        add(journey, phone, counted);
        Person lettered = journey.person("Lena");
        journey.policy("tokens.mode", "TOTP");
        journey.policy("tokens.alphabet", "BASE32");
        add(journey, phone, lettered);

        assertThat(phone.page().locator(".token-card").count()).isEqualTo(3);
        Locator event = phone.card(counted.userName());
        event.getByText("Next passcode").click();
        assertThat(phone.passcode(event)).matches("[0-9]{8}");
        assertThat(journey.rest().authenticate(counted, phone.passcode(event))).isEqualTo("accepted");
        String letters = phone.passcode(phone.card(lettered.userName()));
        assertThat(letters).matches("[A-Z2-7]{8}");
        assertThat(journey.rest().authenticate(lettered, letters)).isEqualTo("accepted");
        assertThat(journey.rest().authenticate(timed, phone.passcode(phone.card(timed.userName()))))
                .isEqualTo("accepted");
    }

    private static void add(Journey journey, Phone phone, Person person) {
        follow(phone.page(), "Add");
        phone.page().getByLabel("Activation string or link").fill(journey.rest().activationLink(person));
        press(phone.page(), "Continue");
        phone.finishEnrollment(null);
    }
}
