package org.countersign.server.enrollment;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
import org.countersign.server.tokens.Device;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;

/** The words of the mails that enrollment sends. */
final class EnrollmentMails {
    private EnrollmentMails() {}

    static Mail invitation(
            String to, VirtualServer organisation, Issuing.Issued issued, URI pagesOrigin, URI appOrigin) {
        String page = pagesOrigin + "/o/" + organisation.slug() + "/enroll#"
                + issued.activation().exposed();
        return Mail.of(
                to,
                MailKind.ENROLLMENT,
                Map.of(
                        "displayName", issued.user().displayName(),
                        "userName", issued.user().userName(),
                        "organisation", organisation.name(),
                        "page", page,
                        "link", issued.activation().exposedLink(appOrigin),
                        "expires", Mail.moment(issued.expiresAt())));
    }

    /** The same once more: the link is another one. */
    static Mail reminder(String to, VirtualServer organisation, Issuing.Issued issued, URI pagesOrigin, URI appOrigin) {
        Mail first = invitation(to, organisation, issued, pagesOrigin, appOrigin);
        return new Mail(
                to,
                "Reminder: set up your authenticator for " + organisation.name(),
                first.text() + "\nThis link takes the place of the one in earlier mails.\n");
    }

    static Mail standard(
            String to, VirtualServer organisation, UserAccount user, String code, URI pagesOrigin, Instant until) {
        return new Mail(
                to,
                "Set up a standard authenticator app for " + organisation.name(),
                String.format(
                        Locale.ENGLISH,
                        """
                Hello %s,

                %s gives you a token for a standard authenticator app, for your account %s.

                1. Open this page on a computer, with your phone in your hand:

                %s

                2. Enter your password. The page shows a QR code, once: scan it with your authenticator app.

                The link works until %s. If the page asks for a code from your mail, copy this one:

                %s

                Did you not expect this mail? Then do not open the link, and tell your help desk.
                """,
                        user.displayName(),
                        organisation.name(),
                        user.userName(),
                        pagesOrigin + "/o/" + organisation.slug() + "/enroll/standard#" + code,
                        Mail.moment(until),
                        code));
    }

    static Mail addedStandard(String to, VirtualServer organisation, UserAccount user, Instant now) {
        return new Mail(
                to,
                "A new authenticator was added to your account",
                String.format(
                        Locale.ENGLISH,
                        """
                Hello %s,

                a standard authenticator app was added to your account %s at %s.

                When:    %s

                Was it not you? Then tell your help desk at once: somebody else may be able to sign in as you.
                """,
                        user.displayName(),
                        user.userName(),
                        organisation.name(),
                        Mail.moment(now)));
    }

    static Mail added(
            String to, VirtualServer organisation, UserAccount user, String name, Device device, Instant now) {
        return Mail.of(
                to,
                MailKind.AUTHENTICATOR_ADDED,
                Map.of(
                        "displayName", user.displayName(),
                        "userName", user.userName(),
                        "organisation", organisation.name(),
                        "name", name,
                        "device", device.target(),
                        "app", device.app(),
                        "when", Mail.moment(now)));
    }

    static Mail contested(String to, VirtualServer organisation, UserAccount user, String ip, Instant now) {
        return Mail.of(
                to,
                MailKind.ENROLLMENT_CONTESTED,
                Map.of(
                        "userName", user.userName(),
                        "organisation", organisation.name(),
                        "when", Mail.moment(now),
                        "ip", ip));
    }
}
