package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A7 Event-based passcode")
@ExtendWith(SharedStage.class)
class A07EventBasedPasscodeJourneyTest {

    private static String next(Phone phone, Locator card) {
        String before = phone.shown(card);
        card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Next passcode"))
                .click();
        phone.page()
                .waitForCondition(() -> phone.shown(card).matches("\\d{6}")
                        && !phone.shown(card).equals(before));
        return phone.shown(card);
    }

    @Test
    @DisplayName("A7: 'Next passcode' makes the next; it is valid until used or until a later one is used")
    void isValidUntilItOrALaterOneIsUsed(Journey journey) {
        journey.policy("tokens.mode", "HOTP");
        Person person = journey.person("Hanna");
        Phone phone = journey.phoneOf(person);
        Locator card = phone.card(person.userName());
        Desk desk = journey.desk();
        desk.password(person);
        String passedOver = next(phone, card);
        Look.at(phone.page(), "A07-event-based");
        String used = next(phone, card);
        desk.passcode(used);
        desk.expectSignedIn(person);
        desk.forget();
        desk.password(person);
        desk.passcode(used);
        desk.page().getByText("That passcode does not work").waitFor();
        desk.passcode(passedOver);
        desk.page().getByText("That passcode does not work").waitFor();
        desk.passcode(next(phone, card));
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
            next(phone, card);
        }
        assertThat(journey.rest().authenticate(person, phone.shown(card))).isEqualTo("refused");
        String first = next(phone, card);
        String second = next(phone, card);
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
        assertThat(journey.rest().authenticate(person, next(phone, card))).isEqualTo("accepted");
    }
}
