package org.countersign.server.selfservice;

import java.util.Locale;
import org.countersign.server.users.UserAccount;

/** The words of the mails about lost phones. */
final class LostMails {
    private LostMails() {}

    /** Whose phone it is, and where. */
    record About(UserAccount user, String organisation) {}

    /** What is said, and to whom. */
    record Words(String subject, String toUser, String toOperators) {}

    static Words lost(About about, String token, String ip) {
        return new Words(
                "A token was reported lost",
                String.format(
                        Locale.ROOT,
                        """
                        Hello %s,

                        your token %s was reported lost, so it does not work any more. Your account is %s at %s.

                        From address:  %s

                        What you can do now: open the self-service page of your organisation. There you get back in with a
                        recovery code or a temporary passcode, and set up a new phone.

                        Was it not you? Then somebody knows your password. Sign in to the self-service page with another
                        authenticator or a recovery code, choose 'I found it', and change your password. If you have neither,
                        call your help desk.
                        """,
                        about.user().displayName(),
                        token,
                        about.user().userName(),
                        about.organisation(),
                        ip),
                String.format(
                        Locale.ROOT,
                        """
                        %s (%s) has reported the token %s lost. It is suspended.

                        From address:  %s

                        They may ask you for a new one. If they say that it was not them, somebody knows their password.
                        """,
                        about.user().displayName(),
                        about.user().userName(),
                        token,
                        ip));
    }

    static Words found(About about, String token, String ip) {
        return new Words(
                "A token that was lost works again",
                String.format(
                        Locale.ROOT,
                        """
                        Hello %s,

                        your token %s was reported found, so it works again. Your account is %s at %s.

                        From address:  %s

                        Was it not you? Then report the token lost once more, change your password, and call your help desk.
                        """,
                        about.user().displayName(),
                        token,
                        about.user().userName(),
                        about.organisation(),
                        ip),
                String.format(
                        Locale.ROOT,
                        """
                        %s (%s) has found the token %s again. It is back in use.

                        From address:  %s
                        """,
                        about.user().displayName(),
                        about.user().userName(),
                        token,
                        ip));
    }
}
