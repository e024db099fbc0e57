package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.PinPhone.RIGHT;
import static org.countersign.journeys.PinPhone.WRONG;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A11 Biometric PIN")
@ExtendWith(SharedStage.class)
class A11BiometricJourneyTest {
    private static Locator biometricSwitch(Page page) {
        return page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Fingerprint or face"));
    }

    private static void switchOn(PinPhone phone) {
        phone.settings();
        biometricSwitch(phone.page()).click();
        phone.page().getByLabel("PIN of").fill(RIGHT);
        press(phone.page(), "Switch on");
        phone.page().waitForCondition(() -> biometricSwitch(phone.page()).isChecked());
    }

    @Test
    @DisplayName("A11: a fingerprint stands in for the PIN; the PIN is always there, and switches it on again")
    void aFingerprintStandsInForThePin(Journey journey) {
        PinPhone phone = PinPhone.of(journey, "TOKEN", "Bea");
        Person person = phone.person;
        Finger.on(phone.page());
        phone.settings();
        biometricSwitch(phone.page()).click();
        Look.at(phone.page(), "a11-confirm");
        phone.page().getByLabel("PIN of").fill(WRONG);
        press(phone.page(), "Switch on");
        phone.expect("Wrong PIN. 4 tries left.");
        phone.page().getByLabel("PIN of").fill(RIGHT);
        press(phone.page(), "Switch on");
        phone.page().waitForCondition(() -> biometricSwitch(phone.page()).isChecked());
        Look.at(phone.page(), "a11-on");

        phone.phone.open();
        press(phone.page(), "Enter PIN Passcode of " + name(phone));
        Look.at(phone.page(), "a11-enter");
        assertThat(phone.page().getByLabel("PIN of").isVisible()).isTrue();
        press(phone.page(), "Use fingerprint or face");
        assertThat(journey.rest().authenticate(person, phone.phone.passcode())).isEqualTo("accepted");

        phone.settings();
        biometricSwitch(phone.page()).click();
        phone.page().waitForCondition(() -> !biometricSwitch(phone.page()).isChecked());
        phone.phone.open();
        PinPhone.button(phone.page(), "Enter PIN").first().click();
        assertThat(PinPhone.button(phone.page(), "Use fingerprint or face").count())
                .isZero();
        switchOn(phone);
    }

    @Test
    @DisplayName("A11: a fingerprint approves a request in the place of the PIN")
    void aFingerprintApproves(Journey journey) {
        journey.policy("push.numberDigits", 0);
        PinPhone phone = PinPhone.of(journey, "TOKEN", "Fritz");
        Person person = phone.person;
        Finger.on(phone.page());
        switchOn(phone);
        phone.phone.open();
        Desk desk = journey.desk();
        desk.password(person);
        desk.page().getByText("Use my mobile to autosend a passcode").click();
        phone.phone.openRequest();
        press(phone.page(), "Approve");
        press(phone.page(), "Use fingerprint or face");
        Stage.expectHeading(phone.page(), "Approved");
        desk.expectSignedIn(person);
    }

    @Test
    @DisplayName("A11: where the browser cannot keep a secret behind it, the switch explains why")
    void withoutSecretsTheSwitchExplainsWhy(Journey journey) {
        PinPhone phone = PinPhone.of(journey, "TOKEN", "Ole");
        phone.settings();
        phone.expect("has no fingerprint or face check that Countersign could use");
        Finger.withoutSecrets(phone.page());
        phone.settings();
        biometricSwitch(phone.page()).click();
        phone.page().getByLabel("PIN of").fill(RIGHT);
        press(phone.page(), "Switch on");
        phone.expect("This device cannot keep a PIN behind a fingerprint or face. Use your PIN.");
        Look.at(phone.page(), "a11-no-secrets");
    }

