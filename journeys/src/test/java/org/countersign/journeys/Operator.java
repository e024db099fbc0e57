package org.countersign.journeys;

import static org.countersign.journeys.Stage.expectHeading;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.net.URI;

/** A browser on a desk with the console of one virtual server, and what operators do there all day. */
final class Operator {
    private final Page page;
    private final URI pages;
    private final String slug;

    /**
     * Opens nothing yet.
     *
     * @param slug the virtual server's name in addresses
     */
    Operator(Page page, URI pages, String slug) {
        this.page = page;
        this.pages = pages;
        this.slug = slug;
    }

    /** The page itself, for all that is not common enough to have a word here. */
    Page page() {
        return page;
    }

    /** Gives name and password, and leaves the browser at whatever comes next: the console, a second factor or a reason. */
    void password(String userName, String password) {
        open("");
        expectHeading(page, "Operator sign-in");
        page.getByLabel("User name").fill(userName);
        page.getByLabel("Password").fill(password);
        Stage.press(page, "Sign in");
    }

    /** Signs in where the password is enough. */
    Operator signIn(String userName, String password) {
        password(userName, password);
        expectIn();
        return this;
    }

    /** Signs in with password and passcode. */
    Operator signIn(String userName, String password, String passcode) {
        password(userName, password);
        passcode(passcode);
        return this;
    }

    /** Types the passcode that the console asks for after the password, or once more before a sensitive act. */
    void passcode(String passcode) {
        expectHeading(page, "Confirm that it is you");
        page.getByLabel("Enter a passcode").fill(passcode);
        Stage.press(page, "Sign in");
        expectIn();
    }

    /** After the password of an operator without an authenticator: enrolls one on {@code phone}, up to the passcode. */
    void enrollAuthenticator(Phone phone) {
        expectHeading(page, "Set up your authenticator");
        Stage.press(page, "Show the code");
        Locator link = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Open the app here"));
        phone.page().navigate(link.getAttribute("href"));
        phone.finishEnrollment(null);
        // The page goes on by itself when the app has finished.
        expectHeading(page, "Confirm that it is you");
    }

    /** Waits until the console stands there with its navigation. */
    void expectIn() {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .waitFor();
    }

    /** Opens a page of the console by its address, such as {@code /tokens?state=active}. */
    void open(String path) {
        page.navigate(pages.resolve("/console/" + slug + path).toString());
    }

    /** Goes to a place of the console by its name in the navigation, and waits until it is there. */
    void go(String place) {
        page.locator(".console-nav")
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(place).setExact(true))
                .click();
        page.locator(".console-nav [aria-current=page]")
                .filter(new Locator.FilterOptions().setHasText(place))
                .waitFor();
    }

    /** Follows a link in the page itself by what stands on it, and waits for the heading of where it leads. */
    void follow(String link, String heading) {
        main().getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(link).setExact(true))
                .first()
                .click();
        expectHeading(page, heading);
    }

    /** Types into a field by its label. */
    void fill(String label, String value) {
        main().getByLabel(label, new Locator.GetByLabelOptions().setExact(true)).fill(value);
    }

    /** Chooses in a list by its label and what stands in the line. */
    void choose(String label, String line) {
        main().getByLabel(label, new Locator.GetByLabelOptions().setExact(true))
                .selectOption(new SelectOption().setLabel(line));
    }

    /** Presses a button, and waits for the title of the message that says what came of it. */
    void press(String button, String message) {
        Stage.press(page, button);
        expectSaid(message);
    }

    /** Waits for a message of the page by its title. */
    void expectSaid(String title) {
        main().locator(".alert")
                .getByText(title, new Locator.GetByTextOptions().setExact(true))
                .first()
                .waitFor();
    }

    /** Waits until words stand somewhere in the page's own part. */
    void expectText(String words) {
        main().getByText(words).first().waitFor();
    }

    /** A row of the page's list by words in it. */
    Locator row(String words) {
        return main().locator("tbody tr").filter(new Locator.FilterOptions().setHasText(words));
    }

    /** What stands beside a name in a page of facts, such as the state of a token. */
    Locator fact(String name) {
        return main().locator("dt", new Locator.LocatorOptions().setHasText(name))
                .locator("xpath=following-sibling::dd[1]")
                .first();
    }

    /** The page's own part, without header and navigation. */
    Locator main() {
        return page.locator("main");
    }

    /** Signs out. */
    void signOut() {
        Stage.press(page, "Sign out");
        expectHeading(page, "Operator sign-in");
    }
}
