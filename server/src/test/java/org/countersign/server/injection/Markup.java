package org.countersign.server.injection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A page's markup as a browser reads it: elements, attributes, and the text in scripts and styles. What stands in quotes is a
 * value; whatever escapes from them becomes an attribute or an element of its own.
 */
final class Markup {
    private static final Set<String> RAW = Set.of("script", "style", "textarea", "title");
    private static final Set<String> ADDRESSES = Set.of("href", "src", "action", "formaction", "data", "srcdoc");

    private final String html;
    private final List<String> faults = new ArrayList<>();
    private final String mark;
    private int at;

    private Markup(String html, String mark) {
        this.html = html;
        this.mark = mark;
    }

    /** Returns each place where a text that holds {@code mark} is more than text: element, attribute, script or address. */
    static List<String> faults(String html, String mark) {
        Markup page = new Markup(html, mark);
        page.read();
        return page.faults;
    }

    private void read() {
        while (at < html.length()) {
            int open = html.indexOf('<', at);
            if (open < 0 || open + 1 >= html.length()) {
                return;
            }
            at = open + 1;
            if (html.startsWith("!--", at)) {
                String comment = upTo("-->");
                check(comment.contains(mark), "comment", comment);
            } else if (Character.isLetter(html.charAt(at))) {
                element();
            }
        }
    }

    private void element() {
        int begin = at;
        String name = word(" \t\r\n/>").toLowerCase(Locale.ROOT);
        check(name.contains(mark), "element", html.substring(begin, Math.min(html.length(), begin + 60)));
        while (at < html.length() && html.charAt(at) != '>') {
            if (" \t\r\n/".indexOf(html.charAt(at)) >= 0) {
                at++;
            } else {
                attribute(name);
            }
        }
        at++;
        if (RAW.contains(name)) {
            String content = upTo("</" + name);
            check(
                    content.contains(mark) && (name.equals("script") || name.equals("style")),
                    "in <" + name + ">",
                    content);
        }
    }

    private void attribute(String element) {
        int begin = at;
        String name = word(" \t\r\n/>=").toLowerCase(Locale.ROOT);
        String value = "";
        if (at < html.length() && html.charAt(at) == '=') {
            at++;
            char quote = at < html.length() ? html.charAt(at) : ' ';
            if (quote == '"' || quote == '\'') {
                at++;
                value = upTo(String.valueOf(quote));
            } else {
                value = word(" \t\r\n>");
                check(value.contains(mark), "attribute without quotes", value);
            }
        }
        if (at == begin) {
            at++;
        }
        check(name.contains(mark), "attribute", element + " " + name);
        check(name.startsWith("on") && value.contains(mark), "handler", element + " " + name);
        check(
                ADDRESSES.contains(name)
                        && value.strip().toLowerCase(Locale.ROOT).matches("(?s)(javascript|data|vbscript):.*")
                        && value.contains(mark),
                "address",
                element + " " + name + "=" + value);
    }

    private String word(String ends) {
        int begin = at;
        while (at < html.length() && ends.indexOf(html.charAt(at)) < 0) {
            at++;
        }
        return html.substring(begin, at);
    }

    private String upTo(String end) {
        int begin = at;
        int found = html.toLowerCase(Locale.ROOT).indexOf(end, at);
        at = found < 0 ? html.length() : found + (end.startsWith("</") ? 0 : end.length());
        return html.substring(begin, found < 0 ? html.length() : found);
    }

    private void check(boolean wrong, String where, String what) {
        if (wrong) {
            faults.add(where + ": " + what.substring(0, Math.min(what.length(), 120)));
        }
    }
}
