package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A2 Enroll by link")
@ExtendWith(SharedStage.class)
class A02EnrollByLinkJourneyTest {

    @Test
    @DisplayName("A2: the link of a portal opens the app and enrolls without typing")
    void aPortalsLinkEnrollsWithoutTyping(Journey journey) {
        Person person = journey.person("Paula");
        Phone phone = journey.phone();
        phone.page().navigate(journey.rest().activationLink(person));
        expectHeading(phone.page(), "Name your token");
        assertThat(phone.page().url()).as("the secret has left the address").doesNotContain("A1");
        press(phone.page(), "Continue");
        press(phone.page(), "No thanks");
        expectHeading(phone.page(), "Your token is ready");
        press(phone.page(), "Show my tokens");
        assertThat(journey.rest().authenticate(person, phone.passcode())).isEqualTo("accepted");
    }

    @Test
    @DisplayName("A2: the link in the mail leads to the app; only the password of the account is asked for")
    void theMailsLinkLeadsToTheApp(Journey journey) {
        Person person = journey.person("Martin");
        journey.provision(person);
        Phone phone = journey.phone();
        Page page = phone.page();
        journey.openMail(page, person.mail());
        page.locator("a[href*='/enroll#']").first().click();
        Page app = page.waitForPopup(
                () -> page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Enroll your token"))
                        .click());
        Phone opened = new Phone(app, journey.server().app());
        opened.finishEnrollment(person.password());
        assertThat(journey.rest().authenticate(person, opened.passcode())).isEqualTo("accepted");
        expectHeading(page, "Your token is ready");
    }
}
