package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("S15 Operators")
@ExtendWith(SharedStage.class)
class S15OperatorsJourneyTest {

    private static void addRole(Operator boss, String name, String... permissions) {
        boss.go("Operators");
        boss.follow("Roles", "Roles");
        boss.follow("Add role", "Add role");
        boss.fill("Name", name);
        press(boss.page(), "Add role");
        boss.expectText("Choose at least one permission.");
        assertThat(boss.page()
                        .getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                        .inputValue())
                .isEqualTo(name);
        for (String permission : permissions) {
            boss.page()
                    .locator("input[name=permission][value='" + permission + "']")
                    .check();
        }
        boss.press("Add role", "Role added");
    }

    private static void addOperator(Operator boss, Person person, String role) {
        boss.go("Operators");
        boss.follow("Add operator", "Add operator");
        boss.fill("User name, name or mail address", person.userName());
        press(boss.page(), "Find");
        boss.follow(person.userName(), "Make " + person.displayName() + " an operator");
        boss.page()
                .getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(role))
                .check();
        boss.press("Add operator", "Operator added");
    }

    /** Opens an address of the console that leads to nothing but a refusal. */
    private static void expectRefused(Operator operator, String path, String heading) {
        operator.open(path);
        expectHeading(operator.page(), heading);
    }

    private static void requireSecondFactor(Journey journey, boolean required) {
        JsonObject rule = new JsonObject();
        rule.addProperty("secondFactor", required);
        journey.rest().put("/operator-rule", rule);
    }

    private static String idOf(Journey journey, String userName) {
        return journey.rest()
                .get("/users?search=" + userName)
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .get("id")
                .getAsString();
    }

    @Test
    @DisplayName(
            "S15: a role opens what it allows and nothing else; its operator needs a second factor; acts are audited")
    void aRoleOpensWhatItAllows(Journey journey) throws IOException {
        journey.policy("tokens.mode", "HOTP");
        Operator boss = journey.operator();
        Person person = journey.person("Hal");
        String role = "Token desk of " + person.userName();
        addRole(boss, role, "USERS.VIEW", "USERS.CHANGE", "TOKENS.VIEW", "TOKENS.CHANGE");
        Look.at(boss.page(), "s15-roles");
        addOperator(boss, person, role);
        try {
            boss.go("Operators");
            boss.page().locator("main a[href$='/operators/rule']").last().click();
            boss.page()
                    .getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Operators need a second factor"))
                    .check();
            boss.press("Save", "Rule saved");

            Phone phone = journey.phone();
            Operator hal = journey.console("acme");
            hal.password(person.userName(), person.password());
            hal.enrollAuthenticator(phone);
            hal.passcode(phone.nextPasscode());
            seesOnlyItsPart(hal, role);
            touchesNobodyAbove(hal, idOf(journey, "operator"));
            Person user = journey.person("Ulla");
            hal.open("/users/" + user.id() + "/mail");
            hal.fill("Mail address", "ulla@new.example");
            press(hal.page(), "Save");
            hal.expectText("ulla@new.example");

            boss.open("/audit?type=OPERATOR_NOT_PERMITTED&actor=" + person.userName());
            boss.row(person.userName()).first().waitFor();
            boss.open("/audit?type=USER_CHANGED&user=" + user.userName());
            assertThat(boss.row("User changed").first().innerText()).contains(person.userName());
            boss.open("/audit?type=ROLE_ADDED&actor=operator");
            boss.row("operator").first().waitFor();
        } finally {
            requireSecondFactor(journey, false);
        }
    }

    private static void seesOnlyItsPart(Operator hal, String role) {
        assertThat(hal.page().locator(".console-nav a").allInnerTexts())
                .containsExactly("Users", "Provision", "Tokens", "Sign-ins", "Reported");
        for (String closed : new String[] {
            "/policies",
            "/policies/tokens",
            "/operators",
            "/operators/roles/new",
            "/audit",
            "/audit/export",
            "/reports",
            "/alerts",
            "/applications",
            "/self-service",
            "/users/new",
            "/tokens/allocate"
        }) {
            expectRefused(hal, closed, "Your role does not allow this");
        }
        Look.at(hal.page(), "s15-refused");
        hal.expectText(role);
        hal.expectText("Tokens");
        hal.go("Users");
        assertThat(hal.page().getByText("New user").count()).isZero();
    }

    private static void touchesNobodyAbove(Operator hal, String boss) {
        hal.open("/users/" + boss);
        hal.expectText("This person is an operator who may do more than you.");
        for (String act : new String[] {"/mail", "/password", "/disable"}) {
            expectRefused(hal, "/users/" + boss + act, "This person may do more than you");
        }
        expectRefused(hal, "/provision/check?user=" + boss, "This person may do more than you");
    }

    @Test
    @DisplayName("S15: an operator of one container sees its people; everybody else does not exist for them")
    void anOperatorOfAContainerSeesItsPeople(Journey journey) throws IOException {
        Operator boss = journey.operator();
        Person inside = journey.person("Nora");
        Person outside = journey.person("Sam");
        Person person = journey.person("Hilde");
        String north = "North of " + person.userName();
        boss.go("Users");
        boss.follow("Containers", "Containers");
        boss.fill("New container", north);
        boss.press("Add container", "Container added");
        boss.open("/users/place?user=" + inside.id());
        boss.page().locator("#container").selectOption(new SelectOption().setLabel(north));
        press(boss.page(), "Move 1 user");
        boss.row(inside.userName())
                .or(boss.main().getByText(inside.userName()))
                .first()
                .waitFor();

        addOperator(boss, person, "Help desk");
        boss.main().locator("a[href$='/scope']").click();
        expectHeading(boss.page(), "People that " + person.displayName() + " sees");
        boss.page()
                .getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Only the people of some containers"))
                .check();
        press(boss.page(), "Save");
        boss.expectText("Choose at least one container.");
        boss.page()
                .getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(north))
                .check();
        boss.press("Save", "Saved");

        Operator hilde = journey.console("acme").signIn(person.userName(), person.password());
        hilde.go("Users");
        assertThat(hilde.page().locator("tbody tr").allInnerTexts())
                .singleElement()
                .asString()
                .contains(inside.userName());
        hilde.fill("User name, name or mail address", outside.userName());
        press(hilde.page(), "Find");
        hilde.expectText("Nobody matches");
        hilde.open("/users/" + outside.id());
        expectHeading(hilde.page(), "There is nothing here");
        hilde.open("/users/" + inside.id());
        expectHeading(hilde.page(), inside.displayName());
        expectRefused(hilde, "/users/new", "Your role does not allow this");

        Locator everybody = boss.page().locator("tbody tr");
        boss.open("/users?q=" + outside.userName());
        assertThat(everybody.count()).isEqualTo(1);
    }
}
