package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("S8 Policies")
@ExtendWith(SharedStage.class)
class S08PoliciesJourneyTest {

    /** Goes from the rules to the form of a group. */
    private static void form(Operator operator, String group) {
        operator.go("Policies");
        operator.follow("Change " + group, "Change rules: " + group);
    }

    private static Locator field(Page page, String rule) {
        return page.locator("[id='" + rule + "']");
    }

    private static Locator error(Page page, String rule) {
        return page.locator("[id='" + rule + "-error']");
    }

    private static JsonObject tokens(Journey journey) {
        return journey.rest().get("/policy").getAsJsonObject().getAsJsonObject("tokens");
    }

    private static void change(Page page) {
        press(page, "See what changes");
        expectHeading(page, "Change these rules?");
        press(page, "Change rules");
    }

    @Test
    @DisplayName("S8: a wrong value is explained at its field and nothing is lost; a right one says what follows")
    void explainsWrongValuesAndSaysWhatFollows(Journey journey) throws IOException {
        journey.policy("tokens.length", 6);
        Operator operator = journey.operator();
        Page page = operator.page();
        form(operator, "Tokens");
        field(page, "tokens.length").fill("4");
        field(page, "tokens.stepSeconds").fill("soon");
        field(page, "tokens.lookAhead").fill("17");
        press(page, "See what changes");
        error(page, "tokens.length").waitFor();
        Look.at(page, "s08-wrong-values");
        assertThat(error(page, "tokens.length").innerText()).isEqualTo("Type a whole number from 5 to 9.");
        assertThat(error(page, "tokens.stepSeconds").innerText()).isEqualTo("Type a whole number from 15 to 120.");
        assertThat(error(page, "tokens.lookAhead").count()).isZero();
        assertThat(field(page, "tokens.length").inputValue()).isEqualTo("4");
        assertThat(field(page, "tokens.stepSeconds").inputValue()).isEqualTo("soon");
        assertThat(field(page, "tokens.lookAhead").inputValue()).isEqualTo("17");
        assertThat(tokens(journey).get("length").getAsInt()).isEqualTo(6);

        field(page, "tokens.length").fill("8");
        field(page, "tokens.stepSeconds").fill("60");
        press(page, "See what changes");
        expectHeading(page, "Change these rules?");
        assertThat(operator.row("Length").innerText()).contains("6 characters", "8 characters");
        operator.expectText("What is about tokens applies to tokens enrolled from now on.");
        assertThat(tokens(journey).get("length").getAsInt())
                .as("nothing is saved before it is confirmed")
                .isEqualTo(6);
        operator.press("Change rules", "Rules changed");
        assertThat(tokens(journey).get("length").getAsInt()).isEqualTo(8);
        assertThat(tokens(journey).get("lookAhead").getAsInt()).isEqualTo(17);
    }

    @Test
    @DisplayName("S8: the change log says who, when, before and after, and an old version is restored")
    void restoresAnOldVersionFromTheChangeLog(Journey journey) throws IOException {
        journey.policy("push.numberDigits", 2);
        Operator operator = journey.operator();
        Page page = operator.page();
        form(operator, "Push");
        operator.choose("Number to type", "6 digits");
        change(page);
        operator.expectSaid("Rules changed");
        operator.follow("Change log", "Change log");
        Locator newest = page.locator(".policy-version").first();
        assertThat(newest.innerText()).contains("operator", "Number to type", "2 digits", "6 digits", "Now");
        assertThat(newest.locator("time").first().getAttribute("datetime")).startsWith("20");
        int number = Integer.parseInt(newest.locator("h2").innerText().replaceAll("\\D", ""));

        operator.follow("Restore version " + (number - 1) + " …", "Restore version " + (number - 1) + "?");
        Look.at(page, "s08-restore");
        operator.press("Restore this version", "Version restored");
        operator.go("Policies");
        operator.follow("Change log", "Change log");
        assertThat(newest.innerText()).contains("Version " + (number + 1), "operator", "6 digits", "2 digits");
        assertThat(page.locator(".policy-version").nth(1).innerText())
                .as("no version disappears")
                .contains("Version " + number);
        operator.open("/audit?type=POLICY_CHANGED");
        assertThat(operator.row("Policy changed").first().innerText()).contains("operator");
    }

