package org.countersign.journeys;

import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.follow;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The app on a phone of 360 by 740, with what its user does there. */
final class Phone {
    /** A step and a little: what a person waits for at most until a passcode is there. */
    private static final double A_STEP_MILLIS = 65_000;

    private final Page page;
    private final URI app;

    Phone(Page page, URI app) {
        this.page = page;
        this.app = app;
    }

    /** The page itself, for all that is not common enough to have a word here. */
    Page page() {
        return page;
    }

    /** Opens the app as its icon does. */
    void open() {
        page.navigate(app.toString());
    }

    /** Opens a screen of the app by its fragment, such as {@code #settings}. */
    void open(String fragment) {
        page.navigate(app + "/" + fragment);
    }

    /** Follows an enrollment link and goes through every step with the answers of somebody in a hurry. */
    void enroll(String link) {
        page.navigate(link);
        finishEnrollment(null);
    }

    /** Goes on from the name of the token to the list of tokens. */
    void finishEnrollment(@Nullable String password) {
        expectHeading(page, "Name your token");
        if (password != null) {
            page.getByLabel("Your password").fill(password);
        }
        press(page, "Continue");
        Locator ready = heading("Your token is ready");
        Locator asked = heading("Get sign-in requests");
        ready.or(asked).waitFor();
        if (asked.isVisible()) {
            press(page, "Allow");
        }
        ready.waitFor();
        press(page, "Show my tokens");
        expectHeading(page, "Your tokens");
    }

    /** The card of a token, by the token's name or the account on it. */
    Locator card(String words) {
        return page.locator(".token-card").filter(new Locator.FilterOptions().setHasText(words));
    }

    /** Waits for a passcode of the only token that has not been sent yet; an approval may have used up the present one. */
    String passcode() {
        return passcode(page.locator(".token-card").first());
    }

    /** Waits for a passcode on a card that has not been sent yet. */
    String passcode(Locator card) {
        return awaitShown(card, now -> now.matches("[0-9A-Za-z+/]{5,9}") && !now.equals("Used"));
    }

    /** Has an event-based token make its next passcode. */
    String nextPasscode(Locator card) {
        String before = shown(card);
        card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Next passcode"))
                .click();
        return awaitShown(card, now -> now.matches("[0-9A-Za-z+/]{5,9}") && !now.equals(before));
    }

    /** Waits for what a card shows and returns just that: a moment later it may show something else. */
    private String awaitShown(Locator card, Predicate<String> wanted) {
        StringBuilder seen = new StringBuilder();
        page.waitForCondition(
                () -> {
                    String now = shown(card);
                    seen.replace(0, seen.length(), now);
                    return wanted.test(now);
                },
                new Page.WaitForConditionOptions().setTimeout(A_STEP_MILLIS));
        return seen.toString();
    }

    /** Has the only token, an event-based one, make its next passcode. */
    String nextPasscode() {
        return nextPasscode(page.locator(".token-card").first());
    }

    /** Returns what stands where the passcode stands, without the gap in the middle. */
    String shown(Locator card) {
        // Asked in one go: between two questions the card may show another passcode, or none.
        String code = String.valueOf(
                card.locator(".token-code .code").evaluateAll("codes => codes.length === 0 ? '' : codes[0].innerText"));
        return code.replaceAll("(?s)^.*:", "").replaceAll("\\s", "");
    }

    /** What those hear who cannot see the ring. */
    int secondsLeft(Locator card) {
        return Integer.parseInt(card.locator(".ring .only-heard").innerText().replaceAll("\\D", ""));
    }

    /** Waits until more than so many seconds of the time step are left. */
    void awaitMoreThan(int seconds, Locator card) {
        page.waitForCondition(
                () -> secondsLeft(card) > seconds, new Page.WaitForConditionOptions().setTimeout(A_STEP_MILLIS));
    }

    /** Switches Autosend of the only token on or off, and waits until the server knows. */
    void autosend(boolean on) {
        open();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Settings of"))
                .first()
                .click();
        expectHeading(page, "Token information");
        Locator autosend = page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Autosend"));
        autosend.click();
        page.waitForCondition(() -> autosend.isChecked() == on && autosend.isEnabled());
    }

    /** Opens the newest request from the bar on top. */
    void openRequest() {
        page.locator("a.pending").click();
        expectHeading(page, "Sign-in request");
    }

    /** Types the number of the login page on the app's own keys, and approves. */
    void approve(String number) {
        number.chars()
                .forEach(digit -> page.getByRole(
                                AriaRole.BUTTON,
                                new Page.GetByRoleOptions()
                                        .setName(String.valueOf((char) digit))
                                        .setExact(true))
                        .click());
        press(page, "Approve");
        expectHeading(page, "Approved");
    }

    /** Says no with one of the two reasons, by what stands on it. */
    void deny(String reason) {
        press(page, "No, it wasn’t me");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(reason))
                .click();
    }

    /** Goes from the end of a request to the tokens. */
    void backToTokens() {
        follow(page, "Back to my tokens");
        expectHeading(page, "Your tokens");
    }

    /** Cuts the network, or gives it back. */
    void network(boolean there) {
        page.context().setOffline(!there);
    }

    private Locator heading(String words) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(words))
                .first();
    }
}
