package org.countersign.journeys;

import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** A phone whose token has a PIN, with what its user does about it. */
final class PinPhone {
    static final String RIGHT = "7294";
    static final String WRONG = "8305";

    final Person person;
    final Phone phone;

    private PinPhone(Person person, Phone phone) {
        this.person = person;
        this.phone = phone;
    }

    /**
     * Enrolls somebody under a policy that asks for a PIN.
     *
     * @param kind TOKEN or SERVER
     */
    static PinPhone of(Journey journey, String kind, String firstName) {
        journey.policy("pin.kind", kind);
        Person person = journey.person(firstName);
        Phone phone = journey.phone();
        enroll(phone, journey.rest().activationLink(person));
        return new PinPhone(person, phone);
    }

    /** Follows an enrollment link under such a policy, and chooses the PIN. */
    static void enroll(Phone phone, String link) {
        Page page = phone.page();
        page.navigate(link);
        expectHeading(page, "Name your token");
        press(page, "Continue");
        expectHeading(page, "Choose a PIN");
        page.getByLabel("New PIN", new Page.GetByLabelOptions().setExact(true)).fill(RIGHT);
        page.getByLabel("New PIN again").fill(RIGHT);
        press(page, "Continue");
        expectHeading(page, "Get sign-in requests");
        press(page, "Allow");
        expectHeading(page, "Your token is ready");
        press(page, "Show my tokens");
        expectHeading(page, "Your tokens");
    }

    Page page() {
        return phone.page();
    }

    /** Enters a PIN on the token's card of this tab. */
    static void enter(Page page, String pin) {
        Locator ask = button(page, "Enter PIN").first();
        Locator field = page.getByLabel("PIN of");
        ask.or(field).first().waitFor();
        if (ask.isVisible()) {
            ask.click();
        }
        field.fill(pin);
        button(page, "Show passcode").click();
    }

    void enter(String pin) {
        enter(page(), pin);
    }

    /** Waits for these words. */
    void expect(String words) {
        page().getByText(words).first().waitFor();
    }

    /** Opens the settings of the only token. */
    void settings() {
        phone.open();
        page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Settings of"))
                .first()
                .click();
        expectHeading(page(), "Token information");
    }

    static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }
}
