package org.countersign.server.notification;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How what stands for tags reads in one language: moments, and words of {@code mails/words.LANGUAGE.properties}. */
final class MailWords {
    private static final String FACT = "fact.";
    private static final Pattern PART = Pattern.compile("\\{(\\d)}");
    private static final Map<MailLanguage, MailWords> ALL =
            Map.of(MailLanguage.EN, read(MailLanguage.EN), MailLanguage.DE, read(MailLanguage.DE));

    private final Properties words;
    private final DateTimeFormatter moments;

    private MailWords(Properties words, DateTimeFormatter moments) {
        this.words = words;
        this.moments = moments.withZone(ZoneOffset.UTC);
    }

    static MailWords of(MailLanguage language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    String say(MailValue value) {
        return switch (value) {
            case MailValue.Text(String text) -> text;
            case MailValue.Moment(var moment) -> moments.format(moment);
            case MailValue.Phrase(String key, List<MailValue> parts) -> phrase(key, parts);
            case MailValue.Lines(List<MailValue> lines) ->
                lines.stream().map(this::say).collect(Collectors.joining("\n"));
        };
    }

    Set<String> keys() {
        return words.stringPropertyNames();
    }

    private String phrase(String key, List<MailValue> parts) {
        // The record may know facts that nobody has translated: they are called what the record calls them.
        String usual = key.startsWith(FACT) ? key.substring(FACT.length()) : null;
        String text = Objects.requireNonNull(words.getProperty(key, usual), () -> "mails have no words for " + key);
        return PART.matcher(text)
                .replaceAll(part -> Matcher.quoteReplacement(say(parts.get(Integer.parseInt(part.group(1))))));
    }

    private static MailWords read(MailLanguage language) {
        String file = "/mails/words." + language.tag() + ".properties";
        try (InputStream in =
                Objects.requireNonNull(MailWords.class.getResourceAsStream(file), "the words are missing: " + file)) {
            Properties words = new Properties();
            words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return new MailWords(words, moments(language));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static DateTimeFormatter moments(MailLanguage language) {
        return switch (language) {
            case EN -> DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);
            case DE -> DateTimeFormatter.ofPattern("d. MMMM uuuu, HH:mm 'UTC'", Locale.GERMAN);
        };
    }
}
