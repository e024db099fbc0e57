package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** S7: what people do without calling the help desk, from Start to an authenticator that has proven itself. */
@ExtendWith(SharedStage.class)
class S07SelfServiceJourneyTest {
    private static final Pattern CODE = Pattern.compile("(?m)^(\\d{3} \\d{3})$");

    private static Page start(Journey journey, Person person, String way) {
        Page portal = journey.desk().page();
        portal.navigate(journey.server().pages().resolve("/portal/acme").toString());
        expectHeading(portal, "Start");
        portal.getByLabel("User name").fill(person.userName());
        portal.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(way))
                .click();
        return portal;
    }

    private static String mailedCode(Journey journey, Person person) {
        Page mails = journey.desk().page();
        journey.openMail(mails, person.mail());
        Matcher code = CODE.matcher(mails.locator(".mail-text").innerText());
        assertThat(code.find()).as("a code in the mail").isTrue();
        return code.group(1);
    }

    private static void password(Page portal, Person person) {
        expectHeading(portal, "Your password");
        portal.getByLabel("Password", new Page.GetByLabelOptions().setExact(true))
                .fill(person.password());
        press(portal, "Next");
    }

    /** Sets the app up on a phone with the link that stands on the page. */
    private static Phone setUp(Journey journey, Page portal) {
        expectHeading(portal, "Set up the app");
        portal.locator("#qr svg").waitFor();
        Phone phone = journey.phone();
        phone.page().navigate(String.valueOf(portal.locator("#open-app").getAttribute("href")));
        phone.finishEnrollment(null);
        return phone;
    }

    @Test
    @DisplayName("S7: from Start over mail, password, platform and QR code to the approved test request")
    void addsAnAuthenticatorAndApprovesTheTest(Journey journey) {
        Person person = journey.person("Selma");
        Page portal = start(journey, person, "Add authenticator");
        expectHeading(portal, "Verification code");
        portal.getByLabel("Verification code").fill(mailedCode(journey, person));
        press(portal, "Next");
        password(portal, person);
        expectHeading(portal, "Authenticator app");
        press(portal, "Android phone");
        Phone phone = setUp(journey, portal);
        expectHeading(portal, "Almost there");
        press(portal, "Try it out");
        portal.getByText("Use my mobile to autosend a passcode").click();
        expectHeading(portal, "Answer on your phone");
        String number = portal.locator(".push-digits").textContent().strip();
        phone.openRequest();
        assertThat(phone.page().content()).contains("Self-service");
        phone.approve(number);
        expectHeading(portal, "Your authenticator is ready");
        Look.at(portal, "s07-done");
        Stage.follow(portal, "See my tokens");
        expectHeading(portal, "My tokens");
        Look.at(portal, "s07-tokens");
        Desk wiki = journey.desk();
        wiki.password(person);
        wiki.passcode(phone.passcode());
        wiki.expectSignedIn(person);
    }

    @Test
    @DisplayName("S7: a new phone takes the place of the old one, which confirms it")
    void movesToANewPhone(Journey journey) {
        Person person = journey.person("Nora");
        Phone old = journey.phoneOf(person);
        Page portal = start(journey, person, "Sign in");
        expectHeading(portal, "Sign in");
        portal.getByLabel("Password").fill(person.password());
        press(portal, "Next");
        portal.getByLabel("Enter a passcode").fill(old.passcode());
        press(portal, "Sign in");
        expectHeading(portal, "My tokens");
        portal.locator(".token-link").first().click();
        portal.getByText("Move to a new phone").click();
        expectHeading(portal, "Move to a new phone");
        press(portal, "iPhone");
        Phone next = setUp(journey, portal);
        expectHeading(portal, "Almost there");
        press(portal, "Try it out");
        portal.getByLabel("Enter a passcode").fill(next.passcode());
        press(portal, "Check");
        expectHeading(portal, "Your authenticator is ready");
        assertThat(journey.rest().authenticate(person, old.passcode())).isNotEqualTo("accepted");
        assertThat(journey.rest().authenticate(person, next.passcode())).isEqualTo("accepted");
    }
}
