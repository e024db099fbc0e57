package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.follow;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser in which somebody looks after their own sign-in, at the self-service portal. */
final class Portal {
    private static final Pattern CODE = Pattern.compile("(?m)^(\\d{3} \\d{3})$");

    private final Journey journey;
    private final Person person;
    private final Page page;
    private int codes;

    private Portal(Journey journey, Person person) {
        this.journey = journey;
        this.person = person;
        page = journey.desk().page();
    }

    /** Opens a browser on a desk of {@code person}, signed in nowhere. */
    static Portal of(Journey journey, Person person) {
        return new Portal(journey, person);
    }

    /** The page itself, for all that is not common enough to have a word here. */
    Page page() {
        return page;
    }

    /** Goes from the start one of its ways. */
    void start(String way) {
        page.navigate(journey.server().pages().resolve("/portal/acme").toString());
        expectHeading(page, "Start");
        page.getByLabel("User name").fill(person.userName());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(way))
                .click();
    }

    /** Types the code of the mail that was sent last. */
    void code() {
        page.getByLabel("Verification code").fill(mailedCode());
        press(page, "Next");
    }

    private String mailedCode() {
        Page mails = journey.desk().page();
        journey.openMail(mails, person.mail(), "Your verification code", ++codes);
        Matcher code = CODE.matcher(mails.locator(".mail-text").innerText());
        assertThat(code.find()).as("a code in the mail").isTrue();
        return code.group(1);
    }

    /** Types the password on the portal's own page. */
    void password() {
        expectHeading(page, "Your password");
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(person.password());
        press(page, "Next");
    }

    /** Goes from the start over the password to the choice of the second factor. */
    void signInUpToTheFactor() {
        start("Sign in");
        expectHeading(page, "Sign in");
        page.getByLabel("Password").fill(person.password());
        press(page, "Next");
        expectHeading(page, "Confirm that it is you");
    }

    /** Signs in with a passcode, to the list of tokens. */
    void signIn(String passcode) {
        signInUpToTheFactor();
        page.getByLabel("Enter a passcode").fill(passcode);
        press(page, "Sign in");
        expectHeading(page, "My tokens");
    }

    /** Signs in by an approval on a phone, to the list of tokens. */
    void signIn(Phone phone) {
        signInUpToTheFactor();
        approve(phone);
        expectHeading(page, "My tokens");
    }

    /** Has a phone asked, and approves there. */
    void approve(Phone phone) {
        page.getByText("Use my mobile to autosend a passcode").click();
        expectHeading(page, "Answer on your phone");
        String number = page.locator(".push-digits").textContent().strip();
        phone.openRequest();
        assertThat(phone.page().content()).contains("Self-service");
        phone.approve(number);
    }

    /** Types a code that stands in for a phone that is not at hand. */
    void recover(String code) {
        follow(page, "Use a recovery code or a temporary passcode");
        page.getByLabel("Recovery code or temporary passcode").fill(code);
        press(page, "Sign in");
    }

    /** Opens a token from the list, by a word of its card. */
    void openToken(String words) {
        page.locator(".token-link")
                .filter(new Locator.FilterOptions().setHasText(words))
                .click();
    }

    /** Sets the app up on a new phone with the link that stands on the page beside the QR code. */
    Phone setUp() {
        expectHeading(page, "Set up the app");
        page.locator("#qr svg").waitFor();
        Phone phone = journey.phone();
        phone.page().navigate(String.valueOf(page.locator("#open-app").getAttribute("href")));
        phone.finishEnrollment(null);
        expectHeading(page, "Almost there");
        return phone;
    }
}
