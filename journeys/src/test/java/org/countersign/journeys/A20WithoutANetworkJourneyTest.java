package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.follow;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Airplane mode: after the first visit nothing of the app needs a network but sign-in requests. */
@DisplayName("A20 Without a network")
@ExtendWith(SharedStage.class)
class A20WithoutANetworkJourneyTest {
    /** Screens that need nothing but the device, by their fragment, each with a heading that shows it is there. */
    private static final List<Place> PLACES = List.of(
            new Place("#settings", "Settings"),
            new Place("#add", "Add a token"),
            new Place("#help", "Help"),
            new Place("#log", "Event log"),
            new Place("#about", "About"));

    private record Place(String fragment, String heading) {}

    @Test
    @DisplayName("A20: after a cold start without a network, time-based and event-based passcodes work")
    void passcodesWorkFromACold(Journey journey) {
        Person timed = journey.person("Nora");
        Phone phone = journey.phoneOf(timed);
        Person counted = journey.person("Nils");
        journey.policy("tokens.mode", "HOTP");
        phone.enroll(journey.rest().activationLink(counted));

        Phone cold = withoutNetwork(journey, phone);
        expectHeading(cold.page(), "Your tokens");
        cold.page()
                .getByText("No connection. Passcodes work; requests do not arrive.")
                .waitFor();
        assertThat(journey.rest().authenticate(timed, cold.passcode(cold.card(timed.userName()))))
                .isEqualTo("accepted");
        Locator event = cold.card(counted.userName());
        event.getByText("Next passcode").click();
        String first = cold.passcode(event);
        event.getByText("Next passcode").click();
        cold.page().waitForCondition(() -> !cold.shown(event).equals(first));
        assertThat(journey.rest().authenticate(counted, cold.passcode(event))).isEqualTo("accepted");
        assertThat(journey.rest().authenticate(counted, first))
                .as("a later one was used")
                .isEqualTo("refused");
    }

    @Test
    @DisplayName("A20: settings and the information about a token open without a network, from a cold start")
    void everyScreenOpens(Journey journey) {
        Person person = journey.person("Nadia");
        Phone phone = journey.phoneOf(person);
        Phone cold = withoutNetwork(journey, phone);
        for (Place place : PLACES) {
            cold.open(place.fragment());
            cold.page().reload();
            expectHeading(cold.page(), place.heading());
        }
        cold.open("");
        cold.page().locator(".token-card a[href^='#token/']").click();
        expectHeading(cold.page(), "Token information");
        cold.page()
                .locator("dd")
                .getByText(person.userName(), new Locator.GetByTextOptions().setExact(true))
                .waitFor();
        assertThat(cold.page().getByText("TOTP-").first().innerText()).startsWith("TOTP-");
        follow(cold.page(), "Back");
        expectHeading(cold.page(), "Your tokens");
    }

    @Test
    @DisplayName("A20: when the network comes back, requests arrive again by themselves")
    void requestsArriveAgain(Journey journey) {
        Person person = journey.person("Nick");
        Phone phone = journey.phoneOf(person);
        phone.network(false);
        phone.page()
                .getByText("No connection. Passcodes work; requests do not arrive.")
                .waitFor();
        Desk desk = journey.desk();
        String number = desk.push(person);
        phone.network(true);
        phone.openRequest();
        phone.approve(number);
        desk.expectSignedIn(person);
    }

    @Test
    @DisplayName("A20: after a cold start without a network, a token PIN shows the passcode, unverified")
    void aPinShowsThePasscodeFromACold(Journey journey) {
        PinPhone phone = PinPhone.of(journey, "TOKEN", "Nele");
        Phone cold = withoutNetwork(journey, phone.phone);
        PinPhone.enter(cold.page(), PinPhone.RIGHT);
        cold.page().getByText("PIN not verified yet").waitFor();
        assertThat(journey.rest().authenticate(phone.person, cold.passcode())).isEqualTo("accepted");
    }

    @Test
    @DisplayName("A20: after a cold start without a network, the locked app opens for its user, and shows passcodes")
    void theLockedAppOpensFromACold(Journey journey) {
        Person person = journey.person("Nelly");
        Phone phone = journey.phoneOf(person);
        Finger.on(phone.page());
        phone.open("#settings");
        phone.page().reload();
        Locator lock = phone.page().getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Lock this app"));
        lock.click();
        phone.page().waitForCondition(() -> lock.isChecked() && lock.isEnabled());
        phone.network(false);
        phone.open();
        phone.page().reload();
        expectHeading(phone.page(), "Countersign is locked");
        assertThat(phone.page().locator(".token-card").count()).isZero();
        press(phone.page(), "Unlock");
        expectHeading(phone.page(), "Your tokens");
        assertThat(journey.rest().authenticate(person, phone.passcode())).isEqualTo("accepted");
    }

    /** Closes the app, cuts the network and opens it anew; nothing but the device's own files can answer. */
    private static Phone withoutNetwork(Journey journey, Phone phone) {
        Page old = phone.page();
        old.evaluate("navigator.serviceWorker.ready.then(() => true)");
        phone.network(false);
        Page page = old.context().newPage();
        old.close();
        Phone cold = new Phone(page, journey.server().app());
        cold.open();
        for (String address : List.of("/device/v1/config", "/not-in-the-shell")) {
            assertThat(page.evaluate("a => fetch(a).then(() => 'there', () => 'none')", address))
                    .as("the network, past the service worker and through it")
                    .isEqualTo("none");
        }
        page.getByRole(AriaRole.MAIN).waitFor();
        return cold;
    }
}
