package org.countersign.server.enrollment;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.countersign.server.notification.Mail;
import org.countersign.server.tokens.Device;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;

/** The words of the mails that enrollment sends. */
final class EnrollmentMails {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private EnrollmentMails() {}

    static Mail invitation(
            String to, VirtualServer organisation, Issuing.Issued issued, URI pagesOrigin, URI appOrigin) {
        String page = pagesOrigin + "/o/" + organisation.slug() + "/enroll#"
                + issued.activation().exposed();
        return new Mail(
                to,
                "Set up your authenticator for " + organisation.name(),
                String.format(
                        Locale.ENGLISH,
                        """
                Hello %s,

                %s asks you to set up the Countersign authenticator for your account %s.

                1. Open this page, on your phone or on a computer beside it:

                %s

                2. Follow the steps on the page. At the end you enter your password.

                The link works once, until %s. If your app asks for an activation string, copy this one and paste it there:

                %s

                Did you not expect this mail? Then do not open the link, and tell your help desk.
                """,
                        issued.user().displayName(),
                        organisation.name(),
                        issued.user().userName(),
                        page,
                        WHEN.format(issued.expiresAt()),
                        issued.activation().exposedLink(appOrigin)));
    }

    static Mail added(
            String to, VirtualServer organisation, UserAccount user, String name, Device device, Instant now) {
        return new Mail(
                to,
                "A new authenticator was added to your account",
                String.format(
                        Locale.ENGLISH,
                        """
                Hello %s,

                a new authenticator was added to your account %s at %s.

                Name:    %s
                Device:  %s, %s
                When:    %s

                Was it not you? Then tell your help desk at once: somebody else may be able to sign in as you.
                """,
                        user.displayName(),
                        user.userName(),
                        organisation.name(),
                        name,
                        device.target(),
                        device.app(),
                        WHEN.format(now)));
    }

    static Mail contested(String to, VirtualServer organisation, UserAccount user, String ip, Instant now) {
        return new Mail(
                to,
                "An activation link was used on a second device",
                String.format(Locale.ENGLISH, """
                The activation link for the account %s at %s was used on a second device. That device was refused; the
                first one keeps its place.

                When:          %s
                From address:  %s

                Did you try a second device yourself? Then ask for a new enrollment mail. If not, somebody else has seen the
                link: revoke the token, and find out who read the mail.
                """, user.userName(), organisation.name(), WHEN.format(now), ip));
    }
}
