package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A9 Alphabets and lengths")
@ExtendWith(SharedStage.class)
class A09AlphabetsJourneyTest {

    @ParameterizedTest(name = "{0} of {1}")
    @DisplayName("A9: passcodes of every alphabet and length are shown, copied with one tap and typed")
    @CsvSource({
        "DECIMAL, 5, [0-9]",
        "DECIMAL, 8, [0-9]",
        "HEXADECIMAL, 6, [0-9A-F]",
        "HEXADECIMAL, 8, [0-9A-F]",
        "BASE32, 5, [A-Z2-7]",
        "BASE32, 7, [A-Z2-7]",
        "BASE64, 6, [A-Za-z0-9+/]",
        "BASE64, 8, [A-Za-z0-9+/]"
    })
    void areShownCopiedAndTyped(String alphabet, int length, String characters, Journey journey) {
        journey.policy("tokens.alphabet", alphabet);
        journey.policy("tokens.length", length);
        Person person = journey.person("Petra");
        Phone phone = journey.phoneOf(person);
        phone.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        Locator card = phone.card(person.userName());
        String passcode = phone.passcode(card);
        assertThat(passcode).matches(characters + "{" + length + "}");
        Look.at(phone.page(), "A09-" + alphabet.toLowerCase(Locale.ROOT) + "-" + length);
        Desk desk = journey.desk();
        desk.password(person);
        String shown = phone.passcode(card);
        card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Copy"))
                .click();
        phone.page().getByText("Copied").first().waitFor();
        String copied = String.valueOf(phone.page().evaluate("navigator.clipboard.readText()"));
        // A time step may have ended in between: then the next passcode stands there and was copied.
        assertThat(copied).isIn(shown, phone.passcode(card));
        boolean hasOneCase = !alphabet.equals("BASE64");
        String typed = hasOneCase ? copied.toLowerCase(Locale.ROOT) : copied;
        desk.passcode(typed.substring(0, 3) + " " + typed.substring(3));
        desk.expectSignedIn(person);
    }
}
