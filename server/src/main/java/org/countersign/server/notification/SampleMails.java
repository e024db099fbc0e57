package org.countersign.server.notification;

import java.util.HashMap;
import java.util.Map;

/** Made-up values for a look at a mail before anybody gets it. */
final class SampleMails {
    private static final Map<String, String> VALUES = new HashMap<>();

    static {
        VALUES.put("displayName", "Ada Okafor");
        VALUES.put("userName", "ada");
        VALUES.put("account", "ada");
        VALUES.put("operator", "olivia");
        VALUES.put("organisation", "Acme");
        VALUES.put("page", "https://login.example.com/o/acme/enroll#CS1.sample");
        VALUES.put("link", "https://app.example.com/#CS1.sample");
        VALUES.put("expires", "24 November 2026, 09:30 UTC");
        VALUES.put("when", "22 November 2026, 09:30 UTC");
        VALUES.put("name", "Ada’s phone");
        VALUES.put("device", "Android 16, phone");
        VALUES.put("app", "Countersign Web 0.1.0");
        VALUES.put("application", "Payroll");
        VALUES.put("place", "Lisbon, Portugal");
        VALUES.put("ip", "203.0.113.9");
        VALUES.put("browser", "Firefox");
        VALUES.put("system", "Linux");
        VALUES.put("serial", "CS10000042");
        VALUES.put("console", "https://login.example.com/console/acme");
        VALUES.put("report", "Monday’s tokens");
        VALUES.put("rows", "1342");
        VALUES.put("days", "90");
        VALUES.put("event", "Token locked");
        VALUES.put("times", "1");
        VALUES.put("facts", "serial: CS10000042\nIP address: 203.0.113.9");
        VALUES.put("advice", "Too many wrong passcodes or PINs locked a token.");
    }

    private SampleMails() {}

    static Map<String, String> values(MailKind kind) {
        Map<String, String> values = new HashMap<>(VALUES);
        values.keySet().retainAll(kind.tags());
        return values;
    }
}
