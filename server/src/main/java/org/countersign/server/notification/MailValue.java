package org.countersign.server.notification;

import java.time.Instant;
import java.util.List;

/** What stands for a tag of a mail. It becomes text when the mail goes out, in the language of its virtual server. */
public sealed interface MailValue {
    /** The same in every language: a name, an address, a link. */
    record Text(String text) implements MailValue {
        /** Shows nothing: it may be an activation string. */
        @Override
        public String toString() {
            return "Text";
        }
    }

    /** A moment, for example {@code 22 November 2026, 09:30 UTC}. */
    record Moment(Instant moment) implements MailValue {}

    /**
     * Words of the catalogue {@code mails/words.LANGUAGE.properties}.
     *
     * @param key which words
     * @param parts what stands for {@code {0}}, {@code {1}} …
     */
    record Phrase(String key, List<MailValue> parts) implements MailValue {
        public Phrase {
            parts = List.copyOf(parts);
        }
    }

    /** Several of them, each in a line of its own. */
    record Lines(List<MailValue> lines) implements MailValue {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /** Returns words of the catalogue. */
    static MailValue phrase(String key, MailValue... parts) {
        return new Phrase(key, List.of(parts));
    }

    /** Returns what a detail of the record is called. */
    static MailValue nameOf(String detail) {
        return phrase("fact." + detail);
    }

    /** Returns a text that is the same in every language. */
    static MailValue text(String text) {
        return new Text(text);
    }
}
