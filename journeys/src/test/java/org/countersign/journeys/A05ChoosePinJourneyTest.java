package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A5 Choices during enrollment")
@ExtendWith(SharedStage.class)
class A05ChoosePinJourneyTest {

    private static void choose(Page page, String first, String again) {
        page.getByLabel("New PIN", new Page.GetByLabelOptions().setExact(true)).fill(first);
        page.getByLabel("New PIN again").fill(again);
        press(page, "Continue");
    }

    @Test
    @DisplayName("A5: a token PIN is chosen twice, with its rule on the screen before anything is typed")
    void aTokenPinIsChosenTwice(Journey journey) {
        journey.policy("pin.kind", "TOKEN");
        Person person = journey.person("Piet");
        Phone phone = journey.phone();
        Page page = phone.page();
        page.navigate(journey.rest().activationLink(person));
        expectHeading(page, "Name your token");
        page.getByLabel("Token name").fill("My own name");
        press(page, "Continue");
        expectHeading(page, "Choose a PIN");
        assertThat(page.content()).contains("4 to 8 digits", "No repeats, no sequences, no dates");
        Look.at(page, "a05-choose-pin");
        choose(page, "729", "729");
        page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT)
                .getByText("4 to 8 digits")
                .waitFor();
        choose(page, "1234", "1234");
        page.getByText("This PIN counts up or down.").waitFor();
        choose(page, "4444", "4444");
        page.getByText("This PIN repeats itself.").waitFor();
        choose(page, "1984", "1984");
        page.getByText("This PIN looks like a date or a year.").waitFor();
        choose(page, "7294", "7295");
        page.getByText("The two PINs differ.").waitFor();
        Look.at(page, "a05-choose-pin-refused");
        choose(page, "7294", "7294");
        expectHeading(page, "Get sign-in requests");
        press(page, "No thanks");
        expectHeading(page, "Your token is ready");
        press(page, "Show my tokens");
        phone.card("My own name").waitFor();
    }

    @Test
    @DisplayName("A5: a server PIN is chosen in the app and typed before or after the passcode on the login page")
    void aServerPinIsTypedBesideThePasscode(Journey journey) {
        journey.policy("pin.kind", "SERVER");
        Person person = journey.person("Sara");
        Phone phone = journey.phone();
        Page page = phone.page();
        page.navigate(journey.rest().activationLink(person));
        expectHeading(page, "Name your token");
        press(page, "Continue");
        choose(page, "7294", "7294");
        press(page, "Allow");
        expectHeading(page, "Your token is ready");
        press(page, "Show my tokens");
        String passcode = phone.passcode();
        assertThat(journey.rest().authenticate(person, passcode)).isEqualTo("refused");
        assertThat(journey.rest().authenticate(person, "7295" + passcode)).isEqualTo("refused");
        Desk desk = journey.desk();
        desk.password(person);
        desk.passcode("7294" + passcode);
        desk.expectSignedIn(person);
        assertThat(journey.rest().authenticate(person, passcode + "7294")).isEqualTo("refused");
    }

    @Test
    @DisplayName("A5: no PIN is asked for where the policy has none")
    void noPinIsAskedForWithoutOne(Journey journey) {
        Person person = journey.person("Nora");
        Phone phone = journey.phone();
        phone.page().navigate(journey.rest().activationLink(person));
        expectHeading(phone.page(), "Name your token");
        press(phone.page(), "Continue");
        expectHeading(phone.page(), "Get sign-in requests");
    }
}