    @Test
    @DisplayName("S8: two operators at once: nothing is overwritten, and nobody's typing is lost")
    void overwritesNothingOfSomebodyElse(Journey journey) throws IOException {
        journey.policy("locks.threshold", 5);
        Operator operator = journey.operator();
        Page page = operator.page();
        form(operator, "Locks");
        field(page, "locks.passwordThreshold").fill("7");
        journey.policy("locks.threshold", 9);
        press(page, "See what changes");
        operator.expectSaid("Somebody else has changed the rules meanwhile");
        assertThat(operator.row("Wrong passcodes before a pause").innerText()).contains("5 in a row", "9 in a row");
        assertThat(field(page, "locks.passwordThreshold").inputValue()).isEqualTo("7");
        field(page, "locks.threshold").fill("9");
        change(page);
        operator.expectSaid("Rules changed");
        JsonObject locks = journey.rest().get("/policy").getAsJsonObject().getAsJsonObject("locks");
        assertThat(locks.get("threshold").getAsInt()).isEqualTo(9);
        assertThat(locks.get("passwordThreshold").getAsInt()).isEqualTo(7);
    }

    @Test
    @DisplayName("S8: the profiles say what is met, what breaks them and why, and lead to the rule")
    void saysWhichProfileIsMetAndWhatBreaksIt(Journey journey) throws IOException {
        journey.policy("push.numberDigits", 6);
        journey.policy("selfService.temporaryPasscode", "NONE");
        Operator operator = journey.operator();
        Page page = operator.page();
        Locator convenient = page.locator("section[aria-labelledby='profile-CONVENIENT']");
        Locator aal2 = page.locator("section[aria-labelledby='profile-AAL2']");
        operator.go("Policies");
        operator.follow("Profiles", "Profiles");
        assertThat(convenient.locator(".badge").first().innerText()).isEqualTo("Met");
        assertThat(aal2.innerText())
                .contains("1 not met", "People can choose a way in that cannot be phished", "This version has none");

        form(operator, "Push");
        operator.choose("Number to type", "No number");
        change(page);
        operator.expectSaid("Rules changed");
        operator.follow("Profiles", "Profiles");
        Look.at(page, "s08-profiles");
        assertThat(convenient.innerText())
                .contains("1 not met", "Push requests ask for a number", "people approve requests that are not theirs");
        assertThat(aal2.locator(".badge").first().innerText())
                .endsWith("not met")
                .isNotEqualTo("1 not met");
        convenient.getByText("Change Push").click();
        expectHeading(page, "Change rules: Push");
    }

    @Test
    @DisplayName(
            "S8: a kind of device that is not allowed enrolls nothing; the page offers the others, without a QR code")
    void keepsKindsOfDevicesOut(Journey journey) throws IOException {
        journey.keepPolicy();
        Operator operator = journey.operator();
        Page page = operator.page();
        form(operator, "Enrollment");
        field(page, "enrollment.targets.android").uncheck();
        field(page, "enrollment.targets.ios").uncheck();
        field(page, "enrollment.qr").uncheck();
        Look.at(page, "s08-enrollment-rules");
        change(page);
        Person person = journey.person("Petra");
        journey.provision(person);
        Mailbox mailbox = journey.mailbox();
        String link = mailbox.appLink(person.mail(), "Set up your authenticator");

        Page phone = journey.phone().page();
        phone.navigate(link);
        expectHeading(phone, "This activation does not work");
        phone.getByText("does not allow tokens on this kind of device").waitFor();
        Look.at(phone, "s08-device-not-allowed");

        Page desk = journey.desk().page();
        desk.navigate(mailbox.pageLink(person.mail(), "Set up your authenticator"));
        expectHeading(desk, "Set up your authenticator");
        assertThat(desk.getByLabel("Android phone").count()).isZero();
        assertThat(desk.getByLabel("iPhone").count()).isZero();
        assertThat(desk.locator("#qr").count()).isZero();
        desk.getByLabel("Computer").check();
        Look.at(desk, "s08-enroll-where-allowed");

        // The string is as good as before: a computer may have it.
        desk.navigate(link);
        expectHeading(desk, "Name your token");
    }
}
