package org.countersign.server.enrollment;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
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
        return Mail.of(
                to,
                MailKind.ENROLLMENT,
                Map.of(
                        "displayName", issued.user().displayName(),
                        "userName", issued.user().userName(),
                        "organisation", organisation.name(),
                        "page", page,
                        "link", issued.activation().exposedLink(appOrigin),
                        "expires", WHEN.format(issued.expiresAt())));
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
                        "when", WHEN.format(now)));
    }

    static Mail contested(String to, VirtualServer organisation, UserAccount user, String ip, Instant now) {
        return Mail.of(
                to,
                MailKind.ENROLLMENT_CONTESTED,
                Map.of(
                        "userName", user.userName(),
                        "organisation", organisation.name(),
                        "when", WHEN.format(now),
                        "ip", ip));
    }
}
