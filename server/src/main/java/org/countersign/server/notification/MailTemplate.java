package org.countersign.server.notification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a mail, with tags such as {@code {userName}} for what changes.
 *
 * @param subject one line
 * @param text plain text
 */
public record MailTemplate(String subject, String text) {
    private static final Pattern TAG = Pattern.compile("\\{([^{}\\n]{0,40})}");
    private static final int LONGEST_SUBJECT = 150;
    private static final int LONGEST_TEXT = 15_000;

    /** What is wrong with a template. */
    public sealed interface Fault {
        /** The subject is empty, longer than 150 characters, or more than a line. */
        record Subject() implements Fault {}

        /** The text is empty or longer than 15000 characters, or its tags make it longer than a mail can be. */
        record Text() implements Fault {}

        /** There is no such tag in this mail. */
        record UnknownTag(String tag) implements Fault {}

        /** Without this tag the mail would be of no use. */
        record MissingTag(String tag) implements Fault {}
    }

    public MailTemplate {
        text = text.replace("\r\n", "\n").replace('\r', '\n').replace('\0', '\uFFFD');
    }

    /** Returns everything that keeps this from being a template of {@code kind}. */
    public List<Fault> faults(MailKind kind) {
        List<Fault> faults = new ArrayList<>();
        if (subject.isBlank()
                || subject.codePointCount(0, subject.length()) > LONGEST_SUBJECT
                || subject.chars().anyMatch(Character::isISOControl)) {
            faults.add(new Fault.Subject());
        }
        if (text.isBlank() || text.length() > LONGEST_TEXT || isTooLongFilled(kind)) {
            faults.add(new Fault.Text());
        }
        tags(subject + "\n" + text).stream()
                .filter(tag -> !kind.tags().contains(tag))
                .distinct()
                .forEach(tag -> faults.add(new Fault.UnknownTag(tag)));
        kind.mandatoryTags().stream()
                .filter(tag -> !tags(text).contains(tag))
                .forEach(tag -> faults.add(new Fault.MissingTag(tag)));
        return faults;
    }

    private boolean isTooLongFilled(MailKind kind) {
        return Arrays.stream(MailLanguage.values())
                .anyMatch(language ->
                        filled(text, SampleMails.values(kind).in(language)).length() > Mail.LONGEST_TEXT);
    }

    private static List<String> tags(String text) {
        return TAG.matcher(text).results().map(tag -> tag.group(1)).toList();
    }

    /** Returns the mail with every tag replaced. A value is never searched for further tags. */
    Mail fill(String to, MailValues values, MailLanguage language) {
        Map<String, String> texts = values.in(language);
        return new Mail(to, filled(subject, texts), filled(text, texts));
    }

    private static String filled(String words, Map<String, String> values) {
        Matcher tags = TAG.matcher(words);
        StringBuilder filled = new StringBuilder(words.length() + 200);
        while (tags.find()) {
            tags.appendReplacement(filled, Matcher.quoteReplacement(values.getOrDefault(tags.group(1), tags.group())));
        }
        return tags.appendTail(filled).toString();
    }
}
