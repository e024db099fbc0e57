package org.countersign.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without JavaScript: cookies, redirects within the server's pages, forms with their hidden fields. */
public final class TestBrowser {
    private static final Pattern FORM = Pattern.compile("<form([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]+)\"");

    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final URI origin;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private URI address;
    private HttpResponse<String> answer;

    /** Opens {@code address}, following redirects as long as they stay at {@code origin}. */
    public TestBrowser(URI origin, URI address) {
        this.origin = origin;
        this.address = address;
        this.answer = send(HttpRequest.newBuilder(address).GET());
    }

    /** Goes to another address in the same browser. */
    public TestBrowser open(URI next) {
        address = address.resolve(next);
        answer = send(HttpRequest.newBuilder(address).GET());
        return this;
    }

    /** Sends the form whose action ends in {@code action}, with its hidden fields. */
    public TestBrowser submit(String action, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(hidden(action));
        all.putAll(fields);
        return post(formAction(action), all);
    }

    /** Returns what sends the form whose action ends in {@code action} as often as wanted, without leaving the page. */
    public Form form(String action) {
        return new Form(formAction(action), hidden(action));
    }

    /** A form of a page, to be sent again and again. */
    public final class Form {
        private final URI target;
        private final Map<String, String> hidden;

        private Form(URI target, Map<String, String> hidden) {
            this.target = target;
            this.hidden = hidden;
        }

        /** Sends it and returns where the answer leads; the browser stays where it is. */
        public String send(String name, String value) {
            Map<String, String> all = new HashMap<>(hidden);
            all.put(name, value);
            try {
                return http.send(
                                HttpRequest.newBuilder(target)
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .POST(HttpRequest.BodyPublishers.ofString(TestBrowser.form(all)))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .headers()
                        .firstValue("Location")
                        .orElse("");
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }
    }

    /** Sends fields without those that a form would add. */
    public TestBrowser post(URI to, Map<String, String> fields) {
        address = address.resolve(to);
        answer = send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields))));
        return this;
    }

    /** Sends the form whose action ends in {@code action} with a file beside its fields. */
    public TestBrowser upload(String action, Map<String, String> fields, String field, String name, byte[] content) {
        Map<String, String> all = new HashMap<>(hidden(action));
        all.putAll(fields);
        String boundary = "----boundary-of-the-test";
        StringBuilder parts = new StringBuilder();
        all.forEach((key, value) -> parts.append(
                "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + key + "\"\r\n\r\n" + value + "\r\n"));
        parts.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        byte[] before = parts.toString().getBytes(StandardCharsets.UTF_8);
        byte[] after = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        address = formAction(action);
        answer = send(HttpRequest.newBuilder(address)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(before, content, after))));
        return this;
    }

    /** Returns the address of the form whose action ends in {@code action}. */
    public URI formAction(String action) {
        return find(action)
                .map(form -> address.resolve(attribute(form.group(1))))
                .orElseThrow();
    }

    /** Says whether the page has a form whose action ends in {@code action}. */
    public boolean hasForm(String action) {
        return find(action).isPresent();
    }

    /** Returns the page's content. */
    public String body() {
        return answer.body();
    }

    /** Returns the last answer's status. */
    public int status() {
        return answer.statusCode();
    }

    /** Returns the last answer. */
    public HttpResponse<String> answer() {
        return answer;
    }

    /** Returns the page's address. */
    public URI address() {
        return address;
    }

    /** Returns where the last answer leads, when that is elsewhere. */
    public URI leadsTo() {
        return answer.headers()
                .firstValue("Location")
                .map(URI::create)
                .orElseThrow(() -> new AssertionError(
                        "no redirect but " + answer.statusCode() + " at " + address + ": " + answer.body()));
    }

    /** Returns the cookie that names the session. */
    public String session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().endsWith("countersign_session"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    /** Returns the token against forged forms that the page's first form carries. */
    public String formToken() {
        Matcher token = FORM_TOKEN.matcher(body());
        if (!token.find()) {
            throw new AssertionError("no token in the forms of " + address);
        }
        return token.group(1);
    }

    /** Returns the value of a cookie, or nothing. */
    public Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    /** Returns fields in the form of a query. */
    public static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private Map<String, String> hidden(String action) {
        Map<String, String> fields = new HashMap<>();
        Matcher inputs = HIDDEN.matcher(find(action)
                .orElseThrow(() -> new AssertionError("no form " + action + " in " + body()))
                .group(2));
        while (inputs.find()) {
            fields.put(inputs.group(1), inputs.group(2));
        }
        return fields;
    }

    private Optional<Matcher> find(String action) {
        Matcher forms = FORM.matcher(answer.body());
        while (forms.find()) {
            if (attribute(forms.group(1)).endsWith(action)) {
                return Optional.of(forms);
            }
        }
        return Optional.empty();
    }

    private static String attribute(String tag) {
        Matcher value = Pattern.compile("action=\"([^\"]+)\"").matcher(tag);
        return value.find() ? value.group(1) : "";
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(
                    request.header("Accept", "text/html,*/*;q=0.8").build(), HttpResponse.BodyHandlers.ofString());
            Optional<URI> next = response.headers()
                    .firstValue("Location")
                    .map(location -> address.resolve(location))
                    .filter(target -> response.statusCode() / 100 == 3
                            && target.getRawAuthority().equals(origin.getRawAuthority()));
            if (next.isEmpty()) {
                return response;
            }
            address = next.get();
            return send(HttpRequest.newBuilder(address).GET());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
