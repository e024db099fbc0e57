package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A19 About, help, event log, themes")
@ExtendWith(SharedStage.class)
class A19AboutHelpLogJourneyTest {

    @Test
    @DisplayName("A19: about tells version and licences, help has its topics")
    void aboutAndHelp(Journey journey) {
        Phone phone = journey.phoneOf(journey.person("Ada"));
        Page page = phone.page();
        phone.open("#settings");
        expectHeading(page, "Settings");
        Look.at(page, "a19-settings");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("About"))
                .click();
        expectHeading(page, "About");
        page.getByText("zxing-wasm").first().waitFor();
        assertThat(page.locator("main").innerText()).contains("Version", "preact", "hash-wasm", "zxing-wasm", "MIT");
        Look.at(page, "a19-about");
        phone.open("#help");
        expectHeading(page, "Help");
        page.locator("main a[href^='#help/']").first().waitFor();
        Look.at(page, "a19-help");
        assertThat(page.locator("main a[href^='#help/']").count()).isGreaterThan(8);
        page.locator("main a[href^='#help/']").first().click();
        page.locator("main p").first().waitFor();
        Look.at(page, "a19-help-topic");
    }

    @Test
    @DisplayName("A19: the event log is downloaded as a zip file that any program opens, and holds no secret")
    void theEventLogIsAZipFile(Journey journey) throws IOException {
        Person person = journey.person("Leo");
        Phone phone = journey.phoneOf(person);
        Desk desk = journey.desk();
        String number = desk.push(person);
        String passcode = phone.passcode();
        phone.openRequest();
        phone.approve(number);
        desk.expectSignedIn(person);
        phone.open("#log");
        expectHeading(phone.page(), "Event log");
        Look.at(phone.page(), "a19-log");
        Download file = phone.page().waitForDownload(() -> press(phone.page(), "Share as a file"));
        assertThat(file.suggestedFilename()).endsWith(".zip");
        String text;
        try (InputStream bytes = Files.newInputStream(file.path());
                ZipInputStream zip = new ZipInputStream(bytes)) {
            ZipEntry entry = zip.getNextEntry();
            assertThat(entry).isNotNull();
            text = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(text)
                .contains("enrolled", "request-arrived", "request-ended", "APPROVED")
                .doesNotContain(passcode)
                .doesNotContain(person.password())
                .doesNotContain(person.userName());
    }

    @Test
    @DisplayName("A19: the theme is light, dark, or the system's, and stays")
    void theThemeStays(Journey journey) {
        Phone phone = journey.phoneOf(journey.person("Thea"));
        Page page = phone.page();
        phone.open("#settings");
        page.getByLabel("Dark").check();
        String dark = String.valueOf(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"));
        page.reload();
        expectHeading(page, "Settings");
        assertThat(page.getByLabel("Dark").isChecked()).isTrue();
        assertThat(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
                .isEqualTo(dark);
        page.getByLabel("Light").check();
        assertThat(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
                .isNotEqualTo(dark);
    }
}
