package org.countersign.server.notification;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The mails whose words a virtual server may choose, with the tags that stand for what changes. Names are stored. */
public enum MailKind {
    /** To a user: set up your authenticator. */
    ENROLLMENT("displayName userName organisation page! link expires"),
    /** To a user: an authenticator was added. */
    AUTHENTICATOR_ADDED("displayName userName organisation name device! app when!"),
    /** To a user: too many wrong passwords. */
    ACCOUNT_LOCKED("displayName userName organisation when!"),
    /** To a user: too many wrong passcodes or PINs. */
    TOKEN_LOCKED("displayName userName organisation serial when!"),
    /** To a user and the operators: a link was used on a second device. */
    ENROLLMENT_CONTESTED("userName! organisation when ip"),
    /** To operators: a user reported a push request. */
    PUSH_REPORTED("account! application! place ip browser system when serial console!"),
    /** To operators: a scheduled report is there. */
    REPORT_READY("operator report! organisation rows link! days"),
    /** To whoever wants to know: something happened. */
    ALERT("event! organisation times! facts advice console!");

    private static final String MANDATORY = "!";

    private final String tags;

    MailKind(String tags) {
        this.tags = tags;
    }

    /** Returns the names of its tags. */
    public List<String> tags() {
        return Arrays.stream(tags.split(" ", -1))
                .map(tag -> tag.replace(MANDATORY, ""))
                .toList();
    }

    /** Returns the names of tags that its text must have, or it would be of no use. */
    public List<String> mandatoryTags() {
        return Arrays.stream(tags.split(" ", -1))
                .filter(tag -> tag.endsWith(MANDATORY))
                .map(tag -> tag.replace(MANDATORY, ""))
                .toList();
    }

    /** Returns the kind as addresses carry it. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Finds a kind by its name in addresses. */
    public static Optional<MailKind> of(String slug) {
        return Arrays.stream(values()).filter(kind -> kind.slug().equals(slug)).findFirst();
    }
}
