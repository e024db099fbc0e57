package org.countersign.server.users;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a person's names somebody may begin to type to find them, without accents and in lower case. A part after a dot or
 * another sign counts as a beginning too: {@code okafor} finds {@code ada.okafor@acme.example}.
 */
public final class SearchWords {
    /** Sorts after every text that begins with what stands before it. */
    private static final String END = "\uDBFF\uDFFF";

    private static final int LONGEST = 64;
    private static final int MOST_TERMS = 6;
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private SearchWords() {}

    /** Returns the words of a person; none is the beginning of another one. */
    static Set<String> of(String userName, String displayName, @Nullable String mail) {
        Set<String> all = new LinkedHashSet<>();
        Stream.of(userName, displayName, mail == null ? "" : mail)
                .flatMap(text -> SPACES.splitAsStream(folded(text)))
                .filter(chunk -> !chunk.isEmpty())
                .forEach(chunk -> all.addAll(endings(chunk)));
        List<String> sorted = all.stream().sorted().toList();
        Set<String> needed = new LinkedHashSet<>();
        for (int i = 0; i < sorted.size(); i++) {
            // In order of text, whatever begins with a word comes right after it.
            if (i + 1 == sorted.size() || !sorted.get(i + 1).startsWith(sorted.get(i))) {
                needed.add(sorted.get(i));
            }
        }
        return needed;
    }

    /**
     * The words that begin with what somebody looks for, in the order of bytes.
     *
     * @param from the first of them
     * @param to what comes after all of them
     */
    public record Range(String from, String to) {}

    /** Returns what is looked for: a person is found who has a word of each range. */
    public static List<Range> ranges(String typed) {
        return terms(typed).stream().map(term -> new Range(term, term + END)).toList();
    }

    /** Returns what is looked for: each is to be the beginning of one of a person's words. */
    static List<String> terms(String typed) {
        return SPACES.splitAsStream(folded(typed))
                .filter(term -> !term.isEmpty())
                .distinct()
                .limit(MOST_TERMS)
                .toList();
    }

    private static List<String> endings(String chunk) {
        List<String> endings = new ArrayList<>();
        boolean inside = false;
        for (int i = 0; i < chunk.length(); i += Character.charCount(chunk.codePointAt(i))) {
            boolean letter = Character.isLetterOrDigit(chunk.codePointAt(i));
            if (i == 0 || (letter && !inside)) {
                endings.add(cut(chunk.substring(i)));
            }
            inside = letter;
        }
        return endings;
    }

    private static String folded(String text) {
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return Names.searchable(plain.toLowerCase(Locale.ROOT)).strip();
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end);
    }
}
