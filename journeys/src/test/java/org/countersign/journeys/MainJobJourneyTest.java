package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.follow;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The main job, end to end: from a fresh server to somebody who signs in by approving on their phone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobJourneyTest {
    private static final String ALICE_PASSWORD = "walk-in-the-park";

    private Stage stage;
    private Page desk;
    private Page phone;

    @BeforeAll
    void set() throws Exception {
        stage = Stage.set();
        desk = stage.desk();
        phone = stage.phone();
    }

    @AfterAll
    void strike() {
        stage.close();
    }

    /** Shows in two pictures where a step ended, which tells most when it failed. */
    @AfterEach
    void keepTheEnd(TestInfo step) {
        String name = "end-of-" + step.getTestMethod().orElseThrow().getName();
        phone.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/pictures", name + "-phone.png")));
        desk.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/pictures", name + "-desk.png")));
    }

    @Test
    @Order(1)
    void theStartPageExplainsTheWalk() {
        desk.navigate(stage.server().pages().toString());
        expectHeading(desk, "Walk through Countersign in five minutes");
        Look.at(desk, "01-start");
    }

    @Test
    @Order(2)
    void anOperatorProvisionsAlice() throws Exception {
        follow(desk, "Open the console");
        expectHeading(desk, "Operator sign-in");
        Look.at(desk, "02-operator-sign-in");
        operatorSignsIn();
        desk.navigate(stage.server().pages().toString());
        follow(desk, "Provision Alice");
        Look.at(desk, "03-provision");
        press(desk, "Provision 1 user");
        desk.waitForURL("**/console/acme/**");
    }

    @Test
    @Order(3)
    void aliceEnrollsFromHerMail() {
        desk.navigate(stage.server().pages().resolve("/demo/mailbox").toString());
        desk.locator("a.mail").first().click();
        Look.at(desk, "04-mail");
        desk.locator("a[href*='/enroll#']").first().click();
        desk.getByLabel("Computer").check();
        Locator open = desk.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Enroll your token"));
        open.waitFor();
        Look.at(desk, "05-self-enrollment");

        phone.navigate(stage.server().app().toString());
        expectHeading(phone, "Sign in with confidence");
        Look.at(phone, "06-welcome");
        phone.navigate(String.valueOf(open.getAttribute("href")));
        expectHeading(phone, "Name your token");
        Look.at(phone, "07-name");
        phone.getByLabel("Your password").fill(ALICE_PASSWORD);
        press(phone, "Continue");
        expectHeading(phone, "Get sign-in requests");
        Look.at(phone, "08-push-permission");
        press(phone, "Allow");
        expectHeading(phone, "Your token is ready");
        assertThat(phone.url()).doesNotContain("#A1");
        Look.at(phone, "09-token-ready");
        press(phone, "Show my tokens");
        expectHeading(phone, "Your tokens");
        Look.at(phone, "10-tokens");
    }

    @Test
    @Order(4)
    void aliceSignsInByApproving() {
        String number = startPush();
        Look.at(desk, "13-waiting");
        openRequest();
        Look.at(phone, "14-request");
        number.chars()
                .forEach(digit -> phone.getByRole(
                                AriaRole.BUTTON,
                                new Page.GetByRoleOptions()
                                        .setName(String.valueOf((char) digit))
                                        .setExact(true))
                        .click());
        press(phone, "Approve");
        expectHeading(phone, "Approved");
        desk.waitForURL(stage.server().wiki() + "/**");
        assertThat(desk.content()).contains("Alice");
        Look.at(phone, "15-approved");
        Look.at(desk, "16-wiki-signed-in");
        follow(phone, "Back to my tokens");
    }

    @Test
    @Order(5)
    void aliceSignsInWithATypedPasscode() {
        leave();
        password();
        Look.at(desk, "12-second-factor");
        desk.getByLabel("Enter a passcode").fill(freshPasscode());
        press(desk, "Sign in");
        desk.waitForURL(stage.server().wiki() + "/**");
        assertThat(desk.content()).contains("Alice");
    }

    @Test
    @Order(6)
    void denyingEndsTheSignIn() {
        leave();
        startPush();
        openRequest();
        press(phone, "No, it wasn’t me");
        Look.at(phone, "17-why-not");
        phone.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("I cancelled"))
                .click();
        expectHeading(phone, "Request cancelled");
        expectHeading(desk, "You said no");
        Look.at(phone, "18-cancelled");
        Look.at(desk, "19-denied");
        follow(phone, "Back to my tokens");
    }

    @Test
    @Order(7)
    void reportingStopsTheSignInAndTellsTheOperators() {
        startPush();
        openRequest();
        press(phone, "No, it wasn’t me");
        phone.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("It wasn’t me!"))
                .click();
        expectHeading(phone, "Attempt stopped");
        expectHeading(desk, "This sign-in was stopped");
        Look.at(phone, "20-reported");
        Look.at(desk, "21-stopped");
        follow(phone, "Back to my tokens");
        desk.navigate(stage.server().pages().resolve("/demo/mailbox").toString());
        desk.getByText("operator@acme.example").first().waitFor();
        Look.at(desk, "22-mailbox");
    }

    @Test
    @Order(8)
    void passcodesAreShownWithoutANetwork() {
        phone.context().setOffline(true);
        phone.reload();
        expectHeading(phone, "Your tokens");
        assertThat(shownPasscode()).matches("\\d{6}|Used");
        Look.at(phone, "23-offline");
        phone.context().setOffline(false);
    }

    @Test
    @Order(9)
    void theConsoleShowsWhatHappened() throws Exception {
        desk.navigate(stage.server().pages().resolve("/console/acme").toString());
        operatorSignsIn();
        for (String page : new String[] {"", "/users", "/tokens", "/sign-ins", "/provision"}) {
            desk.navigate(stage.server().pages().resolve("/console/acme" + page).toString());
            desk.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                    .waitFor();
            Look.at(desk, "24-console" + page.replace('/', '-'));
        }
    }

    private void operatorSignsIn() throws Exception {
        expectHeading(desk, "Operator sign-in");
        desk.getByLabel("User name").fill("operator");
        desk.getByLabel("Password").fill(stage.operatorPassword());
        press(desk, "Sign in");
        desk.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .waitFor();
    }

    private void password() {
        desk.navigate(stage.server().wiki().toString());
        desk.getByText("Sign in").first().click();
        expectHeading(desk, "Sign in");
        Look.at(desk, "11-password");
        desk.getByLabel("User name").fill("alice");
        desk.getByLabel("Password").fill(ALICE_PASSWORD);
        press(desk, "Next");
        expectHeading(desk, "Confirm that it is you");
    }

    private String startPush() {
        password();
        desk.getByText("Use my mobile to autosend a passcode").click();
        expectHeading(desk, "Answer on your phone");
        return desk.locator(".push-digits").textContent().strip();
    }

    private void openRequest() {
        phone.locator("a.pending").click();
        expectHeading(phone, "Sign-in request");
    }

    /** Signs out of the wiki and of the login pages, so that the next sign-in asks again. */
    private void leave() {
        desk.context().clearCookies();
    }

    /** Returns a passcode that has not been sent yet; an approval may have used up the one on the screen. */
    private String freshPasscode() {
        phone.waitForCondition(
                () -> shownPasscode().matches("\\d{6}"), new Page.WaitForConditionOptions().setTimeout(65_000));
        return shownPasscode();
    }

    private String shownPasscode() {
        return phone.locator(".token-code .code")
                .first()
                .innerText()
                .replaceAll("(?s).*:", "")
                .replaceAll("[^0-9A-Za-z]", "");
    }
}
