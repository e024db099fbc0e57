package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.PinPhone.RIGHT;
import static org.countersign.journeys.PinPhone.WRONG;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.follow;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A10 Token PIN")
@ExtendWith(SharedStage.class)
class A10TokenPinJourneyTest {
    private static final Pattern ANSWER =
            Pattern.compile("Wrong PIN. ([0-9]) tr(?:y|ies) left|Not active|this token is locked");

    @Test
    @DisplayName("A10: the passcode is hidden until the PIN is given; a wrong one costs a try")
    void thePasscodeIsHiddenUntilThePinIsGiven(Journey journey) {
        PinPhone phone = PinPhone.of(journey, "TOKEN", "Tom");
        Person person = phone.person;
        assertThat(phone.phone.shown(phone.phone.card(person.userName()))).doesNotMatch("[0-9]{6}");
        Look.at(phone.page(), "a10-pin-hidden");
        phone.enter(WRONG);
        phone.expect("Wrong PIN. 4 tries left.");
        Look.at(phone.page(), "a10-pin-wrong");
        phone.enter(RIGHT);
        String passcode = phone.phone.passcode();
        Look.at(phone.page(), "a10-pin-open");
        assertThat(journey.rest().authenticate(person, passcode)).isEqualTo("accepted");
        press(phone.page(), "Hide passcode");
        assertThat(phone.phone.shown(phone.phone.card(person.userName()))).doesNotMatch("[0-9]{6}");
    }

    @Test
    @DisplayName("A10: of eight wrong PINs from tabs at once exactly five are looked at, and lock the token")
    void wrongPinsFromTabsAtOnceLockTheTokenAtTheFifth(Journey journey) throws Exception {
        PinPhone phone = PinPhone.of(journey, "TOKEN", "Lars");
        Person person = phone.person;
        List<Page> tabs = new ArrayList<>(List.of(phone.page()));
        // Without HTTP/2 a browser has six connections to a server, and every tab that listens for requests keeps one.
        phone.page().context().route("**/device/v1/stream", Route::abort);
        for (int i = 1; i < 8; i++) {
            Page tab = phone.page().context().newPage();
            tab.navigate(phone.page().url());
            PinPhone.button(tab, "Enter PIN").first().click();
            tab.getByLabel("PIN of").fill(WRONG);
            tabs.add(tab);
        }
        PinPhone.button(phone.page(), "Enter PIN").first().click();
        phone.page().getByLabel("PIN of").fill(WRONG);
        for (Page tab : tabs) {
            // The click returns at once; stretching and asking go on side by side.
            tab.evaluate("() => document.querySelector('.pin-entry button').click()");
        }
        List<String> left = new ArrayList<>();
        for (Page tab : tabs) {
            tab.getByText(ANSWER).first().waitFor();
            Matcher answer = ANSWER.matcher(tab.getByText(ANSWER).first().innerText());
            assertThat(answer.find()).isTrue();
            left.add(answer.group(1) == null ? "locked" : answer.group(1));
        }
        // A tab that was told how many are left may say that the token is locked by the time that it is looked at.
        assertThat(left).hasSize(8).contains("locked").isSubsetOf("4", "3", "2", "1", "locked");
        assertThat(left.stream().filter(told -> !told.equals("locked"))).doesNotHaveDuplicates();
        Page desk = journey.desk().page();
        journey.console(desk, "/users/" + person.id());
        assertThat(desk.getByText("entered a wrong PIN in the app").count()).isEqualTo(5);
        assertThat(desk.getByText("cannot use the token any more").count()).isEqualTo(1);
        phone.phone.open();
        phone.expect("locked");
        Look.at(phone.page(), "a10-locked");
    }

