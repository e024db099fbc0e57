package org.countersign.journeys;

import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.follow;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.regex.Pattern;

/** A browser on a desk, where somebody signs in to Acme Wiki. */
final class Desk {
    private final Page page;
    private final URI wiki;

    Desk(Page page, URI wiki) {
        this.page = page;
        this.wiki = wiki;
    }

    /** The page itself, for all that is not common enough to have a word here. */
    Page page() {
        return page;
    }

    /** Goes from Acme Wiki to the choice of the second factor. */
    void password(Person person) {
        typePassword(person);
        expectHeading(page, "Confirm that it is you");
    }

    /** Goes from Acme Wiki to the login page and gives name and password, whatever is said to them. */
    void typePassword(Person person) {
        page.navigate(wiki.toString());
        page.getByText("Sign in").first().click();
        expectHeading(page, "Sign in");
        page.getByLabel("User name").fill(person.userName());
        page.getByLabel("Password").fill(person.password());
        press(page, "Next");
    }

    /** Signs in up to the request on the phone, and returns the number that the login page shows. */
    String push(Person person) {
        password(person);
        page.getByText("Use my mobile to autosend a passcode").click();
        expectHeading(page, "Answer on your phone");
        return page.locator(".push-digits").textContent().strip();
    }

    /** Types a passcode where the login page asks for one. */
    void passcode(String passcode) {
        page.getByLabel("Enter a passcode").fill(passcode);
        press(page, "Sign in");
    }

    /** Types a passcode that cannot be right, and waits until the login page says so, or that it looks at none for now. */
    void wrongPasscode(String passcode) {
        // The page that follows looks like this one: only this one is marked.
        page.evaluate("() => document.body.classList.add('before')");
        passcode(passcode);
        page.locator("body:not(.before)")
                .getByText(Pattern.compile("That passcode does not work|Paused after too many passcodes"))
                .first()
                .waitFor();
    }

    /** Types a code that stands in for a phone that is not at hand. */
    void recover(String code) {
        follow(page, "Use a recovery code or a temporary passcode");
        page.getByLabel("Recovery code or temporary passcode").fill(code);
        press(page, "Sign in");
    }

    /** Waits until the login page has let somebody in, by itself. */
    void expectSignedIn(Person person) {
        page.waitForURL(wiki + "/**");
        page.getByText(person.displayName()).first().waitFor();
    }

    /** Forgets the sign-in, as a new browser has none. */
    void forget() {
        page.context().clearCookies();
    }
}
