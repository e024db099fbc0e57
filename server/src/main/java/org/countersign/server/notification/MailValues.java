package org.countersign.server.notification;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What stands for the tags of one mail. */
public final class MailValues {
    /** Stands for no tag. */
    public static final MailValues NONE = new MailValues(Map.of());

    private final Map<String, MailValue> values;

    private MailValues(Map<String, MailValue> values) {
        this.values = values;
    }

    /** Returns the values that mails to a user begin with. */
    public static MailValues to(String displayName, String userName, String organisation) {
        return NONE.with("displayName", displayName).with("userName", userName).with("organisation", organisation);
    }

    /** Returns these values and one more. */
    public MailValues with(String tag, MailValue value) {
        Map<String, MailValue> more = new LinkedHashMap<>(values);
        more.put(tag, value);
        return new MailValues(Collections.unmodifiableMap(more));
    }

    /** Returns these values and one more, which is the same in every language. */
    public MailValues with(String tag, String text) {
        return with(tag, new MailValue.Text(text));
    }

    /** Returns these values and a moment. */
    public MailValues with(String tag, Instant moment) {
        return with(tag, new MailValue.Moment(moment));
    }

    /** Returns these values as texts. */
    Map<String, String> in(MailLanguage language) {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((tag, value) -> texts.put(tag, MailWords.of(language).say(value)));
        return texts;
    }

    /** Shows no value: one may be an activation string. */
    @Override
    public String toString() {
        return "MailValues" + values.keySet();
    }
}
