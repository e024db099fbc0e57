package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.follow;
import static org.countersign.journeys.Stage.press;

import com.google.gson.JsonElement;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What people do without calling the help desk. Tokens are event-based here, because a story of many passcodes would
 * otherwise wait for the clock between them.
 */
@DisplayName("S7 Self-service")
@ExtendWith(SharedStage.class)
class S07SelfServiceJourneyTest {

    private static void expectNotice(Page page, String words) {
        page.getByRole(AriaRole.STATUS)
                .or(page.getByRole(AriaRole.ALERT))
                .filter(new Locator.FilterOptions().setHasText(words))
                .first()
                .waitFor();
    }

    private static Locator act(Page page, String words) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(words));
    }

    private static List<String> tokenStates(Journey journey, Person person) {
        return journey.rest().get("/users/" + person.id() + "/tokens").getAsJsonArray().asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(token -> token.get("state").getAsString())
                .toList();
    }

    @Test
    @DisplayName("S7: from Start over mail, password, platform and QR code to the approved test request")
    void addsAnAuthenticatorAndApprovesTheTest(Journey journey) {
        journey.policy("tokens.mode", "HOTP");
        Person person = journey.person("Selma");
        Portal portal = Portal.of(journey, person);
        Page page = portal.page();
        portal.start("Add authenticator");
        expectHeading(page, "Verification code");
        page.getByLabel("Verification code").fill("12 34");
        press(page, "Next");
        expectNotice(page, "That is not the code");
        portal.code();
        portal.password();
        expectHeading(page, "Authenticator app");
        press(page, "Android phone");
        Phone phone = portal.setUp();
        press(page, "Try it out");
        portal.approve(phone);
        expectHeading(page, "Your authenticator is ready");
        Look.at(page, "s07-done");
        follow(page, "See my tokens");
        expectHeading(page, "My tokens");
        Look.at(page, "s07-tokens");
        phone.backToTokens();
        Desk wiki = journey.desk();
        wiki.password(person);
        wiki.passcode(phone.nextPasscode());
        wiki.expectSignedIn(person);
    }

    @Test
    @DisplayName("S7: the old phone confirms a new one, which takes its place when a passcode has proven it")
    void movesToANewPhone(Journey journey) {
        journey.policy("tokens.mode", "HOTP");
        Person person = journey.person("Nora");
        Phone old = journey.phoneOf(person);
        Portal portal = Portal.of(journey, person);
        Page page = portal.page();
        portal.signIn(old);
        old.backToTokens();
        portal.openToken("Works");
        act(page, "Move to a new phone").click();
        expectHeading(page, "Move to a new phone");
        press(page, "iPhone");
        Phone next = portal.setUp();
        assertThat(journey.rest().authenticate(person, old.nextPasscode()))
                .as("the old one works until the new one has proven itself")
                .isEqualTo("accepted");
        // Taken now: the old app shows none any more once it hears that its place is taken.
        String late = old.nextPasscode();
        press(page, "Try it out");
        page.getByLabel("Enter a passcode").fill(next.nextPasscode());
        press(page, "Check");
        expectHeading(page, "Your authenticator is ready");
        page.getByText("it has taken the place of the old one").waitFor();
        assertThat(journey.rest().authenticate(person, late)).isEqualTo("refused");
        assertThat(journey.rest().authenticate(person, next.nextPasscode())).isEqualTo("accepted");
        journey.openMail(journey.desk().page(), person.mail(), "A new authenticator was added", 1);
    }

    @Test
    @DisplayName("S7: a token is renamed, brought back into step and removed; the last one stays")
    void looksAfterTokens(Journey journey) {
        journey.policy("tokens.mode", "HOTP");
        journey.policy("tokens.lookAhead", 3);
        Person person = journey.person("Runa");
        Phone phone = journey.phoneOf(person);
        Portal portal = Portal.of(journey, person);
        Page page = portal.page();
        portal.signIn(phone.nextPasscode());
        portal.openToken("Works");
        page.getByLabel("Name of this token").fill("   ");
        press(page, "Rename");
        page.getByText("A name has 1 to 64 letters, digits or signs.").waitFor();
        page.getByLabel("Name of this token").fill("Runa’s old phone");
        press(page, "Rename");
        expectHeading(page, "Runa’s old phone");
        expectNotice(page, "Renamed");

        for (int skipped = 0; skipped < 5; skipped++) {
            phone.nextPasscode();
        }
        assertThat(journey.rest().authenticate(person, phone.nextPasscode())).isEqualTo("refused");
        act(page, "Resynchronise").click();
        String early = phone.nextPasscode();
        page.getByLabel("First passcode").fill(early);
        page.getByLabel("Next passcode").fill(early);
        press(page, "Resynchronise");
        expectNotice(page, "Those were not two passcodes in a row");
        page.getByLabel("First passcode").fill(phone.nextPasscode());
        page.getByLabel("Next passcode").fill(phone.nextPasscode());
        press(page, "Resynchronise");
        expectNotice(page, "Found again");
        assertThat(journey.rest().authenticate(person, phone.nextPasscode())).isEqualTo("accepted");

        act(page, "Remove").click();
        page.getByText("This is your last authenticator").waitFor();
        Phone second = journey.phoneOf(person);
        follow(page, "My tokens");
        portal.openToken("Runa’s old phone");
        // Taken before: the app shows none once it knows.
        String unused = phone.nextPasscode();
        act(page, "Remove").click();
        expectHeading(page, "Remove Runa’s old phone");
        press(page, "Remove");
        expectNotice(page, "Removed");
        assertThat(page.locator(".token-link").count()).isEqualTo(1);
        assertThat(journey.rest().authenticate(person, unused)).isEqualTo("refused");
        assertThat(journey.rest().authenticate(person, second.nextPasscode())).isEqualTo("accepted");
    }

    @Test
    @DisplayName("S7: a lost phone stops at once; a temporary passcode lets its user in, a recovery code takes it back")
    void losesThePhoneAndFindsIt(Journey journey) {
        journey.policy("tokens.mode", "HOTP");
        Person person = journey.person("Livia");
        Phone phone = journey.phoneOf(person);
        String code = recoveryCode(journey, person, phone);

        Portal portal = Portal.of(journey, person);
        Page page = portal.page();
        portal.start("I lost my phone");
        portal.password();
        expectHeading(page, "Report a phone lost");
        press(page, "I lost this one");
        expectHeading(page, "It does not work any more");
        assertThat(tokenStates(journey, person)).containsExactly("SUSPENDED");
        assertThat(journey.rest().authenticate(person, phone.nextPasscode())).isEqualTo("refused");
        journey.openMail(journey.desk().page(), person.mail(), "A token was reported lost", 1);
        journey.openMail(journey.desk().page(), "operator@acme.example", person.userName(), 1);

        press(page, "Get a temporary passcode");
        expectHeading(page, "Temporary passcode");
        portal.code();
        expectHeading(page, "Your temporary passcode");
        page.getByText("It is good for one sign-in").waitFor();
        String temporary = page.locator(".challenge").innerText();
        Desk wiki = journey.desk();
        wiki.password(person);
        wiki.recover(temporary);
        wiki.expectSignedIn(person);
        wiki.forget();
        wiki.password(person);
        wiki.recover(temporary);
        expectNotice(wiki.page(), "That code does not work");

        portal.signInUpToTheFactor();
        portal.recover(code);
        expectHeading(page, "My tokens");
        portal.openToken("Lost");
        press(page, "I found it");
        expectNotice(page, "It works again");
        press(phone.page(), "Check for requests");
        assertThat(journey.rest().authenticate(person, phone.nextPasscode())).isEqualTo("accepted");
    }

    private static String recoveryCode(Journey journey, Person person, Phone phone) {
        Portal before = Portal.of(journey, person);
        before.signIn(phone.nextPasscode());
        follow(before.page(), "Recovery codes");
        press(before.page(), "Make recovery codes");
        expectHeading(before.page(), "Your recovery codes");
        List<String> codes = before.page().locator("#codes li").allInnerTexts();
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        follow(before.page(), "I have kept them");
        assertThat(before.page().locator(".recovery-left").innerText()).startsWith("10");
        return codes.getFirst();
    }

    @Test
    @DisplayName(
            "S7: whoever finds a sign-in that was not them says so; it sets off what the rules say, and is taken back")
    void saysThatWasNotMe(Journey journey) throws Exception {
        journey.policy("tokens.mode", "HOTP");
        Person person = journey.person("Wilma");
        Phone phone = journey.phoneOf(person);
        Desk wiki = journey.desk();
        wiki.password(person);
        wiki.passcode(phone.nextPasscode());
        wiki.expectSignedIn(person);

        Portal portal = Portal.of(journey, person);
        Page page = portal.page();
        portal.signIn(phone.nextPasscode());
        follow(page, "My sign-ins");
        expectHeading(page, "My sign-ins");
        Locator line = page.locator(".sign-in-line").filter(new Locator.FilterOptions().setHasText("Acme Wiki"));
        assertThat(line.first().innerText()).contains("Signed in", "with a passcode", "Chrome");
        line.first()
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("That was not me"))
                .click();
        expectHeading(page, "That was not me");
        press(page, "It wasn’t me!");
        expectHeading(page, "You reported a sign-in");
        assertThat(page.locator(".report-steps").innerText())
                .contains(
                        "No requests to your phone",
                        "Open sign-ins have ended",
                        "Your organisation has been told",
                        "You choose a new password at your next sign-in");

        wiki.forget();
        wiki.password(person);
        wiki.passcode(phone.nextPasscode());
        expectHeading(wiki.page(), "Choose a new password");
        wiki.page()
                .getByLabel("New password", new Page.GetByLabelOptions().setExact(true))
                .fill("another one, quite long");
        wiki.page().getByLabel("New password again").fill("another one, quite long");
        press(wiki.page(), "Change password and sign in");
        wiki.expectSignedIn(person);

        journey.openMail(journey.desk().page(), "operator@acme.example", person.userName(), 1);
        Page console = journey.desk().page();
        journey.console(console, "/reported");
        console.getByText(person.displayName()).first().waitFor();

        press(page, "It was me after all");
        expectNotice(page, "Taken back");
    }

    @Test
    @DisplayName("S7: the PIN of a token is changed with the current one")
    void changesTheServerPin(Journey journey) {
        journey.policy("tokens.mode", "HOTP");
        PinPhone pinPhone = PinPhone.of(journey, "SERVER", "Petra");
        Person person = pinPhone.person;
        Portal portal = Portal.of(journey, person);
        Page page = portal.page();
        portal.signIn(PinPhone.RIGHT + pinPhone.phone.nextPasscode());
        portal.openToken("Works");
        act(page, "Change PIN").click();
        changePin(page, PinPhone.WRONG, "6183");
        page.getByText("That is not your current PIN.").waitFor();
        changePin(page, PinPhone.RIGHT, "1234");
        page.getByText("This PIN counts up or down").waitFor();
        changePin(page, PinPhone.RIGHT, "6183");
        expectNotice(page, "PIN changed");
        assertThat(journey.rest().authenticate(person, PinPhone.RIGHT + pinPhone.phone.nextPasscode()))
                .isEqualTo("refused");
        assertThat(journey.rest().authenticate(person, "6183" + pinPhone.phone.nextPasscode()))
                .isEqualTo("accepted");
    }

    private static void changePin(Page page, String current, String wanted) {
        page.getByLabel("Current PIN").fill(current);
        page.getByLabel("New PIN", new Page.GetByLabelOptions().setExact(true)).fill(wanted);
        page.getByLabel("New PIN again").fill(wanted);
        press(page, "Change PIN");
    }
}
