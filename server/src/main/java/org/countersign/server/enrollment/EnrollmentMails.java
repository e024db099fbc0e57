package org.countersign.server.enrollment;

import java.net.URI;
import java.time.Instant;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailValues;
import org.countersign.server.tokens.Device;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;

/** The mails that enrollment sends. */
final class EnrollmentMails {
    private EnrollmentMails() {}

    /**
     * The mail with the link.
     *
     * @param again whether they had one before, whose link this one takes the place of
     */
    static Mail invitation(
            String to,
            VirtualServer organisation,
            Issuing.Issued issued,
            boolean again,
            URI pagesOrigin,
            URI appOrigin) {
        String page = pagesOrigin + "/o/" + organisation.slug() + "/enroll#"
                + issued.activation().exposed();
        MailValues values = values(organisation, issued.user())
                .with("page", page)
                .with("link", issued.activation().exposedLink(appOrigin))
                .with("expires", issued.expiresAt());
        return Mail.of(to, again ? MailKind.ENROLLMENT_REMINDER : MailKind.ENROLLMENT, values);
    }

    static Mail standard(
            String to, VirtualServer organisation, UserAccount user, String code, URI pagesOrigin, Instant until) {
        MailValues values = values(organisation, user)
                .with("page", pagesOrigin + "/o/" + organisation.slug() + "/enroll/standard#" + code)
                .with("code", code)
                .with("expires", until);
        return Mail.of(to, MailKind.STANDARD_APP, values);
    }

    static Mail addedStandard(String to, VirtualServer organisation, UserAccount user, Instant now) {
        return Mail.of(
                to, MailKind.STANDARD_APP_ADDED, values(organisation, user).with("when", now));
    }

    static Mail added(
            String to, VirtualServer organisation, UserAccount user, String name, Device device, Instant now) {
        MailValues values = values(organisation, user)
                .with("name", name)
                .with("device", device.target())
                .with("app", device.app())
                .with("when", now);
        return Mail.of(to, MailKind.AUTHENTICATOR_ADDED, values);
    }

    /** Whose enrollment it is. */
    record Owner(VirtualServer organisation, UserAccount user) {}

    static Mail contested(String to, Owner owner, String ip, Instant now) {
        return Mail.of(to, MailKind.ENROLLMENT_CONTESTED, alarm(owner, ip, now));
    }

    static Mail disputed(String to, Owner owner, String ip, Instant now) {
        return Mail.of(to, MailKind.ENROLLMENT_DISPUTED, alarm(owner, ip, now));
    }

    private static MailValues alarm(Owner owner, String ip, Instant now) {
        return values(owner.organisation(), owner.user()).with("when", now).with("ip", ip);
    }

    private static MailValues values(VirtualServer organisation, UserAccount user) {
        return MailValues.to(user.displayName(), user.userName(), organisation.name());
    }
}