    @Test
    @DisplayName("A10: wrong passcodes that strangers type on a login page never lock the token")
    void strangersOnTheLoginPageNeverLockIt(Journey journey) {
        PinPhone phone = PinPhone.of(journey, "TOKEN", "Stine");
        Person person = phone.person;
        Desk desk = journey.desk();
        desk.password(person);
        for (int i = 0; i < 8; i++) {
            desk.wrongPasscode("00000" + i);
        }
        phone.enter(WRONG);
        phone.expect("Wrong PIN. 4 tries left.");
        phone.enter(RIGHT);
        phone.phone.passcode();
    }

    @Test
    @DisplayName("A10: without a network the passcode is shown unverified")
    void withoutANetworkThePasscodeIsShownUnverified(Journey journey) {
        PinPhone phone = PinPhone.of(journey, "TOKEN", "Olof");
        Person person = phone.person;
        phone.phone.network(false);
        phone.enter(RIGHT);
        phone.expect("PIN not verified yet");
        String passcode = phone.phone.passcode();
        Look.at(phone.page(), "a10-unverified");
        phone.phone.network(true);
        assertThat(journey.rest().authenticate(person, passcode)).isEqualTo("accepted");
    }

    @Test
    @DisplayName("A10: change PIN asks for the current one, and the new one twice")
    void changesThePin(Journey journey) {
        PinPhone phone = PinPhone.of(journey, "TOKEN", "Cleo");
        Person person = phone.person;
        phone.settings();
        Look.at(phone.page(), "a10-token-settings");
        follow(phone.page(), "Change PIN");
        expectHeading(phone.page(), "Change PIN");
        Look.at(phone.page(), "a10-change-pin");
        change(phone.page(), WRONG, "6173");
        phone.expect("Wrong PIN. 4 tries left.");
        change(phone.page(), RIGHT, "6173");
        expectHeading(phone.page(), "PIN changed");
        Look.at(phone.page(), "a10-pin-changed");
        phone.phone.open();
        phone.enter(RIGHT);
        phone.expect("Wrong PIN. 4 tries left.");
        phone.enter("6173");
        assertThat(journey.rest().authenticate(person, phone.phone.passcode())).isEqualTo("accepted");
    }

    @Test
    @DisplayName("A15 with a PIN: approving asks for it, and the login page continues by itself")
    void approvingAsksForThePin(Journey journey) {
        PinPhone phone = PinPhone.of(journey, "TOKEN", "Ivo");
        Person person = phone.person;
        Desk desk = journey.desk();
        askForThePin(desk.push(person), phone);
        Look.at(phone.page(), "a15-pin-to-approve");
        approveAtTheSecondTry(phone);
        desk.expectSignedIn(person);
    }

    @Test
    @DisplayName("A15 with a server PIN: it goes with the approval")
    void aServerPinGoesWithTheApproval(Journey journey) {
        PinPhone phone = PinPhone.of(journey, "SERVER", "Sven");
        Person person = phone.person;
        Desk desk = journey.desk();
        askForThePin(desk.push(person), phone);
        approveAtTheSecondTry(phone);
        desk.expectSignedIn(person);
    }

    /** Types the number of the login page and approves, which asks for the PIN. */
    private static void askForThePin(String number, PinPhone phone) {
        phone.phone.openRequest();
        number.chars()
                .forEach(digit -> PinPhone.button(phone.page(), String.valueOf((char) digit))
                        .first()
                        .click());
        press(phone.page(), "Approve");
        expectHeading(phone.page(), "Enter your PIN to approve");
    }

    private static void approveAtTheSecondTry(PinPhone phone) {
        phone.page().getByLabel("PIN of").fill(WRONG);
        press(phone.page(), "Approve");
        phone.expect("Wrong PIN. 4 tries left.");
        phone.page().getByLabel("PIN of").fill(RIGHT);
        press(phone.page(), "Approve");
        expectHeading(phone.page(), "Approved");
    }

    private static void change(Page page, String current, String next) {
        page.getByLabel("Current PIN").fill(current);
        page.getByLabel("New PIN", new Page.GetByLabelOptions().setExact(true)).fill(next);
        page.getByLabel("New PIN again").fill(next);
        press(page, "Change PIN");
    }
}
