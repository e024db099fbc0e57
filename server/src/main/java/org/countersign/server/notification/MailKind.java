package org.countersign.server.notification;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The mails that this server sends. A virtual server may choose their words, with the tags that stand for what changes. Names are stored. */
public enum MailKind {
    /** To a user: set up your authenticator. */
    ENROLLMENT("displayName userName organisation page! link expires"),
    /** To a user: the same once more, with another link. */
    ENROLLMENT_REMINDER("displayName userName organisation page! link expires"),
    /** To a user: set up a standard authenticator app. */
    STANDARD_APP("displayName userName organisation page! code! expires"),
    /** To a user: an authenticator was added. */
    AUTHENTICATOR_ADDED("displayName userName organisation name device! app when!"),
    /** To a user: a standard authenticator app was added. */
    STANDARD_APP_ADDED("displayName userName organisation when!"),
    /** To a user: choose a password. */
    PASSWORD_LINK("displayName userName organisation page! code! expires"),
    /** To a user: the password was changed. */
    PASSWORD_CHANGED("displayName userName organisation when!"),
    /** To a user: a code that a page asks for. Its subject is shown on locked screens. */
    VERIFICATION_CODE("displayName userName organisation purpose ip code!"),
    /** To a user: there are new recovery codes. */
    RECOVERY_CODES_RENEWED("displayName userName organisation ip!"),
    /** To a user: a recovery code was used. */
    RECOVERY_CODE_USED("displayName userName organisation ip! left"),
    /** To a user: a temporary passcode was given out. */
    TEMPORARY_PASSCODE_GIVEN("displayName userName organisation ip! until"),
    /** To a user: a token was reported lost. */
    TOKEN_LOST("displayName userName organisation token! ip"),
    /** To a user: a token that was lost works again. */
    TOKEN_FOUND("displayName userName organisation token! ip"),
    /** To operators: a user reported a token lost. */
    USER_LOST_TOKEN("displayName userName! organisation token! ip"),
    /** To operators: a user found a token again. */
    USER_FOUND_TOKEN("displayName userName! organisation token! ip"),
    /** To a user: too many wrong passwords. */
    ACCOUNT_LOCKED("displayName userName organisation when!"),
    /** To a user: too many wrong passcodes or PINs. */
    TOKEN_LOCKED("displayName userName organisation serial when!"),
    /** To a user and the operators: a link was used on a second device. */
    ENROLLMENT_CONTESTED("userName! organisation when ip"),
    /** To a user and the operators: page and app showed different numbers. */
    ENROLLMENT_DISPUTED("userName! organisation when ip"),
    /** To a user: they reported a sign-in. */
    SIGN_IN_REPORTED("displayName userName organisation application place ip program when steps! page!"),
    /** To operators: a user reported a push request. */
    PUSH_REPORTED("account! application! place ip browser system when serial steps console!"),
    /** To operators: a user reported a sign-in afterwards. */
    PAST_SIGN_IN_REPORTED("displayName account! application! place ip browser system when serial steps console!"),
    /** To operators: a scheduled report is there. */
    REPORT_READY("operator report! organisation rows link! days"),
    /** To whoever wants to know: something happened. */
    ALERT("event! organisation times! facts advice console!"),
    /** To whoever an operator names: the mail server takes mails. */
    TEST("organisation sender!");

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
