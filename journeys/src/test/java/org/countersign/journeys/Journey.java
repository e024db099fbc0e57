package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.countersign.testkit.ServerProcess;
import org.jspecify.annotations.Nullable;

/**
 * What one journey has: people, phones and desks of its own, and the policy as it wants it. The server it shares with
 * the other journeys; at its end the browsers are closed and the policy is as it was.
 */
final class Journey implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What a mail may take that a schedule or a sweep of the server sends. */
    private static final double A_MAIL_MILLIS = 90_000;

    private final Stage stage;
    private final RestClient rest;
    private final List<BrowserContext> browsers = new ArrayList<>();
    private @Nullable JsonElement policyBefore;

    Journey(Stage stage) {
        this.stage = stage;
        rest = new RestClient(stage.server());
    }

    ServerProcess server() {
        return stage.server();
    }

    RestClient rest() {
        return rest;
    }

    /** Signs the operator in to the console in this browser, and opens one of its pages. */
    void console(Page page, String path) throws IOException {
        new Operator(page, stage.server().pages(), "acme")
                .signIn("operator", stage.operatorPassword())
                .open(path);
    }

    /** Opens a browser on a desk with the console of a virtual server, signed in nowhere. */
    Operator console(String slug) {
        return new Operator(kept(stage.newDesk()), stage.server().pages(), slug);
    }

    /** Opens a browser with Acme's console, and its operator in it. */
    Operator operator() throws IOException {
        return console("acme").signIn("operator", stage.operatorPassword());
    }

    /** Opens a browser with the provider's console, and its operator in it. */
    Operator provider() throws IOException {
        return console("provider").signIn("operator", stage.providerPassword());
    }

    /** Creates a user whom no other journey knows. */
    Person person(String firstName) {
        String unlike = unlike();
        String userName = firstName.toLowerCase(Locale.ROOT) + "-" + unlike;
        String displayName = firstName + " " + unlike;
        String mail = userName + "@acme.example";
        String password = "password of " + userName;
        String id = rest.answer(
                "/users",
                RestClient.object("userName", userName, "displayName", displayName, "mail", mail, "password", password),
                "id");
        return new Person(id, userName, displayName, mail, password);
    }

    /** Has the server mail {@code person} a link, as an operator does in the console. */
    void provision(Person person) {
        JsonArray users = new JsonArray();
        users.add(person.id());
        JsonObject task = new JsonObject();
        task.add("userIds", users);
        rest.post("/provisioning-tasks", task);
    }

    /** Opens the newest mail to somebody in the demo's mailbox, once it has arrived. */
    void openMail(Page page, String address) {
        page.navigate(stage.server().pages().resolve("/demo/mailbox").toString());
        page.locator("a.mail")
                .filter(new Locator.FilterOptions().setHasText(address))
                .first()
                .click();
    }

    /** Opens the newest mail to somebody, with these words in its subject, once so many of them are there. */
    void openMail(Page page, String address, String subject, int atLeast) {
        page.navigate(stage.server().pages().resolve("/demo/mailbox").toString());
        Locator mails = page.locator("a.mail")
                .filter(new Locator.FilterOptions().setHasText(address))
                .filter(new Locator.FilterOptions().setHasText(subject));
        mails.nth(atLeast - 1).waitFor(new Locator.WaitForOptions().setTimeout(A_MAIL_MILLIS));
        mails.first().click();
        page.locator(".mail-text").waitFor();
    }

    /** Returns eight characters that no other journey has, to tell apart what it makes. */
    static String unlike() {
        byte[] unlike = new byte[4];
        RANDOM.nextBytes(unlike);
        return HexFormat.of().formatHex(unlike);
    }

    /** Opens the app on a phone that nobody has used before. */
    Phone phone() {
        return new Phone(kept(stage.newPhone()), stage.server().app());
    }

    /** Opens the app on a phone that nobody has used before, and that can show notifications. */
    Phone notifiedPhone() {
        return new Phone(kept(stage.newNotifiedPhone()), stage.server().app());
    }

    /** Returns a phone with a token of {@code person}, enrolled under the policy that holds now. */
    Phone phoneOf(Person person) {
        Phone phone = phone();
        phone.enroll(rest.activationLink(person));
        return phone;
    }

    /** Sets up an app of another maker for somebody, from the mail on; the policy must allow it. */
    StandardApp standardApp(Person person) {
        StandardApp.mailLink(rest, person);
        return StandardApp.setUp(
                stage.server().pages(), person, mailbox().text(person.mail(), "Set up a standard authenticator app"));
    }

    /** Opens the demo's mailbox in a browser of its own. */
    Mailbox mailbox() {
        return new Mailbox(kept(stage.newDesk()), stage.server().pages());
    }

    /** Opens a browser on a desk, signed in nowhere. */
    Desk desk() {
        return new Desk(kept(stage.newDesk()), stage.server().wiki());
    }

    /**
     * Changes one rule of the policy until this journey ends.
     *
     * @param rule name in the REST API's policy, with dots where it is grouped
     */
    void policy(String rule, Object value) {
        keepPolicy();
        JsonObject policy = rest.get("/policy").getAsJsonObject();
        JsonObject group = policy;
        String[] names = rule.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            group = group.getAsJsonObject(names[i]);
        }
        String name = names[names.length - 1];
        assertThat(group.has(name))
                .as("the policy has a rule %s: %s", rule, policy)
                .isTrue();
        group.add(name, json(value));
        rest.put("/policy", policy);
    }

    /** Puts the policy back at the end, whoever changes it until then. */
    void keepPolicy() {
        if (policyBefore == null) {
            policyBefore = rest.get("/policy");
        }
    }

    /** Keeps a picture of every page, which tells most when the journey failed. */
    void keepPictures(String name) {
        int number = 0;
        for (BrowserContext browser : browsers) {
            for (Page page : browser.pages()) {
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target/pictures", "failed-" + name + "-" + number++ + ".png")));
            }
        }
    }

    @Override
    public void close() {
        if (policyBefore != null) {
            rest.put("/policy", policyBefore);
        }
        browsers.forEach(BrowserContext::close);
    }

    private Page kept(Page page) {
        browsers.add(page.context());
        return page;
    }

    private static JsonElement json(Object value) {
        return switch (value) {
            case JsonElement element -> element;
            case Number number -> new JsonPrimitive(number);
            case Boolean decided -> new JsonPrimitive(decided);
            default -> new JsonPrimitive(String.valueOf(value));
        };
    }
}
