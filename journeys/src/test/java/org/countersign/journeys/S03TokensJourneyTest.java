package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("S3 Tokens")
@ExtendWith(SharedStage.class)
class S03TokensJourneyTest {
    private static final List<Step> STEPS = List.of(
            new Step("Suspend …", "Suspend 1 token", "Token suspended", "Suspended"),
            new Step("Resume …", "Resume 1 token", "Token resumed", "Active"),
            new Step("Mark lost …", "Mark 1 token lost", "Token marked lost", "Lost"),
            new Step("Mark found …", "Mark 1 token found", "Token marked found", "Suspended"),
            new Step("Mark faulty …", "Mark 1 token faulty", "Token marked faulty", "Faulty"),
            new Step(
                    "Revoke and return …",
                    "Return 1 token to the inventory",
                    "Token returned to the inventory",
                    "Inventory"));

    /** What an operator follows and presses, and what is said and shown then. */
    private record Step(String link, String button, String said, String state) {}

    @Test
    @DisplayName(
            "S3: a token is found by its serial number, and its page says where it lives and whether it can be asked")
    void theDetailsSayWhereItLives(Journey journey) throws IOException {
        Person person = journey.person("Tilda");
        Phone phone = journey.phoneOf(person);
        String serial = journey.rest().serial(person);
        Operator operator = journey.operator();
        operator.go("Tokens");
        operator.fill("Serial number", serial);
        press(operator.page(), "Find");
        operator.follow(serial, "Token " + serial);
        expectHeading(operator.page(), "Mobile app");
        assertThat(facts(operator, "State", "User", "Target", "Device type", "Push OTP"))
                .containsExactly("Active", person.displayName(), "Android phone", "Phone", "Enabled");
        Look.at(operator.page(), "s03-token");

        phone.autosend(false);
        operator.page().reload();
        assertThat(operator.fact("Push OTP").innerText()).isEqualTo("Disabled");
    }

    @Test
    @DisplayName("S3: an app that cannot push is not applicable for push, neither enabled nor disabled")
    void anAppThatCannotPushIsNotApplicable(Journey journey) throws IOException {
        journey.policy("enrollment.standardApps", true);
        Person person = journey.person("Theo");
        StandardApp app = journey.standardApp(person);
        assertThat(journey.rest().authenticate(person, app.passcode(1))).isEqualTo("accepted");
        Operator operator = journey.operator();
        operator.go("Tokens");
        operator.fill("User name or name", person.userName());
        operator.choose("Type", "Standard app");
        operator.choose("Push OTP", "Not applicable");
        press(operator.page(), "Find");
        operator.follow(journey.rest().serial(person), "Token " + journey.rest().serial(person));
        operator.expectText("Such apps say nothing of themselves and take no sign-in requests.");
        assertThat(operator.fact("Push OTP").innerText()).isEqualTo("Not applicable");
        Look.at(operator.page(), "s03-standard");
    }

    @Test
    @DisplayName("S3: each state has its number, and the list shows those in it")
    void tokensAreFoundByTheirState(Journey journey) throws IOException {
        Person person = journey.person("Timo");
        journey.phoneOf(person);
        String serial = journey.rest().serial(person);
        Operator operator = journey.operator();
        for (Step step : STEPS) {
            operator.open("/tokens?q=" + serial);
            operator.follow(serial, "Token " + serial);
            operator.follow(step.link(), serial);
            operator.press(step.button(), step.said());
            assertThat(operator.fact("State").innerText()).isEqualTo(step.state());
            operator.open("/tokens");
            operator.fill("Serial number", serial);
            operator.choose("State", step.state());
            press(operator.page(), "Find");
            operator.page().waitForURL(address -> address.contains("q=" + serial));
            assertThat(operator.row(serial).innerText()).contains(step.state());
        }
    }

    private static List<String> facts(Operator operator, String... names) {
        return List.of(names).stream()
                .map(name -> operator.fact(name).innerText().strip())
                .toList();
    }
}
