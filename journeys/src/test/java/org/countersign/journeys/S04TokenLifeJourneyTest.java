package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("S4 The life of a token")
@ExtendWith(SharedStage.class)
class S04TokenLifeJourneyTest {
    /** More wrong passcodes than any policy allows in a row. */
    private static final int MANY = 30;

    @Test
    @DisplayName("S4: a free token is assigned, its user gets the link and enrolls this very token")
    void aFreeTokenIsAssignedAndProvisioned(Journey journey) throws IOException {
        Person person = journey.person("Albert");
        Operator operator = journey.operator();
        operator.open("/tokens?state=inventory");
        String serial = operator.row("Inventory").first().locator(".rows-key").innerText();
        assign(operator, serial, person);
        assertThat(operator.fact("State").innerText()).isEqualTo("Assigned");
        Phone phone = provision(journey, operator, person);
        assertThat(journey.rest().serial(person)).isEqualTo(serial);
        assertThat(journey.rest().authenticate(person, phone.passcode())).isEqualTo("accepted");
        operator.open("/tokens?q=" + serial);
        assertThat(operator.row(serial).innerText()).contains("Active", "Android");
    }

    @Test
    @DisplayName("S4: a suspended token signs nobody in; resumed, it does again")
    void aSuspendedTokenSignsNobodyIn(Journey journey) throws IOException {
        journey.policy("tokens.mode", "HOTP");
        Person person = journey.person("Berta");
        Phone phone = journey.phoneOf(person);
        String refused = phone.nextPasscode();
        String accepted = phone.nextPasscode();
        Operator operator = onTokenOf(journey, person);
        act(operator, "Suspend …", "Suspend 1 token", "Token suspended");
        assertThat(journey.rest().authenticate(person, refused)).isEqualTo("refused");
        act(operator, "Resume …", "Resume 1 token", "Token resumed");
        assertThat(journey.rest().authenticate(person, accepted)).isEqualTo("accepted");
    }

    @Test
    @DisplayName("S4: an operator ends the pause after wrong passcodes, and brings a token back that ran ahead")
    void unlocksAndResynchronises(Journey journey) throws IOException {
        journey.policy("tokens.mode", "HOTP");
        journey.policy("tokens.lookAhead", 3);
        Person person = journey.person("Carl");
        Phone phone = journey.phoneOf(person);
        Operator operator = onTokenOf(journey, person);
        String answer = "refused";
        for (int wrong = 0; wrong < MANY && answer.equals("refused"); wrong++) {
            answer = journey.rest().authenticate(person, "000000");
        }
        assertThat(answer).isEqualTo("paused");
        operator.page().reload();
        operator.expectSaid("This token pauses");
        act(operator, "Unlock …", "Unlock token", "Token unlocked");
        assertThat(journey.rest().authenticate(person, phone.nextPasscode())).isEqualTo("accepted");

        for (int made = 0; made < 8; made++) {
            phone.nextPasscode();
        }
        assertThat(journey.rest().authenticate(person, phone.nextPasscode())).isEqualTo("refused");
        operator.follow("Resynchronise …", "Resynchronise");
        operator.fill("First passcode", phone.nextPasscode());
        operator.fill("Second passcode", phone.nextPasscode());
        operator.press("Resynchronise token", "Token resynchronised");
        assertThat(journey.rest().authenticate(person, phone.nextPasscode())).isEqualTo("accepted");
    }

    @Test
    @DisplayName("S4: a token that is returned is given to somebody else with a new seed, and the old phone is good for"
            + " nobody")
    void aReturnedTokenIsGivenToSomebodyElse(Journey journey) throws IOException {
        journey.policy("tokens.mode", "HOTP");
        Person before = journey.person("Dieter");
        Person after = journey.person("Emma");
        Phone old = journey.phoneOf(before);
        String stale = old.nextPasscode();
        String later = old.nextPasscode();
        String serial = journey.rest().serial(before);
        Operator operator = onTokenOf(journey, before);
        operator.follow("Revoke and return …", "Return token " + serial + " to the inventory");
        operator.fill("Reason", "left the company");
        Look.at(operator.page(), "s04-return");
        operator.press("Return 1 token to the inventory", "Token returned to the inventory");
        operator.expectText("left the company");
        assertThat(operator.fact("User").innerText()).isEqualTo("Nobody");

        assign(operator, serial, after);
        Phone phone = provision(journey, operator, after);
        assertThat(journey.rest().serial(after)).isEqualTo(serial);
        assertThat(journey.rest().authenticate(before, stale)).isEqualTo("refused");
        assertThat(journey.rest().authenticate(after, stale)).isEqualTo("refused");
        assertThat(journey.rest().authenticate(after, later)).isEqualTo("refused");
        assertThat(journey.rest().authenticate(after, phone.nextPasscode())).isEqualTo("accepted");
    }

