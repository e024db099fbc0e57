package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("S16 Alerts and mails")
@ExtendWith(SharedStage.class)
class S16AlertsAndMailsJourneyTest {
    private static final String ADDRESS = "security@acme.example";

    @Test
    @DisplayName("S16: an event of their choice reaches an address by mail and a program by signed webhook")
    void tellsRecipientsByMailAndWebhook(Journey journey) throws Exception {
        journey.keepPolicy();
        Operator operator = journey.operator();
        Page page = operator.page();
        AlertRecipients recipients = new AlertRecipients(operator);
        try (WebhookReceiver receiver = WebhookReceiver.open()) {
            recipients.addWebhook("https://not-listed.example/hook", "Policy changed");
            recipients.expectForm();
            operator.expectText("a webhook whose host is not listed in countersign.webhooks");
            assertThat(page.locator("#address").inputValue()).isEqualTo("https://not-listed.example/hook");
            recipients.addWebhook(receiver.address(), "Policy changed");
            expectHeading(page, "Webhook added");
            String secret = page.locator(".secret-key").innerText().strip();
            recipients.addAddress(ADDRESS, "Policy changed");

            journey.policy("push.seconds", 45);
            WebhookReceiver.Call call = receiver.next();
            JsonObject body = JsonParser.parseString(call.body()).getAsJsonObject();
            assertThat(body.get("event").getAsString()).isEqualTo("POLICY_CHANGED");
            assertThat(body.get("virtualServer").getAsString()).isEqualTo("acme");
            assertThat(body.getAsJsonObject("last").get("type").getAsString()).isEqualTo("POLICY_CHANGED");
            assertThat(call.signature()).isEqualTo(signed(secret, call));
            Page mails = journey.desk().page();
            journey.openMail(mails, ADDRESS, "Policy changed", 1);
            assertThat(mails.locator(".mail-text").innerText())
                    .contains("The rules of the virtual server were changed", "/console/acme/");

            operator.go("Alerts");
            assertThat(page.locator("section", new Page.LocatorOptions().setHasText("What was sent"))
                            .last()
                            .innerText())
                    .contains("Policy changed", ADDRESS, receiver.address());
            Look.at(page, "s16-alerts");
            recipients.remove(ADDRESS);
            recipients.remove(receiver.address());
        }
    }

    private static String signed(String secret, WebhookReceiver.Call call) throws Exception {
        String seconds = call.signature().replaceAll("^t=(\\d+),.*$", "$1");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        byte[] sum = mac.doFinal((seconds + "." + call.body()).getBytes(StandardCharsets.UTF_8));
        return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(sum);
    }

    /** Opens the words of the mail that brings the link to enroll. */
    private static void template(Operator operator, String whose, String language) {
        operator.go("Alerts");
        operator.follow("Mails", "Mails");
        operator.follow(whose + " Set up your authenticator, " + language, "Set up your authenticator, " + language);
    }

    @Test
    @DisplayName("S16: the words of a mail are changed with tags and a preview; a wrong tag is explained, nothing lost")
    void changesTheWordsOfAMail(Journey journey) throws IOException {
        Operator operator = journey.operator();
        Page page = operator.page();
        template(operator, "Usual words", "English");
        String usual = page.locator("#text").inputValue();
        operator.fill("Subject", "Welcome to {organisation}, {fristName}");
        press(page, "Preview");
        operator.expectSaid("These words cannot be used yet");
        operator.expectText("This mail has no tag");
        operator.expectText("{fristName}");
        assertThat(page.locator("#subject").inputValue()).isEqualTo("Welcome to {organisation}, {fristName}");
        operator.fill("Subject", "Welcome to {organisation}, {displayName}");
        page.locator("#text").fill(usual.replace("{page}", "the page"));
        press(page, "Save words");
        operator.expectText("The text lacks the tag");
        page.locator("#text").fill(usual + "\nYours, the help desk of {organisation} for {userName}\n");
        press(page, "Preview");
        expectHeading(page, "As it would arrive");
        assertThat(page.locator(".mail-shown").innerText())
                .contains("Yours, the help desk of Acme for ")
                .doesNotContain("{userName}");
        Look.at(page, "s16-template");
        operator.press("Save words", "Words saved");

        Person person = journey.person("Mila");
        journey.provision(person);
        Page mails = journey.desk().page();
        journey.openMail(mails, person.mail(), "Welcome to Acme, " + person.displayName(), 1);
        assertThat(mails.locator(".mail-text").innerText())
                .contains("Yours, the help desk of Acme for " + person.userName());

        template(operator, "Own words", "English");
        operator.press("Use the usual words again", "The usual words are in use again");
        assertThat(page.locator("#text").inputValue()).isEqualTo(usual);
    }

    @Test
    @DisplayName("S16: mails go out in the language of the virtual server")
    void mailsGoOutInTheLanguageOfTheVirtualServer(Journey journey) throws IOException {
        Operator operator = journey.operator();
        Person person = journey.person("Gerda");
        language(operator, "German");
        try {
            journey.provision(person);
        } finally {
            language(operator, "English");
        }
        journey.openMail(journey.desk().page(), person.mail(), "Richten Sie Ihren Authenticator für Acme ein", 1);
    }

    private static void language(Operator operator, String language) {
        operator.go("Alerts");
        operator.follow("Mails", "Mails");
        operator.choose("Mails go out in", language);
        operator.press("Save", "Language saved");
    }
}
