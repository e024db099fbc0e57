package org.countersign.server.notification;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Made-up values for a look at a mail before anybody gets it. */
final class SampleMails {
    private static final Map<String, MailValue> VALUES = new HashMap<>();

    static {
        text("displayName", "Ada Okafor");
        text("userName", "ada");
        text("account", "ada");
        text("operator", "olivia");
        text("organisation", "Acme");
        text("page", "https://login.example.com/o/acme/enroll#CS1.sample");
        text("link", "https://app.example.com/#CS1.sample");
        text("code", "123 456");
        text("name", "Ada’s phone");
        text("token", "Ada’s phone (CS10000042)");
        text("device", "Android 16, phone");
        text("app", "Countersign Web 0.1.0");
        text("application", "Payroll");
        text("place", "Lisbon, Portugal");
        text("ip", "203.0.113.9");
        text("browser", "Firefox");
        text("system", "Linux");
        text("program", "Firefox · Linux");
        text("serial", "CS10000042");
        text("console", "https://login.example.com/console/acme");
        text("report", "Monday’s tokens");
        text("rows", "1342");
        text("days", "90");
        text("left", "4");
        text("times", "1");
        VALUES.put("expires", moment("2026-11-24T09:30:00Z"));
        VALUES.put("until", moment("2026-11-24T09:30:00Z"));
        VALUES.put("when", moment("2026-11-22T09:30:00Z"));
        VALUES.put("purpose", MailValue.phrase("purpose.ENROLL"));
        VALUES.put("sender", MailValue.phrase("sender.operator", MailValue.text("olivia")));
        VALUES.put("event", MailValue.phrase("event.TOKEN_LOCKED"));
        VALUES.put("advice", MailValue.phrase("event.TOKEN_LOCKED.advice"));
        VALUES.put(
                "steps",
                new MailValue.Lines(List.of(
                        MailValue.phrase("step.STOP_PUSHES", moment("2026-11-22T09:40:00Z")),
                        MailValue.phrase("step.END_SIGN_INS"))));
        VALUES.put(
                "facts",
                new MailValue.Lines(List.of(
                        MailValue.phrase("line", MailValue.phrase("fact.serial"), MailValue.text("CS10000042")),
                        MailValue.phrase("line", MailValue.phrase("fact.ip"), MailValue.text("203.0.113.9")))));
    }

    private SampleMails() {}

    static MailValues values(MailKind kind) {
        MailValues values = MailValues.NONE;
        for (String tag : kind.tags()) {
            values = values.with(tag, Objects.requireNonNull(VALUES.get(tag), () -> "no sample for " + tag));
        }
        return values;
    }

    private static void text(String tag, String text) {
        VALUES.put(tag, MailValue.text(text));
    }

    private static MailValue moment(String moment) {
        return new MailValue.Moment(Instant.parse(moment));
    }
}
