package org.countersign.server.demo;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.notification.DemoMailbox;

/**
 * What the page of one mail shows: its text, cut where links begin and end.
 *
 * @param message the mail
 */
public record MailPage(DemoMailbox.Message message, List<Part> parts) {
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+");

    /**
     * A piece of text.
     *
     * @param isLink whether it is the address of one of our own pages
     */
    public record Part(String text, boolean isLink) {}

    static MailPage of(DemoMailbox.Message message, List<URI> ours) {
        return new MailPage(message, parts(message.mail().text(), ours));
    }

    static List<Part> parts(String text, List<URI> ours) {
        List<Part> parts = new ArrayList<>();
        Matcher links = LINK.matcher(text);
        int from = 0;
        while (links.find()) {
            parts.add(new Part(text.substring(from, links.start()), false));
            boolean known = ours.stream().anyMatch(origin -> links.group().startsWith(origin + "/"));
            parts.add(new Part(links.group(), known));
            from = links.end();
        }
        parts.add(new Part(text.substring(from), false));
        return List.copyOf(parts);
    }
}
