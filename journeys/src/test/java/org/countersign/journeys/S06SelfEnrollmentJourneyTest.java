package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("S6 Self-enrollment")
@ExtendWith(SharedStage.class)
class S06SelfEnrollmentJourneyTest {
    private static final String SUBJECT = "Set up your authenticator";
    private static final int MOST_TRIES = 5;

    @Test
    @DisplayName(
            "S6: the mail's page asks where the token will live, and shows the way there: QR code, button or string")
    void thePageShowsTheWayToEachPlatform(Journey journey) throws IOException {
        Person person = journey.person("Karla");
        Page page = provisioned(journey, person, 1);
        expectHeading(page, SUBJECT);
        assertThat(page.locator("#qr").isVisible()).isFalse();
        Look.at(page, "s06-where");
        page.getByLabel("Android phone").check();
        page.locator("#qr svg").waitFor();
        Look.at(page, "s06-phone");
        page.getByLabel("Computer").check();
        Locator enroll = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Enroll your token"));
        String link = enroll.getAttribute("href");
        Look.at(page, "s06-computer");

        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        page.getByText("Paste it instead").click();
        press(page, "Copy");
        page.getByText("Copied").first().waitFor();
        Object copied = page.evaluate("navigator.clipboard.readText()");
        assertThat(link).endsWith("#" + copied);
    }

    @Test
    @DisplayName("S6: the page follows the enrollment by itself, and what a scanner of mails opens is not used up")
    void thePageFollowsTheEnrollment(Journey journey) throws IOException {
        Person person = journey.person("Kurt");
        Page page = provisioned(journey, person, 1);
        for (int scanned = 0; scanned < 5; scanned++) {
            assertThat(page.request().get(page.url()).status()).isEqualTo(200);
        }
        page.getByLabel("iPhone").check();
        page.locator("#qr svg").waitFor();
        Phone phone = journey.phone();
        phone.page().navigate(page.locator("#open-app").getAttribute("href"));
        expectHeading(phone.page(), "Name your token");
        String code = firstMatch(phone.page().locator("main").innerText(), "\\d{3}\\s\\d{3}");
        phone.page().getByLabel("Your password").fill("not my password");
        press(phone.page(), "Continue");
        press(phone.page(), "Allow");
        phone.page().getByText("This password is not right").waitFor();
        expectHeading(page, "Does your app show this code?");
        assertThat(page.locator("#code").innerText()).isEqualTo(code);
        Look.at(page, "s06-claimed");
        phone.page().getByLabel("Your password").fill(person.password());
        press(phone.page(), "Finish");
        expectHeading(phone.page(), "Your token is ready");
        press(phone.page(), "Show my tokens");
        expectHeading(page, "Your token is ready");
        Look.at(page, "s06-ready");
        assertThat(journey.rest().authenticate(person, phone.passcode())).isEqualTo("accepted");
    }

    @Test
    @DisplayName("S6: the link works once; a newer one takes its place, and the page of the old one says so")
    void theLinkWorksOnce(Journey journey) throws IOException {
        Person person = journey.person("Konrad");
        Page first = provisioned(journey, person, 1);
        String replaced = first.locator("#open-app").getAttribute("href");
        Page second = provisioned(journey, person, 2);
        expectHeading(first, "This link no longer works");
        refuses(journey, replaced, "This activation was withdrawn");
        String link = second.locator("#open-app").getAttribute("href");
        assertThat(link).isNotEqualTo(replaced);
        Phone phone = journey.phone();
        phone.page().navigate(link);
        phone.finishEnrollment(person.password());
        expectHeading(second, "Your token is ready");
        refuses(journey, link, "This activation was used on another device");
    }

    @Test
    @DisplayName("S6: after too many wrong passwords the link is locked, on the page and in the app")
    void tooManyWrongPasswordsLockTheLink(Journey journey) throws IOException {
        Person person = journey.person("Klara");
        Page page = provisioned(journey, person, 1);
        Phone phone = journey.phone();
        phone.page().navigate(page.locator("#open-app").getAttribute("href"));
        expectHeading(phone.page(), "Name your token");
        phone.page().getByLabel("Your password").fill("not my password");
        press(phone.page(), "Continue");
        press(phone.page(), "No thanks");
        for (int wrong = 2; wrong <= MOST_TRIES; wrong++) {
            phone.page().getByText("This password is not right").waitFor();
            phone.page().getByLabel("Your password").fill("not my password " + wrong);
            press(phone.page(), "Finish");
        }
        phone.page()
                .getByText("This activation ended after too many failed attempts")
                .waitFor();
        expectHeading(page, "This link is locked");
        Look.at(page, "s06-locked");
        assertThat(journey.rest().token(person).get("state").getAsString()).isNotEqualTo("ACTIVE");
    }

    /** Has the operator provision somebody from their page, and opens the page that the mail leads to. */
    private static Page provisioned(Journey journey, Person person, int mails) throws IOException {
        Operator operator = journey.operator();
        operator.open("/users/" + person.id());
        operator.follow("Provision", "Provision 1 user");
        operator.press("Provision 1 user", "Provisioning has started");
        Page page = journey.desk().page();
        journey.openMail(page, person.mail(), SUBJECT, mails);
        page.locator("a[href*='/enroll#']").first().click();
        page.locator("#step-open").waitFor();
        return page;
    }

    private static String firstMatch(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group().replaceAll("\\s", " ");
    }

    private static void refuses(Journey journey, String link, String reason) {
        Page page = journey.phone().page();
        page.navigate(link);
        expectHeading(page, "This activation does not work");
        page.getByText(reason).waitFor();
    }
}