    @Test
    @DisplayName("A11: off where the policy forbids it")
    void isOffWhereThePolicyForbidsIt(Journey journey) {
        journey.policy("pin.biometric", false);
        PinPhone phone = PinPhone.of(journey, "TOKEN", "Nils");
        Finger.on(phone.page());
        phone.settings();
        phone.expect("Your organisation does not allow fingerprint or face for this token.");
        assertThat(biometricSwitch(phone.page()).count()).isZero();
    }

    @Test
    @DisplayName("A11: the whole app can be locked, and opens for its user only")
    void theWholeAppCanBeLocked(Journey journey) {
        Phone phone = journey.phoneOf(journey.person("Lena"));
        Page page = phone.page();
        phone.open("#settings");
        page.getByText("has no fingerprint, face or screen lock that Countersign could ask for")
                .waitFor();
        Finger finger = Finger.on(page);
        phone.open("");
        phone.open("#settings");
        page.reload();
        Locator lock = page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Lock this app"));
        lock.click();
        page.waitForCondition(() -> lock.isChecked() && lock.isEnabled());
        Look.at(page, "a11-lock-switch");
        phone.open();
        page.reload();
        Stage.expectHeading(page, "Countersign is locked");
        assertThat(page.locator(".token-card").count()).isZero();
        Look.at(page, "a11-locked");
        press(page, "Unlock");
        Stage.expectHeading(page, "Your tokens");
        page.reload();
        Stage.expectHeading(page, "Countersign is locked");
        finger.isSomebodyElses();
        press(page, "Unlock");
        page.getByText("This device did not confirm that it is you.").waitFor();
        assertThat(page.locator(".token-card").count()).isZero();
    }

    @Test
    @DisplayName("A11: the policy can want the lock; then the app asks for it first, and holds it on")
    void thePolicyCanWantTheLock(Journey journey) {
        journey.policy("pin.appLock", true);
        Phone phone = journey.phone();
        Page page = phone.page();
        String link = journey.rest().activationLink(journey.person("Ines"));
        page.navigate(link);
        page.getByText("has no fingerprint, face or screen lock that it could ask for")
                .waitFor();
        Look.at(page, "a11-lock-impossible");
        Finger.on(page);
        press(page, "Try again");
        Stage.expectHeading(page, "Name your token");
        press(page, "Continue");
        press(page, "Allow");
        Stage.expectHeading(page, "Your token is ready");
        press(page, "Show my tokens");
        Stage.expectHeading(page, "Lock this app first");
        assertThat(page.locator(".token-card").count()).isZero();
        Look.at(page, "a11-lock-wanted");
        press(page, "Lock the app");
        Stage.expectHeading(page, "Your tokens");
        phone.open("#settings");
        Locator lock = page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Lock this app"));
        page.getByText("wants this app locked, so the lock stays on").waitFor();
        assertThat(lock.isChecked()).isTrue();
        assertThat(lock.isDisabled()).isTrue();
        page.reload();
        Stage.expectHeading(page, "Countersign is locked");
    }

    @Test
    @DisplayName("A11: a lock that nothing opens any more goes together with its tokens, after a question")
    void aLockThatNothingOpensGoesWithItsTokens(Journey journey) {
        Phone phone = journey.phoneOf(journey.person("Ruth"));
        Page page = phone.page();
        Finger finger = Finger.on(page);
        phone.open("#settings");
        page.reload();
        page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Lock this app"))
                .click();
        page.waitForCondition(
                () -> page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Lock this app"))
                        .isChecked());
        phone.open();
        page.reload();
        finger.isSomebodyElses();
        press(page, "Unlock");
        press(page, "I cannot unlock it");
        page.getByText("1 token is removed from this device for good.").waitFor();
        Look.at(page, "a11-way-out");
        press(page, "Remove tokens and lock");
        Look.at(page, "a11-way-out-question");
        press(page, "Yes, remove them");
        Stage.expectHeading(page, "Sign in with confidence");
        page.reload();
        Stage.expectHeading(page, "Sign in with confidence");
    }

    private static String name(PinPhone phone) {
        return phone.page().locator(".token-words h2").first().innerText();
    }
}
