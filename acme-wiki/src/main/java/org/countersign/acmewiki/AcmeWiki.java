package org.countersign.acmewiki;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The wiki's server: a few pages that only people who signed in can read. */
public final class AcmeWiki implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AcmeWiki.class.getName());
    private static final String SESSION = "acme_wiki";
    private static final String BEGUN = "acme_wiki_sign_in";
    private static final String HTML = "text/html; charset=utf-8";

    private final HttpServer server;
    private final HttpClient http;
    private final OpenIdConnect openId;
    private final Visits visits = new Visits();
    private final WikiPages pages = new WikiPages();
    private final String policy;

    private AcmeWiki(WikiSettings settings, HttpServer server) {
        this.server = server;
        this.http = HttpClient.newHttpClient();
        this.openId = new OpenIdConnect(settings, http, InstantSource.system());
        URI issuer = settings.issuer();
        this.policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
                + "form-action 'self' " + issuer.getScheme() + "://" + issuer.getAuthority();
    }

    /**
     * Starts the wiki on its origin's address.
     *
     * @throws IOException when the port is taken
     */
    public static AcmeWiki start(WikiSettings settings) throws IOException {
        URI origin = settings.origin();
        HttpServer server = HttpServer.create(new InetSocketAddress(origin.getHost(), origin.getPort()), 0);
        AcmeWiki wiki = new AcmeWiki(settings, server);
        server.createContext("/", wiki::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return wiki;
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Security-Policy", policy);
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            route(exchange);
        } catch (SignInFailed failed) {
            LOG.log(System.Logger.Level.WARNING, "a sign-in was not believed: {0}", failed.getMessage());
            send(exchange, 400, HTML, pages.problem("That did not work", "You are not signed in. Try it once more."));
        }
    }

    private void route(HttpExchange exchange) throws IOException, SignInFailed {
        String path = exchange.getRequestURI().getPath();
        switch (exchange.getRequestMethod() + " " + path) {
            case "GET /" -> send(exchange, 200, HTML, pages.home(reader(exchange)));
            case "GET /sign-in" -> signIn(exchange, "/");
            case "GET /callback" -> callback(exchange);
            case "POST /sign-out" -> signOut(exchange);
            case "GET /wiki.css" -> resource(exchange, "wiki.css", "text/css");
            case "GET /icon.svg" -> resource(exchange, "icon.svg", "image/svg+xml");
            default -> article(exchange, path);
        }
    }

    private void article(HttpExchange exchange, String path) throws IOException, SignInFailed {
        Optional<WikiPages.Article> article =
                path.startsWith("/pages/") ? WikiPages.Article.at(path.substring(7)) : Optional.empty();
        Optional<Reader> reader = reader(exchange);
        if (article.isEmpty() || !exchange.getRequestMethod().equals("GET")) {
            send(exchange, 404, HTML, pages.problem("No such page", "Nobody has written this page."));
        } else if (reader.isEmpty()) {
            signIn(exchange, path);
        } else {
            send(exchange, 200, HTML, pages.article(article.get(), reader.get()));
        }
    }

    private void signIn(HttpExchange exchange, String page) throws IOException, SignInFailed {
        Pending pending = new Pending(visits.newName(), visits.newName(), visits.newName(), page);
        setCookie(exchange, BEGUN, visits.begin(pending), 600);
        redirect(exchange, openId.authorization(pending));
    }

    private void callback(HttpExchange exchange) throws IOException, SignInFailed {
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        Pending pending = cookie(exchange, BEGUN)
                .flatMap(visits::finish)
                .orElseThrow(() -> new SignInFailed("this browser began no sign-in"));
        if (!pending.state().equals(query.get("state"))) {
            throw new SignInFailed("the state is another one");
        }
        String code = query.get("code");
        if (code == null) {
            throw new SignInFailed("the issuer refused: " + query.get("error"));
        }
        OpenIdConnect.SignedIn who = openId.redeem(code, pending);
        setCookie(exchange, BEGUN, "", 0);
        setCookie(exchange, SESSION, visits.open(who), 8 * 3600);
        redirect(exchange, URI.create(pending.page()));
    }

    private void signOut(HttpExchange exchange) throws IOException, SignInFailed {
        Optional<OpenIdConnect.SignedIn> who = cookie(exchange, SESSION).flatMap(visits::close);
        setCookie(exchange, SESSION, "", 0);
        redirect(exchange, who.isPresent() ? openId.endOfSession(who.get().idToken()) : URI.create("/"));
    }

    private Optional<Reader> reader(HttpExchange exchange) {
        return cookie(exchange, SESSION).flatMap(visits::find).map(OpenIdConnect.SignedIn::reader);
    }

    private static void resource(HttpExchange exchange, String name, String type) throws IOException {
        try (InputStream resource = Objects.requireNonNull(AcmeWiki.class.getResourceAsStream(name))) {
            send(exchange, 200, type, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void redirect(HttpExchange exchange, URI target) throws IOException {
        exchange.getResponseHeaders().set("Location", target.toString());
        exchange.sendResponseHeaders(303, -1);
    }

    private static void setCookie(HttpExchange exchange, String name, String value, int seconds) {
        exchange.getResponseHeaders()
                .add("Set-Cookie", name + "=" + value + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + seconds);
    }

    private static Optional<String> cookie(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getOrDefault("Cookie", List.of()).stream()
                .flatMap(header -> Arrays.stream(header.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    query.putIfAbsent(
                            pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return query;
    }
}
