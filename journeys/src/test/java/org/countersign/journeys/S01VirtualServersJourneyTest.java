package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("S1 Virtual servers")
@ExtendWith(SharedStage.class)
class S01VirtualServersJourneyTest {
    private static final String PASSWORD = "globes are round, mostly";

    /** An organisation of its own for each test. */
    private record Organisation(String slug, String name, String operator, String mail) {
        static Organisation unlike() {
            String unlike = Journey.unlike();
            return new Organisation(
                    "globex-" + unlike, "Globex " + unlike, "gina-" + unlike, "gina-" + unlike + "@globex.example");
        }
    }

    @Test
    @DisplayName("S1: the provider makes a virtual server, says how many tokens it may hold, and sees how many it has")
    void theProviderMakesOneAndSaysHowManyTokensItMayHold(Journey journey) throws IOException {
        Organisation globex = Organisation.unlike();
        Operator provider = journey.provider();
        make(provider, globex);
        allocate(provider, globex, 12);
        choosePassword(journey, globex);
        Operator gina = journey.console(globex.slug());
        signInForTheFirstTime(journey, gina, globex);

        // Ten tokens came with the virtual server, one of them is on her phone: two more may come, and not three.
        gina.go("Tokens");
        gina.follow("Allocate tokens", "Allocate tokens");
        gina.fill("How many", "3");
        press(gina.page(), "Allocate");
        gina.expectText("The provider lets you have 2 more tokens");
        gina.fill("How many", "2");
        gina.press("Allocate", "Tokens allocated");
        provider.go("Virtual servers");
        assertThat(provider.row(globex.name()).innerText()).contains("1 / 12", "Running");
        Look.at(provider.page(), "s01-virtual-servers");
    }

    @Test
    @DisplayName("S1: two virtual servers see nothing of each other")
    void seeNothingOfEachOther(Journey journey) throws IOException {
        Organisation globex = Organisation.unlike();
        Person alien = journey.person("Acmea");
        make(journey.provider(), globex);
        choosePassword(journey, globex);
        Operator gina = journey.console(globex.slug());
        signInForTheFirstTime(journey, gina, globex);

        gina.open("/users?q=" + alien.userName());
        gina.expectText("Nobody matches");
        gina.open("/users/" + alien.id());
        expectHeading(gina.page(), "There is nothing here");
        gina.open("");
        assertThat(gina.page().getByText("Virtual servers").count()).isZero();
        gina.open("/virtual-servers");
        expectHeading(gina.page(), "There is nothing here");
        gina.page()
                .navigate(
                        journey.server().pages().resolve("/console/acme/users").toString());
        expectHeading(gina.page(), "Operator sign-in");
        Operator acme = journey.operator();
        acme.open("/users?q=" + globex.operator());
        acme.expectText("Nobody matches");
    }

    @Test
    @DisplayName("S1: a suspended virtual server lets nobody in, neither operators nor users, until it is resumed")
    void aSuspendedOneLetsNobodyIn(Journey journey) throws IOException {
        Organisation globex = Organisation.unlike();
        Operator provider = journey.provider();
        make(provider, globex);
        choosePassword(journey, globex);
        Operator gina = journey.console(globex.slug());
        signInForTheFirstTime(journey, gina, globex);
        Page portal = journey.desk().page();
        userSignsIn(journey, portal, globex);
        expectHeading(portal, "Confirm that it is you");

        provider.open("/virtual-servers");
        provider.follow(globex.name(), globex.name());
        provider.follow("Suspend …", "Suspend " + globex.name());
        provider.expectText("1 user can no longer sign in anywhere");
        Look.at(provider.page(), "s01-suspend");
        provider.press("Suspend 1 virtual server", "Virtual server suspended");
        gina.open("/users");
        expectHeading(gina.page(), "Operator sign-in");
        gina.page().getByText("The provider has suspended " + globex.name()).waitFor();
        gina.password(globex.operator(), PASSWORD);
        gina.page().getByText("That did not match").waitFor();
        userSignsIn(journey, portal, globex);
        portal.getByText("Signing in is stopped for now").waitFor();

        provider.press("Resume", "Virtual server resumed");
        gina.open("/users");
        gina.expectIn();
        userSignsIn(journey, portal, globex);
        expectHeading(portal, "Confirm that it is you");
    }

    private static void make(Operator provider, Organisation organisation) {
        provider.go("Virtual servers");
        provider.follow("New virtual server", "New virtual server");
        provider.fill("Name", organisation.name());
        provider.fill("First operator", organisation.operator());
        provider.fill("Their mail address", organisation.mail());
        provider.fill("Name in addresses", "acme");
        press(provider.page(), "Create virtual server");
        provider.expectText("This name is taken");
        provider.fill("Name in addresses", organisation.slug());
        provider.press("Create virtual server", "Virtual server created");
    }

    private static void allocate(Operator provider, Organisation organisation, int tokens) {
        provider.follow(organisation.name(), organisation.name());
        provider.fill("Tokens in the app", String.valueOf(tokens));
        provider.fill("Hardware tokens", "0");
        provider.press("Save", "Allocation saved");
    }

    private static void choosePassword(Journey journey, Organisation organisation) {
        Page page = journey.desk().page();
        journey.openMail(page, organisation.mail());
        page.locator("a[href*='/password#']").click();
        expectHeading(page, "Choose your password");
        page.getByLabel("New password").fill(PASSWORD);
        page.getByLabel("The same again").fill(PASSWORD);
        press(page, "Save password");
        expectHeading(page, "Password saved");
    }

    private static void signInForTheFirstTime(Journey journey, Operator operator, Organisation organisation) {
        operator.password(organisation.operator(), PASSWORD);
        Phone phone = journey.phone();
        operator.enrollAuthenticator(phone);
        operator.passcode(phone.passcode());
    }

    /** Somebody of the organisation signs in to the self-service portal, up to the answer to their password. */
    private static void userSignsIn(Journey journey, Page portal, Organisation organisation) {
        portal.context().clearCookies();
        portal.navigate(journey.server()
                .pages()
                .resolve("/portal/" + organisation.slug())
                .toString());
        expectHeading(portal, "Start");
        portal.getByLabel("User name").fill(organisation.operator());
        portal.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        expectHeading(portal, "Sign in");
        portal.getByLabel("Password").fill(PASSWORD);
        press(portal, "Next");
    }
}
