package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("S14 Reports")
@ExtendWith(SharedStage.class)
class S14ReportsJourneyTest {
    /** How long before its hour a schedule is saved: time enough for a slow machine to take the form in. */
    private static final int BEFORE_THE_HOUR_SECONDS = 15;

    private static final String PERSON = "User name, name or mail address";

    private static void open(Operator operator, String report) {
        operator.go("Reports");
        operator.main()
                .locator("a.catalogue-entry")
                .filter(new Locator.FilterOptions().setHasText(report))
                .first()
                .click();
        expectHeading(operator.page(), report);
    }

    private static byte[] download(Page page, Runnable act) throws IOException {
        Download download = page.waitForDownload(act);
        return Files.readAllBytes(download.path());
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }

    private static String serial(Journey journey, Person person) {
        JsonArray tokens =
                journey.rest().get("/users/" + person.id() + "/tokens").getAsJsonArray();
        return tokens.get(0).getAsJsonObject().get("serial").getAsString();
    }

    @Test
    @DisplayName("S14: 'Users with tokens' by filter, as CSV, JSON and PDF, kept, and mailed by a schedule")
    void usersWithTokensInEveryForm(Journey journey) throws Exception {
        Person person = journey.person("Rikke");
        Phone phone = journey.phoneOf(person);
        assertThat(journey.rest().authenticate(person, phone.passcode())).isEqualTo("accepted");
        String serial = serial(journey, person);
        Operator operator = journey.operator();
        Page page = operator.page();
        open(operator, "Users with tokens");
        operator.fill(PERSON, person.userName());
        operator.choose("State of the token", "Active");
        press(page, "Show first rows");
        assertThat(operator.row(person.userName()).innerText())
                .contains(serial, "Active", "Android", "Phone", person.displayName());
        assertThat(page.locator(".preview tbody tr").count()).isEqualTo(1);
        Look.at(page, "s14-report");

        String schedule = "Rikke’s tokens " + serial;
        schedule(operator, schedule);

        open(operator, "Users with tokens");
        operator.fill(PERSON, person.userName());
        press(page, "Show first rows");
        operator.row(serial).waitFor();
        String csv = text(download(page, () -> press(page, "Download CSV")));
        assertThat(csv.strip().split("\r?\n", -1)).hasSize(2);
        assertThat(csv).contains(person.userName(), serial, "Active", "Android", "Phone");
        JsonObject json = JsonParser.parseString(text(download(page, () -> press(page, "Download JSON"))))
                .getAsJsonObject();
        assertThat(json.toString()).contains(person.userName(), serial);
        byte[] pdf = download(page, () -> press(page, "Download PDF"));
        assertThat(new String(pdf, StandardCharsets.ISO_8859_1))
                .startsWith("%PDF-")
                .contains("%%EOF");

        press(page, "Keep this report");
        expectMade(operator, serial);

        Page mails = journey.desk().page();
        journey.openMail(mails, "operator@acme.example", schedule, 1);
        assertThat(mails.locator(".mail-text").innerText())
                .as("a link, never the report")
                .contains("It has 1 rows", "for 30 days")
                .doesNotContain(person.userName());
        String link = mails.locator(".mail-text a").first().getAttribute("href");
        page.navigate(String.valueOf(link));
        expectMade(operator, serial);
        assertThat(operator.fact("Asked for by").innerText()).contains(schedule);

        operator.open("/reports/rules");
        operator.follow(schedule, "Schedule");
        operator.follow("Remove …", "Remove a schedule");
        operator.press("Remove schedule", "Schedule removed");
    }

    /** Makes the report that is shown a schedule whose hour comes in a moment, by the clock of a zone where it does. */
    private static void schedule(Operator operator, String name) {
        Page page = operator.page();
        operator.follow("Schedule …", "New schedule: Users with tokens");
        page.locator("#name").fill(name);
        operator.choose("How often", "Every day");
        operator.fill("Keep for how many days", "30");
        operator.fill("Time zone", "Europe/Nowhere");
        press(page, "Save schedule");
        operator.expectText("There is no time zone of this name.");
        assertThat(page.locator("#name").inputValue()).isEqualTo(name);
        Instant due = Instant.now().plusSeconds(BEFORE_THE_HOUR_SECONDS);
        int pastTheHour = OffsetDateTime.ofInstant(due, ZoneOffset.UTC).getMinute() * 60
                + OffsetDateTime.ofInstant(due, ZoneOffset.UTC).getSecond();
        ZoneOffset zone = ZoneOffset.ofTotalSeconds((int) Duration.ofHours(1).toSeconds() - pastTheHour);
        operator.fill("Time zone", zone.getId());
        operator.fill("Hour", Integer.toString(due.atOffset(zone).getHour()));
        operator.press("Save schedule", "Schedule saved");
        assertThat(operator.row(name).innerText()).contains("Users with tokens", "Every day", zone.getId());
    }

    /** Waits until a kept report is made, and takes it. */
    private static void expectMade(Operator operator, String serial) throws IOException {
        Page page = operator.page();
        Locator csv = page.locator("a.button").filter(new Locator.FilterOptions().setHasText("Download CSV"));
        expectHeading(page, "Users with tokens");
        page.waitForCondition(() -> {
            if (!csv.isVisible()) {
                page.reload();
            }
            return csv.isVisible();
        });
        Instant keptUntil = Instant.parse(
                String.valueOf(operator.fact("Kept until").locator("time").getAttribute("datetime")));
        assertThat(Duration.between(Instant.now(), keptUntil))
                .isBetween(Duration.ofDays(30).minusHours(1), Duration.ofDays(30));
        assertThat(text(download(page, csv::click))).contains(serial);
    }

    @Test
    @DisplayName(
            "S14: the other reports answer who signed in, who has no second factor, what is in stock, how far a task is")
    void theOtherReports(Journey journey) throws IOException {
        Person without = journey.person("Ottar");
        Person provisioned = journey.person("Pia");
        journey.provision(provisioned);
        Person reporter = journey.person("Rolf");
        Phone phone = journey.phoneOf(reporter);
        Desk desk = journey.desk();
        desk.push(reporter);
        phone.openRequest();
        phone.deny("It wasn’t me!");
        expectHeading(phone.page(), "Attempt stopped");
        Operator operator = journey.operator();
        Page page = operator.page();

        for (String report : List.of("Sign-in activity", "Reported sign-ins")) {
            open(operator, report);
            operator.fill("Only the last days", "some");
            press(page, "Show first rows");
            operator.expectText("Type a whole number from 1 to 999999.");
            operator.fill("Only the last days", "2");
            operator.fill(PERSON, reporter.userName());
            press(page, "Show first rows");
            assertThat(operator.row(reporter.userName()).first().innerText()).contains("Acme Wiki");
        }
        for (var each : List.of(
                List.of("Users without a second factor", without.userName(), without.displayName()),
                List.of("Token inventory", serial(journey, reporter), "Active"),
                List.of("Provisioning progress", provisioned.userName(), "Mail sent"))) {
            open(operator, each.get(0));
            operator.fill(each.get(0).equals("Token inventory") ? "Serial number begins with" : PERSON, each.get(1));
            press(page, "Show first rows");
            assertThat(operator.row(each.get(1)).first().innerText()).contains(each.get(2));
        }
    }
}
