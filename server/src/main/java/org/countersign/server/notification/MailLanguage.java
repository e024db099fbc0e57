package org.countersign.server.notification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A language that mails are written in. Names are stored. */
public enum MailLanguage {
    EN,
    DE;

    /** Returns its tag, for example {@code de} (BCP 47). */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a language by its tag. */
    public static Optional<MailLanguage> of(String tag) {
        return Arrays.stream(values())
                .filter(language -> language.tag().equals(tag))
                .findFirst();
    }
}