    @Test
    @DisplayName("S4: a lost token signs nobody in; a faulty one says what cannot be done with it, and why")
    void whatCannotBeDoneSaysWhy(Journey journey) throws IOException {
        journey.policy("tokens.mode", "HOTP");
        Person person = journey.person("Frieda");
        Phone phone = journey.phoneOf(person);
        String passcode = phone.nextPasscode();
        Operator operator = onTokenOf(journey, person);
        act(operator, "Mark lost …", "Mark 1 token lost", "Token marked lost");
        assertThat(journey.rest().authenticate(person, passcode)).isEqualTo("refused");
        act(operator, "Mark found …", "Mark 1 token found", "Token marked found");
        act(operator, "Mark faulty …", "Mark 1 token faulty", "Token marked faulty");
        phone.page()
                .getByText("Not active. Your organisation can tell you why.")
                .waitFor();
        operator.main().getByText("What cannot be done now, and why").click();
        assertThat(operator.fact("Suspend").innerText()).isEqualTo("It is marked faulty.");
        Look.at(operator.page(), "s04-why-not");
        String token = operator.page().url().replaceFirst("\\?.*", "");
        operator.page().navigate(token + "/resume");
        operator.expectSaid("This cannot be done now");
        operator.expectText("It is marked faulty.");
        assertThat(journey.rest().authenticate(person, passcode)).isEqualTo("refused");
    }

    @Test
    @DisplayName("S4: a revoked token stays out of the inventory until it is returned")
    void aRevokedTokenWaitsOutsideTheInventory(Journey journey) throws IOException {
        Person person = journey.person("Gerd");
        journey.phoneOf(person);
        String serial = journey.rest().serial(person);
        Operator operator = onTokenOf(journey, person);
        act(operator, "Revoke …", "Revoke 1 token", "Token revoked");
        String token = operator.page().url().replaceFirst("\\?.*", "");
        operator.page().navigate(token + "/assign");
        operator.expectText("It was taken from its user. Return it to the inventory first.");
        operator.page().navigate(token);
        operator.follow("Revoke and return …", "Return token " + serial + " to the inventory");
        operator.press("Return 1 token to the inventory", "Token returned to the inventory");
    }

    private static Operator onTokenOf(Journey journey, Person person) throws IOException {
        Operator operator = journey.operator();
        operator.open("/tokens/" + journey.rest().token(person).get("id").getAsString());
        return operator;
    }

    private static void act(Operator operator, String link, String button, String said) {
        operator.follow(link, "Token");
        operator.press(button, said);
    }

    private static void assign(Operator operator, String serial, Person person) {
        operator.open("/tokens?q=" + serial);
        operator.follow(serial, "Token " + serial);
        operator.follow("Assign …", "Assign token " + serial);
        operator.fill("User name", "nobody-of-this-name");
        press(operator.page(), "Assign 1 token");
        operator.expectText("No active user has this user name");
        operator.fill("User name", person.userName());
        operator.press("Assign 1 token", "Token assigned");
    }

    /** From the page of an assigned token: sends the link, and enrolls a phone with it. */
    private static Phone provision(Journey journey, Operator operator, Person person) {
        operator.follow("Send the link …", "Provision 1 user");
        operator.press("Provision 1 user", "Provisioning has started");
        Page mail = journey.desk().page();
        journey.openMail(mail, person.mail(), "Set up your authenticator", 1);
        Phone phone = journey.phone();
        phone.page().navigate(mail.locator("a[href*='/enroll#']").last().getAttribute("href"));
        expectHeading(phone.page(), "Name your token");
        phone.finishEnrollment(person.password());
        return phone;
    }
}
