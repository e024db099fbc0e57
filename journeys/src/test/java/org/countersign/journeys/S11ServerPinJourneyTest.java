package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("S11 Server PIN")
@ExtendWith(SharedStage.class)
class S11ServerPinJourneyTest {
    private static final String OWN = "6183";

    @Test
    @DisplayName(
            "S11: whoever forgot the server PIN gets a new one from an operator, and changes it at the next sign-in")
    void aPinOfAnOperatorIsChangedAtTheNextSignIn(Journey journey) throws IOException {
        journey.policy("tokens.mode", "HOTP");
        PinPhone pia = PinPhone.of(journey, "SERVER", "Pia");
        String given = newPin(journey, pia.person);

        Desk desk = journey.desk();
        Page page = desk.page();
        desk.password(pia.person);
        desk.passcode(PinPhone.RIGHT + pia.phone.nextPasscode());
        page.getByText("That passcode does not work").waitFor();
        desk.passcode(given + pia.phone.nextPasscode());
        expectHeading(page, "Choose a new PIN");
        change(page, given);
        page.getByText("This is the PIN that you have just used.").waitFor();
        Look.at(page, "s11-new-pin");
        change(page, OWN);
        desk.expectSignedIn(pia.person);

        assertThat(journey.rest().authenticate(pia.person, given + pia.phone.nextPasscode()))
                .isEqualTo("refused");
        assertThat(journey.rest().authenticate(pia.person, OWN + pia.phone.nextPasscode()))
                .isEqualTo("accepted");
    }

    @Test
    @DisplayName("S11: the login page says where to type the PIN, and takes it nowhere else")
    void isTypedWhereTheRulesHaveIt(Journey journey) {
        PinPhone signe = PinPhone.of(journey, "SERVER", "Signe");
        journey.policy("pin.place", "AFTER");
        Desk desk = journey.desk();
        desk.password(signe.person);
        desk.page()
                .getByText("Type the passcode first, and your PIN right after it.")
                .waitFor();
        Look.at(desk.page(), "s11-after");
        String passcode = signe.phone.passcode();
        desk.passcode(PinPhone.RIGHT + passcode);
        desk.page().getByText("That passcode does not work").first().waitFor();
        desk.passcode(passcode + PinPhone.RIGHT);
        desk.expectSignedIn(signe.person);
    }

    /** An operator sets a PIN: a weak one is refused, a random one is shown once. */
    private static String newPin(Journey journey, Person person) throws IOException {
        Operator operator = journey.operator();
        operator.open("/tokens/" + journey.rest().token(person).get("id").getAsString());
        operator.follow("Set a new PIN …", "Set a new PIN for token");
        operator.fill("Or type a PIN yourself", "1234");
        press(operator.page(), "Set this PIN");
        operator.expectText("This PIN counts up or down.");
        press(operator.page(), "Set a random PIN");
        expectHeading(operator.page(), "New PIN for token");
        String given = operator.main().locator(".secret-once").innerText().strip();
        operator.follow("Done", "Token");
        operator.expectText("Set by an operator, to be changed at the next sign-in");
        return given;
    }

    private static void change(Page page, String pin) {
        page.getByLabel("New PIN", new Page.GetByLabelOptions().setExact(true)).fill(pin);
        page.getByLabel("New PIN again").fill(pin);
        press(page, "Change PIN and sign in");
    }
}
