package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A7 Event-based passcode")
@ExtendWith(SharedStage.class)
class A07EventBasedPasscodeJourneyTest {

    @Test
    @DisplayName("A7: 'Next passcode' makes the next; it is valid until used or until a later one is used")
    void isValidUntilItOrALaterOneIsUsed(Journey journey) {
        journey.policy("tokens.mode", "HOTP");
        Person person = journey.person("Hanna");
        Phone phone = journey.phoneOf(person);
        Locator card = phone.card(person.userName());
        Desk desk = journey.desk();
        desk.password(person);
        String passedOver = phone.nextPasscode(card);
        Look.at(phone.page(), "A07-event-based");
        String used = phone.nextPasscode(card);
        desk.passcode(used);
        desk.expectSignedIn(person);
        desk.forget();
        desk.password(person);
        desk.passcode(used);
        desk.page().getByText("That passcode does not work").waitFor();
        desk.passcode(passedOver);
        desk.page().getByText("That passcode does not work").waitFor();
        desk.passcode(phone.nextPasscode(card));
        desk.expectSignedIn(person);
    }

    @Test
    @DisplayName("A7: an app that ran ahead is brought back in the console by two passcodes in a row")
    void isBroughtBackByTwoPasscodes(Journey journey) throws IOException {
        journey.policy("tokens.mode", "HOTP");
        journey.policy("tokens.lookAhead", 3);
        Person person = journey.person("Heidi");
        Phone phone = journey.phoneOf(person);
        Locator card = phone.card(person.userName());
        for (int made = 0; made < 12; made++) {
            phone.nextPasscode(card);
        }
        assertThat(journey.rest().authenticate(person, phone.shown(card))).isEqualTo("refused");
        String first = phone.nextPasscode(card);
        String second = phone.nextPasscode(card);
        JsonObject token = journey.rest()
                .get("/users/" + person.id() + "/tokens")
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
        Desk desk = journey.desk();
        journey.console(desk.page(), "/tokens/" + token.get("id").getAsString() + "/resynchronise");
        desk.page().getByLabel("First passcode").fill(first);
        desk.page().getByLabel("Second passcode").fill(second);
        Look.at(desk.page(), "A07-resynchronise");
        press(desk.page(), "Resynchronise token");
        expectHeading(desk.page(), "Token " + token.get("serial").getAsString());
        desk.page().getByText("Token resynchronised").waitFor();
        Look.at(desk.page(), "A07-resynchronised");
        assertThat(journey.rest().authenticate(person, second)).isEqualTo("refused");
        assertThat(journey.rest().authenticate(person, phone.nextPasscode(card)))
                .isEqualTo("accepted");
    }
}
