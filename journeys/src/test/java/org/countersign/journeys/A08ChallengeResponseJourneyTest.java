package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A8 Challenge-response")
@ExtendWith(SharedStage.class)
class A08ChallengeResponseJourneyTest {

    private static void suite(Journey journey, String suite, int digits) {
        JsonObject tokens = journey.rest().get("/policy").getAsJsonObject().getAsJsonObject("tokens");
        tokens.addProperty("mode", "OCRA");
        tokens.addProperty("length", digits);
        tokens.addProperty("suite", suite);
        journey.policy("tokens", tokens);
    }

    private static String answer(Phone phone, Locator card, String challenge) {
        card.getByLabel("Challenge").fill(challenge);
        card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Get response"))
                .click();
        phone.page().getByText("Only for challenge").waitFor();
        return phone.shown(card);
    }

    private static void again(Locator card) {
        card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Enter challenge"))
                .click();
    }

    private static String challenge(Desk desk) {
        expectHeading(desk.page(), "Answer the challenge");
        return desk.page().locator(".challenge-characters").innerText();
    }

    private static void open(Desk desk, Journey journey, Person person) {
        desk.page().navigate(journey.server().wiki().toString());
        desk.page().getByText("Sign in").first().click();
        expectHeading(desk.page(), "Sign in");
        desk.page().getByLabel("User name").fill(person.userName());
        desk.page().getByLabel("Password").fill(person.password());
        press(desk.page(), "Next");
    }

    private static void respond(Desk desk, String response) {
        desk.page().getByLabel("Response").fill(response);
        press(desk.page(), "Sign in");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A8: enter the challenge of the login page, get the response")
    @CsvSource({"OCRA-1:HOTP-SHA256-6:QN08, 6", "OCRA-1:HOTP-SHA256-8:QA10-T1M, 8", "OCRA-1:HOTP-SHA256-7:QH06, 7"})
    void theResponseSignsIn(String suite, int digits, Journey journey) {
        suite(journey, suite, digits);
        Person person = journey.person("Olga");
        Phone phone = journey.phoneOf(person);
        Locator card = phone.card(person.userName());
        Look.at(phone.page(), "A08-card-" + digits);
        Desk desk = journey.desk();
        open(desk, journey, person);
        String challenge = challenge(desk);
        Look.at(desk.page(), "A08-login-" + digits);
        String response = answer(phone, card, challenge);
        assertThat(response).matches("\\d{" + digits + "}");
        Look.at(phone.page(), "A08-response-" + digits);
        respond(desk, response);
        desk.expectSignedIn(person);
    }

    @Test
    @DisplayName("A8: 'Enter challenge' starts again; a response is good for its challenge and once")
    void eachChallengeHasItsOwnResponse(Journey journey) {
        suite(journey, "OCRA-1:HOTP-SHA256-6:QN08", 6);
        Person person = journey.person("Otto");
        Phone phone = journey.phoneOf(person);
        Locator card = phone.card(person.userName());
        Desk desk = journey.desk();
        open(desk, journey, person);
        String first = answer(phone, card, challenge(desk));
        respond(desk, "000000");
        desk.page().getByText("That response does not work").waitFor();
        respond(desk, first);
        desk.page().getByText("That response does not work").waitFor();
        again(card);
        respond(desk, answer(phone, card, challenge(desk)));
        desk.expectSignedIn(person);
    }
}
