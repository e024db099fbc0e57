package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.journeys.Stage.expectHeading;
import static org.countersign.journeys.Stage.press;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A21 Tokens of other providers")
@ExtendWith(SharedStage.class)
class A21ImportJourneyTest {
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @Test
    @DisplayName("A21: an otpauth link is reviewed, kept, and shows the passcodes that another implementation computes")
    void anOtpauthLinkIsKept(Journey journey) throws IOException {
        Phone phone = journey.phone();
        phone.open("#add");
        Page page = phone.page();
        page.getByLabel("Activation string or link")
                .fill("otpauth://totp/Example:ina@example.org?secret=" + SECRET + "&issuer=Example&digits=8");
        press(page, "Continue");
        expectHeading(page, "Add from another provider");
        assertThat(page.locator("main").innerText()).contains("Example", "ina@example.org");
        Look.at(page, "a21-review");
        press(page, "Add token");
        expectHeading(page, "Your tokens");
        assertThat(phone.card("ina@example.org").innerText()).contains("From another provider");
        page.waitForCondition(() -> phone.passcode().equals(oathtool()));
        Look.at(page, "a21-tokens");
    }

    @Test
    @DisplayName("A21: a link that is wrong says what is wrong, and nothing is kept")
    void aWrongLinkSaysWhatIsWrong(Journey journey) {
        Phone phone = journey.phone();
        phone.open("#add");
        Page page = phone.page();
        page.getByLabel("Activation string or link").fill("otpauth://totp/a?secret=" + SECRET + "&digits=12");
        press(page, "Continue");
        page.locator(".field-error").first().waitFor();
        phone.open();
        expectHeading(page, "Sign in with confidence");
    }

    private static String oathtool() {
        try {
            Process process = new ProcessBuilder(
                            "oathtool",
                            "--totp",
                            "-b",
                            "-d",
                            "8",
                            "--now",
                            Instant.now().toString(),
                            SECRET)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException missing) {
            throw new IllegalStateException("oathtool comes with ./countersign test", missing);
        }
    }
}
