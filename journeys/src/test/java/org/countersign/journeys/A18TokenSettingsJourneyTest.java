package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A18 Token settings")
@ExtendWith(SharedStage.class)
class A18TokenSettingsJourneyTest {

    private static void settings(Phone phone) {
        phone.page()
                .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Settings of"))
                .first()
                .click();
        expectHeading(phone.page(), "Token information");
    }

    @Test
    @DisplayName("A18: a token is renamed here and at the server, and tells what it is")
    void aTokenIsRenamedHereAndAtTheServer(Journey journey) throws Exception {
        Person person = journey.person("Rita");
        Phone phone = journey.phoneOf(person);
        settings(phone);
        Page page = phone.page();
        page.getByText("No requests yet.").waitFor();
        assertThat(page.locator("main").innerText())
                .contains("Serial number", "CS", "Time-based", "None", "TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=2")
                .contains("1: keys are kept by the browser")
                .contains("No requests yet.");
        Look.at(page, "a18-token-settings");
        page.getByLabel("Token name").fill("Rita's phone");
        press(page, "Save name");
        page.getByText("Saved").waitFor();
        phone.open();
        phone.card("Rita's phone").waitFor();
        Page desk = journey.desk().page();
        journey.console(desk, "/users/" + person.id());
        desk.locator("main a[href*='/tokens/']").first().click();
        desk.getByText("Rita's phone").first().waitFor();
    }

    @Test
    @DisplayName("A18: the last push requests and their answers are listed")
    void theLastRequestsAndTheirAnswersAreListed(Journey journey) {
        Person person = journey.person("Hugo");
        Phone phone = journey.phoneOf(person);
        Desk desk = journey.desk();
        String number = desk.push(person);
        phone.openRequest();
        phone.approve(number);
        desk.expectSignedIn(person);
        phone.backToTokens();
        desk.forget();
        desk.push(person);
        phone.openRequest();
        phone.deny("I cancelled");
        expectHeading(phone.page(), "Request cancelled");
        phone.backToTokens();
        settings(phone);
        phone.page().getByText("Approved").first().waitFor();
        phone.page().getByText("Denied").first().waitFor();
        String listed = phone.page().locator("main").innerText();
        assertThat(listed.indexOf("Denied")).isPositive().isLessThan(listed.indexOf("Approved"));
        assertThat(listed).contains("Acme Wiki");
        Look.at(phone.page(), "a18-last-requests");
    }

    @Test
    @DisplayName("A18: a token is removed after a question, and nothing of it stays")
    void aTokenIsRemovedAfterAQuestion(Journey journey) {
        Person person = journey.person("Dora");
        Phone phone = journey.phoneOf(person);
        settings(phone);
        press(phone.page(), "Remove token");
        phone.page()
                .getByText("You will need a new activation to use it again.")
                .waitFor();
        Look.at(phone.page(), "a18-remove");
        press(phone.page(), "Keep it");
        press(phone.page(), "Remove token");
        phone.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Remove").setExact(true))
                .click();
        expectHeading(phone.page(), "Sign in with confidence");
        assertThat(phone.page().evaluate("""
                        () => new Promise((resolve) => {
                            const opening = indexedDB.open('countersign');
                            opening.onsuccess = () => {
                                const all = opening.result.transaction('secrets').objectStore('secrets').getAll();
                                all.onsuccess = () => resolve(all.result.length);
                            };
                        })
                        """)).isEqualTo(0);
    }
}
