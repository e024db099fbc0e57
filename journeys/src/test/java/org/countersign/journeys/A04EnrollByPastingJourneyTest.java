package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.follow;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A4 Enroll by pasting or typing the activation string")
@ExtendWith(SharedStage.class)
class A04EnrollByPastingJourneyTest {

    @Test
    @DisplayName("A4: Paste fills the field, which stays editable, and the string enrolls")
    void pastingEnrolls(Journey journey) {
        Person person = journey.person("Petra");
        Phone phone = addScreen(journey);
        String string = string(journey.rest().activationLink(person));
        phone.page()
                .context()
                .grantPermissions(
                        List.of("clipboard-read", "clipboard-write"),
                        new BrowserContext.GrantPermissionsOptions()
                                .setOrigin(journey.server().app().toString()));
        phone.page().evaluate("text => navigator.clipboard.writeText(text)", " " + string + "\n");
        press(phone.page(), "Paste");
        Locator field = field(phone);
        phone.page().waitForCondition(() -> field.inputValue().equals(string));
        field.press("End");
        field.pressSequentially("x");
        assertThat(field.inputValue()).as("editable").isEqualTo(string + "x");
        field.press("Backspace");
        press(phone.page(), "Continue");
        phone.finishEnrollment(null);
        assertThat(journey.rest().authenticate(person, phone.passcode())).isEqualTo("accepted");
    }

    @Test
    @DisplayName("A4: sixteen characters from the enrollment page, typed in small letters without gaps, enroll")
    void typingSixteenCharactersEnrolls(Journey journey) {
        Person person = journey.person("Tilda");
        Page desk = journey.phone().page();
        desk.navigate(journey.server().pages().resolve("/o/acme/enroll") + "#"
                + string(journey.rest().activationLink(person)));
        desk.getByText("No camera? Type it in the app").click();
        String shown = desk.locator("#typed").innerText();
        assertThat(shown).matches("([0-9A-HJKMNP-TV-Z]{4} ){3}[0-9A-HJKMNP-TV-Z]{4}");
        Phone phone = addScreen(journey);
        field(phone).fill("0000 0000 0000 0000");
        press(phone.page(), "Continue");
        phone.page().getByText("The server does not know these 16 characters").waitFor();
        field(phone).fill(shown.replace(" ", "").toLowerCase(Locale.ROOT));
        press(phone.page(), "Continue");
        phone.finishEnrollment(null);
        expectHeading(desk, "Your token is ready");
        assertThat(journey.rest().authenticate(person, phone.passcode())).isEqualTo("accepted");
    }

    @Test
    @DisplayName("A4: a wrong string is refused with its reason: cut short, mistyped, of another server, unknown")
    void aWrongStringSaysWhatIsWrong(Journey journey) {
        Person person = journey.person("Wanda");
        String string = string(journey.rest().activationLink(person));
        Phone phone = addScreen(journey);
        refusesAtTheField(phone, string.substring(0, 50), "not a complete activation string");
        char other = string.charAt(30) == 'x' ? 'y' : 'x';
        refusesAtTheField(
                phone, string.substring(0, 30) + other + string.substring(31), "not a complete activation string");
        refusesAtTheField(phone, "https://elsewhere.example/enroll#" + string, "belongs to another Countersign server");
        refusesAfterAsking(phone, ofAnotherEnrollment(string), "The server does not know this activation");
    }

    @Test
    @DisplayName("A4: a used string is refused with its reason")
    void aUsedStringSaysSo(Journey journey) {
        Person person = journey.person("Ursula");
        String link = journey.rest().activationLink(person);
        journey.phone().enroll(link);
        refusesAfterAsking(addScreen(journey), string(link), "This activation was used on another device");
    }

    @Test
    @DisplayName("A4: a string whose newer one exists is refused with its reason")
    void aReplacedStringSaysSo(Journey journey) {
        Person person = journey.person("Renate");
        String older = string(journey.rest().activationLink(person));
        journey.rest().activationLink(person);
        refusesAfterAsking(addScreen(journey), older, "This activation was withdrawn");
    }

    @Test
    @DisplayName("A4: an expired string is refused with its reason")
    void anExpiredStringSaysSo(Journey journey) {
        String string = string(journey.rest().activationLink(journey.person("Emil")));
        Phone phone = addScreen(journey);
        phone.page().clock().setSystemTime(Date.from(Instant.now().plus(Duration.ofMinutes(11))));
        refusesAtTheField(phone, string, "This activation has expired");
    }

    private static Phone addScreen(Journey journey) {
        Phone phone = journey.phone();
        phone.open();
        follow(phone.page(), "Get started");
        expectHeading(phone.page(), "Add a token");
        return phone;
    }

    private static Locator field(Phone phone) {
        return phone.page().getByLabel("Activation string or link");
    }

    private static void refusesAtTheField(Phone phone, String text, String reason) {
        field(phone).fill(text);
        press(phone.page(), "Continue");
        phone.page().getByText(reason).waitFor();
        assertThat(field(phone).inputValue()).as("to be mended").isEqualTo(text);
    }

    private static void refusesAfterAsking(Phone phone, String string, String reason) {
        Page page = phone.page();
        field(phone).fill(string);
        press(page, "Continue");
        expectHeading(page, "This activation does not work");
        page.getByText(reason).waitFor();
        press(page, "Use another activation");
        expectHeading(page, "Add a token");
    }

    /** Returns a string that is whole but names an enrollment that this server has never started. */
    private static String ofAnotherEnrollment(String string) {
        byte[] body = Base64.getUrlDecoder().decode(string.substring(2));
        body[2] ^= 1;
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(body, 0, body.length - 2);
            System.arraycopy(sha256.digest(), 0, body, body.length - 2, 2);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
        return "A1" + Base64.getUrlEncoder().withoutPadding().encodeToString(body);
    }

    private static String string(String link) {
        return link.substring(link.indexOf('#') + 1);
    }
}
