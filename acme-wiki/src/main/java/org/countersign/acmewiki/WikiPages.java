package org.countersign.acmewiki;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The wiki's pages. Whatever comes from outside is escaped where it enters the page. */
final class WikiPages {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** What the wiki is about. */
    enum Article {
        HANDBOOK("handbook", "Handbook", """
                <p>Welcome. This is where Acme writes down how things are done, so that nobody has to ask twice.</p>
                <h2>First days</h2><p>Your laptop is in the post room, your desk is where the sun is. Ask for Margo.</p>
                <h2>Signing in</h2><p>Every Acme application asks for a second factor. Approve on your phone when it shows what you
                just did; when it shows something else, say that it wasn’t you.</p>
                """),
        ROADMAP("roadmap", "Roadmap", """
                <p>What we build next. Not to be shown outside.</p>
                <h2>Spring</h2><p>The rocket skates get brakes.</p>
                <h2>Summer</h2><p>The tunnel paint gets a warning label in eleven languages.</p>
                """),
        ON_CALL("on-call", "On call", """
                <p>Whoever carries the pager this week carries it until Monday at nine.</p>
                <h2>When it rings</h2><p>Look at the dashboard first. Then wake one person, not two.</p>
                """);

        private final String path;
        private final String title;
        private final String body;

        Article(String path, String title, String body) {
            this.path = path;
            this.title = title;
            this.body = body;
        }

        String path() {
            return path;
        }

        static Optional<Article> at(String path) {
            return List.of(values()).stream()
                    .filter(article -> article.path.equals(path))
                    .findFirst();
        }
    }

    String home(Optional<Reader> reader) {
        return reader.isPresent() ? article(Article.HANDBOOK, reader.get()) : page("Acme Wiki", reader, """
                        <div class="welcome"><h1>Acme Wiki</h1>
                        <p>What Acme knows, for people who work here.</p>
                        <p><a class="button" href="/sign-in">Sign in with Acme</a></p></div>
                        """);
    }

    String article(Article article, Reader reader) {
        return page(
                article.title,
                Optional.of(reader),
                "<nav class=\"pages\" aria-label=\"Pages\"><ul>" + links(article) + "</ul></nav><article><h1>"
                        + article.title + "</h1>" + article.body + "</article>" + signedInAs(reader));
    }

    String problem(String title, String text) {
        return page(
                title,
                Optional.empty(),
                "<div class=\"welcome\"><h1>" + escaped(title) + "</h1><p>" + escaped(text)
                        + "</p><p><a class=\"button\" href=\"/sign-in\">Sign in again</a></p></div>");
    }

    private static String links(Article current) {
        StringBuilder links = new StringBuilder();
        for (Article article : Article.values()) {
            links.append("<li><a href=\"/pages/")
                    .append(article.path)
                    .append('"')
                    .append(article == current ? " aria-current=\"page\"" : "")
                    .append('>')
                    .append(article.title)
                    .append("</a></li>");
        }
        return links.toString();
    }

    private static String signedInAs(Reader reader) {
        return "<aside class=\"how\" aria-label=\"How you signed in\"><h2>How you signed in</h2><dl><dt>Account</dt><dd>"
                + escaped(reader.userName()) + "</dd><dt>With</dt><dd>" + escaped(how(reader.methods()))
                + "</dd><dt>At</dt><dd>" + TIME.format(reader.since()) + "</dd></dl></aside>";
    }

    /** Says in words what the authentication methods of the ID token mean (RFC 8176). */
    private static String how(List<String> methods) {
        if (methods.contains("swk") || methods.contains("hwk")) {
            return "Password, then approved on your phone";
        }
        return methods.contains("otp") ? "Password, then a passcode" : "Password only";
    }

    private static String page(String title, Optional<Reader> reader, String main) {
        String who = reader.map(somebody -> "<p class=\"who\">" + escaped(somebody.name()) + "</p>"
                        + "<form method=\"post\" action=\"/sign-out\"><button class=\"quiet\">Sign out</button></form>")
                .orElse("");
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light dark\"><title>" + escaped(title)
                + (title.equals("Acme Wiki") ? "" : " · Acme Wiki")
                + "</title><link rel=\"icon\" href=\"/icon.svg\"><link rel=\"stylesheet\" href=\"/wiki.css\"></head><body>"
                + "<header><a class=\"brand\" href=\"/\"><img src=\"/icon.svg\" alt=\"\" width=\"28\" height=\"28\">Acme Wiki</a>"
                + who + "</header><main>" + main + "</main></body></html>";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
