package org.countersign.server.web.shell;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The words of all pages: every {@code texts/*.properties}, one file per part, its keys beginning with the part's name.
 */
@Component
public final class Texts {
    private final Properties catalogue = new Properties();

    Texts() {
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:texts/*.properties")) {
                try (Reader reader = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
                    Properties part = new Properties();
                    part.load(reader);
                    take(part, file);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void take(Properties part, Resource file) {
        part.forEach((key, text) -> {
            if (catalogue.put(key, text) != null) {
                throw new IllegalStateException(key + " in " + file.getFilename() + " has a text in another file");
            }
        });
    }

    /**
     * Returns a text with {@code {0}}, {@code {1}} … replaced.
     *
     * @throws IllegalArgumentException when the catalogue has no such text
     */
    public String say(String key, Object... values) {
        String text = catalogue.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text for " + key);
        }
        // A value is never searched for further places: it may hold braces of its own.
        StringBuilder said = new StringBuilder(text.length() + 32);
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            int index = Integer.parseInt(text.substring(open + 1, close));
            said.append(text, from, open).append(values[index]);
            from = close + 1;
        }
        return said.append(text, from, text.length()).toString();
    }

    /** Says whether there is a text. */
    public boolean has(String key) {
        return catalogue.getProperty(key) != null;
    }

    /** Returns all keys. */
    public Set<String> keys() {
        return catalogue.stringPropertyNames();
    }
}
