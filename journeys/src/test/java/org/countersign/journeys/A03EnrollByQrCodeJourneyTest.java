package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.follow;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A3 Enroll by QR code")
class A03EnrollByQrCodeJourneyTest {
    private static final String ALICE_PASSWORD = "walk-in-the-park";

    @Test
    @DisplayName("A3: the camera reads the code on the self-enrollment page, and the page says that it is done")
    void a3EnrollsWithTheCameraFromTheSelfEnrollmentPage() throws Exception {
        try (Stage stage = Stage.set();
                CameraPhone phone = new CameraPhone()) {
            Page desk = stage.desk();
            Locator code = openSelfEnrollment(stage, desk);

            phone.pointAt(code.screenshot());
            Page app = phone.page();
            app.navigate(stage.server().app().toString());
            expectHeading(app, "Sign in with confidence");
            follow(app, "Get started");
            expectHeading(app, "Add a token");
            follow(app, "Scan a QR code");
            expectHeading(app, "Name your token");
            assertThat(app.url()).doesNotContain("A1");
            Look.at(app, "a3-scanned");
            app.getByLabel("Your password").fill(ALICE_PASSWORD);
            press(app, "Continue");
            press(app, "No thanks");
            expectHeading(app, "Your token is ready");
            press(app, "Show my tokens");
            app.locator(".token-code .code").first().waitFor();

            desk.locator("#step-completed").waitFor();
            Look.at(desk, "a3-completed");
        }
    }

    /** Has the operator provision Alice, and opens the page that her mail leads to. */
    private static Locator openSelfEnrollment(Stage stage, Page desk) throws Exception {
        desk.navigate(stage.server().pages().toString());
        follow(desk, "Open the console");
        expectHeading(desk, "Operator sign-in");
        desk.getByLabel("User name").fill("operator");
        desk.getByLabel("Password").fill(stage.operatorPassword());
        press(desk, "Sign in");
        desk.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .waitFor();
        desk.navigate(stage.server().pages().toString());
        follow(desk, "Provision Alice");
        press(desk, "Provision 1 user");
        desk.waitForURL("**/console/acme/**");
        desk.navigate(stage.server().pages().resolve("/demo/mailbox").toString());
        desk.locator("a.mail").first().click();
        desk.locator("a[href*='/enroll#']").first().click();
        desk.getByLabel("Android phone").check();
        Locator code = desk.locator("#qr");
        code.locator("svg").waitFor();
        return code;
    }
}
