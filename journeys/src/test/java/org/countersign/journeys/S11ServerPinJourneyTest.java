package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.follow;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** S11: the server PIN at the login page, where the rules have it typed, and one that an operator gave. */
@ExtendWith(SharedStage.class)
class S11ServerPinJourneyTest {

    private static void choose(Page page, String first, String again) {
        page.getByLabel("New PIN", new Page.GetByLabelOptions().setExact(true)).fill(first);
        page.getByLabel("New PIN again").fill(again);
        press(page, "Change PIN and sign in");
    }

    /** The operator sets a PIN for whom they have on the phone, and returns it. */
    private static String givenByOperator(Journey journey, Person person) throws IOException {
        Page console = journey.desk().page();
        journey.console(console, "/users/" + person.id());
        console.locator("a[href*='/tokens/']").first().click();
        follow(console, "Set a new PIN …");
        expectHeading(console, "Set a new PIN for token");
        press(console, "Set a random PIN");
        expectHeading(console, "New PIN for token");
        Look.at(console, "s11-given");
        return console.locator(".secret-once").innerText().strip();
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

    @Test
    @DisplayName("S11: whoever was given a PIN by an operator chooses another one before anything else opens")
    void isChangedAtTheFirstSignIn(Journey journey) throws IOException {
        PinPhone sigrid = PinPhone.of(journey, "SERVER", "Sigrid");
        journey.policy("pin.place", "BEFORE");
        String given = givenByOperator(journey, sigrid.person);
        Desk desk = journey.desk();
        desk.password(sigrid.person);
        desk.page().getByText("Type your PIN first").waitFor();
        String passcode = sigrid.phone.passcode();
        desk.passcode(PinPhone.RIGHT + passcode);
        desk.page().getByText("That passcode does not work").first().waitFor();
        desk.passcode(given + passcode);
        expectHeading(desk.page(), "Choose a new PIN");
        Look.at(desk.page(), "s11-choose");

        Page portal = desk.page().context().newPage();
        portal.navigate(journey.server().pages().resolve("/portal/acme/tokens").toString());
        expectHeading(portal, "Start");
        portal.close();

        choose(desk.page(), given, given);
        desk.page().getByText("This is the PIN that you have just used.").waitFor();
        choose(desk.page(), "6071", "6072");
        desk.page().getByText("The two PINs differ.").waitFor();
        choose(desk.page(), "6071", "6071");
        desk.expectSignedIn(sigrid.person);
        assertThat(journey.rest().authenticate(sigrid.person, given + passcode))
                .as("the PIN that was given")
                .isEqualTo("refused");
    }
}
