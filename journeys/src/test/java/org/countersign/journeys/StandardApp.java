package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.otp.OtpAuthUri;
import org.countersign.otp.Totp;
import org.countersign.otp.TotpParameters;

/** An authenticator app of another maker: it knows {@code otpauth} links and nothing of push requests. */
final class StandardApp {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern CODE = Pattern.compile("/enroll/standard#([\\w-]+)");
    private static final Pattern SHOWN = Pattern.compile("data-link=\"([^\"]+)\"");

    private final OtpAuthUri token;

    private StandardApp(OtpAuthUri token) {
        this.token = token;
    }

    /** Has the server mail the link for such an app, as an operator does; the rules must allow it. */
    static void mailLink(RestClient rest, Person person) {
        rest.post("/users/" + person.id() + "/standard-enrollments", new JsonObject());
    }

    /** Goes through the pages that the mail leads to, as the browser of {@code person} does. */
    static StandardApp setUp(URI pages, Person person, String mail) {
        Matcher code = CODE.matcher(mail);
        assertThat(code.find()).as(mail).isTrue();
        URI page = pages.resolve("/o/acme/enroll/standard");
        String shown = post(page, "code=" + code.group(1) + "&password=" + encoded(person.password()));
        Matcher link = SHOWN.matcher(shown);
        assertThat(link.find()).as(shown).isTrue();
        StandardApp app = new StandardApp(OtpAuthUri.parse(link.group(1).replace("&amp;", "&")));
        String proven = post(
                pages.resolve("/o/acme/enroll/standard/proof"),
                "code=" + code.group(1) + "&passcode=" + app.passcode(0));
        assertThat(proven).contains("Your token is ready");
        return app;
    }

    /** Returns the passcode of now, or of so many time steps later. */
    String passcode(int stepsLater) {
        TotpParameters parameters = (TotpParameters) token.parameters();
        return Totp.passcode(token.key(), parameters, parameters.stepAt(Instant.now()) + stepsLater)
                .exposed();
    }

    private static String post(URI page, String form) {
        try {
            HttpRequest request = HttpRequest.newBuilder(page)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException noServer) {
            throw new UncheckedIOException(noServer);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
