package org.countersign.server.web.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Enrollment;
import org.countersign.server.enrollment.EnrollmentState;
import org.countersign.server.enrollment.OfferOutcome;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.testing.RealBrowser;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestRules;
import org.countersign.server.testing.TypedCodeKnowledge;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.Test;

class EnrollPageTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final UserAccount user = server.newUser(acme, "alice");

    @Test
    void answersHowAnEnrollmentOfThisVirtualServerStandsAndNoOther() throws IOException, InterruptedException {
        OfferOutcome.Offered offered = offer();
        VirtualServer other = server.newVirtualServer();
        String id = id(offered.enrollment());

        assertThat(get("/o/" + acme.slug() + "/enroll/state/" + id).body()).contains("\"state\":\"open\"");
        assertThat(get("/o/" + other.slug() + "/enroll/state/" + id).statusCode())
                .isEqualTo(404);
        assertThat(get("/o/" + acme.slug() + "/enroll/state/" + id.substring(1)).statusCode())
                .isEqualTo(404);
        assertThat(get("/o/no-such-one/enroll").statusCode()).isEqualTo(404);
    }

    @Test
    void usesNothingUpByBeingRead() throws IOException, InterruptedException {
        OfferOutcome.Offered offered = offer();
        for (int i = 0; i < 10; i++) {
            assertThat(get("/o/" + acme.slug() + "/enroll").statusCode()).isEqualTo(200);
            get("/o/" + acme.slug() + "/enroll/state/" + id(offered.enrollment()));
        }
        assertThat(server.part(Enrollment.class).state(offered.enrollment()))
                .get()
                .isInstanceOf(EnrollmentState.Open.class);
    }

    @Test
    void showsNeitherQrCodeNorPlacesThatTheRulesDoNotAllow() throws IOException, InterruptedException {
        String all = get("/o/" + acme.slug() + "/enroll").body();
        assertThat(all).contains("id=\"qr\"").contains("value=\"IPHONE\"").contains("value=\"TABLET\"");
        TestRules.turn(server, acme, "/enrollment/qr", false);
        TestRules.turn(server, acme, "/enrollment/targets/ios", false);
        String some = get("/o/" + acme.slug() + "/enroll").body();
        assertThat(some)
                .doesNotContain("id=\"qr\"")
                .doesNotContain("value=\"IPHONE\"")
                .contains("value=\"TABLET\"")
                .contains("id=\"activation\"");
    }

    @Test
    void explainsItselfWithoutScripts() throws IOException, InterruptedException {
        String body = get("/o/" + acme.slug() + "/enroll").body();
        assertThat(body.substring(body.indexOf("<noscript>"), body.indexOf("</noscript>")))
                .contains("Copy the activation link", server.app().toString());
    }

    @Test
    void asksWhereTheTokenWillLiveAndShowsTheWayThereWithoutScriptsToo() {
        String address = server.pages() + "/o/" + acme.slug() + "/enroll";
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPageWithoutScripts();
            page.navigate(address);
            Locator plain = page.locator("noscript");
            assertThat(plain.locator("input:checked").count())
                    .as("nothing is guessed for a computer")
                    .isZero();
            plain.getByLabel("Android phone").check();
            assertThat(plain.locator(".enroll-for-near").isVisible()).isTrue();
            assertThat(plain.locator(".enroll-for-here").isVisible()).isFalse();
            plain.getByLabel("Computer").check();
            assertThat(plain.locator(".enroll-for-here").isVisible()).isTrue();
            assertThat(plain.locator(".enroll-for-near").isVisible()).isFalse();
        }
    }

    @Test
    void knowsThePhoneThatOpensTheMail() throws IOException, InterruptedException {
        HttpResponse<String> onPhone = HTTP.send(
                HttpRequest.newBuilder(server.pages().resolve("/o/" + acme.slug() + "/enroll"))
                        .header("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(onPhone.body())
                .containsPattern("class=\"is-here\" type=\"radio\" name=\"platform\" value=\"IPHONE\" checked")
                .containsPattern("class=\"is-elsewhere\" type=\"radio\" name=\"platform\" value=\"COMPUTER\">");
    }

    @Test
    void showsTheStringOnlyInTheBrowserAndEveryEnd() {
        OfferOutcome.Offered offered = offer();
        String activation = offered.activation().exposed();
        String address = server.pages() + "/o/" + acme.slug() + "/enroll";
        List<String> asked = new ArrayList<>();
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.onRequest(request -> asked.add(request.url()));
            page.navigate(address + "#" + activation);
            page.locator("#step-open").waitFor();
            assertThat(page.locator("#open-app").getAttribute("href"))
                    .isEqualTo(server.app() + "/enroll#" + activation);
            assertThat(page.locator("#activation").inputValue()).isEqualTo(activation);
            assertThat(page.locator("#qr path").getAttribute("d")).hasSizeGreaterThan(1000);
            assertThat(page.locator("#qr").isVisible()).isFalse();
            page.getByLabel("Computer").check();
            assertThat(page.locator("#open-app").isVisible()).isTrue();
            page.getByLabel("iPhone").check();
            assertThat(page.locator("#qr").isVisible()).isTrue();
            assertThat(page.locator("#open-app").isVisible()).isFalse();
            page.getByText("Paste it instead").click();
            page.getByText("Paste it instead").click();
            assertThat(page.locator("#typed").isVisible()).isFalse();
            page.getByText("No camera? Type it in the app").click();
            assertThat(page.locator("#typed").innerText())
                    .isEqualTo(TypedCodeKnowledge.of(activation).shown());
            assertThat(page.locator("#begun").isVisible()).isFalse();
            String code = begunCode(server.app() + "/enroll#" + activation);
            page.locator("#begun").waitFor();
            assertThat(page.locator("#begun-codes").innerText().replace(" ", ""))
                    .isEqualTo(code);

            end(page, address, "missing");
            end(page, address + "#A1xyz", "malformed");
            char last = activation.charAt(40) == 'A' ? 'B' : 'A';
            end(page, address + "#" + activation.substring(0, 40) + last + activation.substring(41), "malformed");

            page.navigate("about:blank");
            page.navigate(address + "#" + activation);
            page.locator("#step-open").waitFor();
            server.part(Enrollment.class).revoke(acme.id(), offered.enrollment(), new Actor.Server());
            page.locator("#step-revoked").waitFor();
        }
        assertThat(asked)
                .noneMatch(url -> url.substring(0, (url + "#").indexOf('#')).contains(activation.substring(20)));
    }

    /** Lets an app open the activation, and returns the code that it shows. */
    private String begunCode(String link) {
        try {
            return TestPhone.empty(server).enroll(link, Optional.empty()).code();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void asksWhetherTheAppShowsTheSameNumberWhereTheRulesSaySo() throws IOException {
        TestRules.turn(server, acme, "/enrollment/confirmOnPage", true);
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            org.countersign.device.Enrollment app = finished(page);
            assertThat(page.locator("#code").innerText().replace(" ", "")).isEqualTo(app.code());
            assertThat(page.locator("#claimed-next").isVisible()).isFalse();
            assertThatThrownBy(() -> app.activate(Optional.empty())).hasMessageContaining("same number");
            page.getByText("Yes, my phone shows the same number").click();
            page.locator("#word").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
            assertThat(page.locator("#claimed-next").isVisible()).isTrue();
            app.activate(Optional.empty());
            page.locator("#step-completed").waitFor();

            finished(page);
            page.getByText("No, it shows another").click();
            page.locator("#step-revoked").waitFor();
        }
    }

    /** Lets an app bind itself by a new activation, and waits until the page asks. */
    private org.countersign.device.Enrollment finished(Page page) throws IOException {
        String activation = offer().activation().exposed();
        page.navigate("about:blank");
        page.navigate(server.pages() + "/o/" + acme.slug() + "/enroll#" + activation);
        page.locator("#step-open").waitFor();
        org.countersign.device.Enrollment app =
                TestPhone.empty(server).enroll(server.app() + "/enroll#" + activation, Optional.empty());
        app.finish("Pixel 8", Optional.empty(), true);
        page.locator("#word").waitFor();
        return app;
    }

    @Test
    void saysWhenTheTimeIsOver() {
        OfferOutcome.Offered offered = offer();
        server.time().pass(Duration.ofMinutes(11));
        try (RealBrowser browser = new RealBrowser()) {
            Page page = browser.newPage();
            page.navigate(server.pages() + "/o/" + acme.slug() + "/enroll#"
                    + offered.activation().exposed());
            page.locator("#step-expired").waitFor();
            assertThat(page.locator("#step-expired").textContent()).contains("This link is too old");
        }
    }

    private static void end(Page page, String address, String end) {
        page.navigate("about:blank");
        page.navigate(address);
        page.locator("#step-" + end).waitFor();
    }

    private OfferOutcome.Offered offer() {
        OfferOutcome outcome = server.part(Enrollment.class).offerOnPage(acme.id(), user.id(), new Actor.Server());
        assertThat(outcome).isInstanceOf(OfferOutcome.Offered.class);
        return (OfferOutcome.Offered) outcome;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI address = server.pages().resolve(path);
        return HTTP.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String id(EnrollmentId id) {
        byte[] bytes = new byte[16];
        ByteBuffer.wrap(bytes)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits());
        return Base64Url.encode(Arrays.copyOf(bytes, bytes.length));
    }
}
