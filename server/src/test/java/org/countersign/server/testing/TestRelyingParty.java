package org.countersign.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.audit.Actor;
import org.countersign.server.protocol.oidc.OidcClients;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;

/** An application that signs people in over OpenID Connect with nothing but HTTP. */
public final class TestRelyingParty {
    /** Where browsers come back to: a page that says {@code Signed in}, whatever they bring. */
    public static final URI ORIGIN = listen();

    /** Where answers go. */
    public static final URI REDIRECT = ORIGIN.resolve("/callback?from=countersign");

    /** Where people go after signing out. */
    public static final URI AFTER = ORIGIN.resolve("/bye");

    private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123456789";

    private final HttpClient http = HttpClient.newHttpClient();
    private final OidcClients.Registration registration;
    private final Application application;

    /** Registers an application of {@code virtualServer}. */
    public TestRelyingParty(RunningServer server, VirtualServer virtualServer, String name) {
        application = server.part(VirtualServers.class).createApplication(virtualServer.id(), name, new Actor.Server());
        registration = server.part(OidcClients.class)
                .register(application, List.of(REDIRECT), List.of(AFTER), new Actor.Server());
    }

    /** Ends with the process. */
    private static URI listen() {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            byte[] page = "<!doctype html><title>Signed in</title><h1>Signed in</h1>".getBytes(UTF_8);
            listening.createContext("/", exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
                exchange.close();
            });
            listening.start();
            return URI.create("http://127.0.0.1:" + listening.getAddress().getPort());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** Returns what it knows of its issuer. */
    public OidcClients.Registration registration() {
        return registration;
    }

    /** Returns it as the server knows it. */
    public Application application() {
        return application;
    }

    /** Returns a good question 'who is this?' to change. */
    public Map<String, String> question() {
        Map<String, String> question = new LinkedHashMap<>();
        question.put("response_type", "code");
        question.put("client_id", registration.clientId());
        question.put("redirect_uri", REDIRECT.toString());
        question.put("scope", "openid profile email");
        question.put("state", "state&é");
        question.put("nonce", "nonce-1");
        question.put("code_challenge", challenge());
        question.put("code_challenge_method", "S256");
        return question;
    }

    /** Returns the address that asks {@code question}. */
    public URI ask(Map<String, String> question) {
        return URI.create(registration.issuer() + "/oauth2/authorize?" + TestBrowser.form(question));
    }

    /** Redeems a code. */
    public HttpResponse<String> redeem(String code) {
        return redeem(Map.of("code", code));
    }

    /** Redeems a code with some fields changed; an empty value leaves the field out. */
    public HttpResponse<String> redeem(Map<String, String> changes) {
        Map<String, String> fields = new HashMap<>();
        fields.put("grant_type", "authorization_code");
        fields.put("redirect_uri", REDIRECT.toString());
        fields.put("code_verifier", VERIFIER);
        fields.putAll(changes);
        fields.values().removeIf(String::isEmpty);
        return token(fields);
    }

    /** Asks the token endpoint with the client's secret. */
    public HttpResponse<String> token(Map<String, String> fields) {
        return token(registration.issuer(), registration.secret(), fields);
    }

    /** Asks some issuer's token endpoint with some secret. */
    public HttpResponse<String> token(URI issuer, String secret, Map<String, String> fields) {
        String credentials = registration.clientId() + ":" + secret;
        return send(HttpRequest.newBuilder(URI.create(issuer + "/oauth2/token"))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(TestBrowser.form(fields))));
    }

    /** Gets a document of the issuer. */
    public HttpResponse<String> get(String path, String bearer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(registration.issuer() + path));
        return send(bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer));
    }

    /** Returns the parameter {@code name} of an address. */
    public static String parameter(URI address, String name) {
        Matcher matcher = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(address.toString());
        if (!matcher.find()) {
            throw new AssertionError("no " + name + " in " + address);
        }
        return URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8);
    }

    /** Returns a text field of a JSON answer. */
    public static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        if (!matcher.find()) {
            throw new AssertionError("no " + name + " in " + json);
        }
        return matcher.group(1);
    }

    private static String challenge() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
