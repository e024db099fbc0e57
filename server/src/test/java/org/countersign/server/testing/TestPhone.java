package org.countersign.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.Optional;
import org.countersign.device.Enrollment;
import org.countersign.device.MemoryRecordStore;
import org.countersign.device.Phone;
import org.countersign.device.Pin;
import org.countersign.device.Platform;
import org.countersign.device.RecordStore;
import org.countersign.device.SoftwareKeyStore;
import org.countersign.device.Transport;
import org.countersign.device.wire.DeviceDescription;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.OfferOutcome;
import org.countersign.server.users.UserAccount;

/** Phones that run on the server's clock and forget everything when the test ends. */
public final class TestPhone {
    private static final DeviceDescription DESCRIPTION =
            new DeviceDescription("linux", "phone", "Linux 6.1", "Test Phone 1", true);

    private TestPhone() {}

    /** Returns an empty phone. */
    public static Phone empty(RunningServer server) {
        return empty(server, new HttpTransport());
    }

    /** Returns an empty phone on a network of its own. */
    public static Phone empty(RunningServer server, Transport transport) {
        SecureRandom random = new SecureRandom();
        byte[] key = new byte[SoftwareKeyStore.KEY_LENGTH];
        random.nextBytes(key);
        RecordStore records = new MemoryRecordStore();
        return new Phone(new Platform(
                transport,
                new SoftwareKeyStore(key, records, random),
                records,
                server.time().withZone(ZoneOffset.UTC),
                random,
                DESCRIPTION));
    }

    /** Returns a phone that has enrolled for {@code user}; its one token is in use. */
    public static Phone of(RunningServer server, UserAccount user) {
        return enrolled(server, offer(server, user), "Phone of " + user.userName());
    }

    /** Returns a phone that has enrolled with a link that a page showed; its one token is in use. */
    public static Phone enrolled(RunningServer server, String link, String name) {
        Phone phone = empty(server);
        try {
            Enrollment enrollment = phone.enroll(link, Optional.empty());
            enrollment.finish(name, Optional.empty(), true);
            enrollment.activate(Optional.empty());
            return phone;
        } catch (IOException noServer) {
            throw new UncheckedIOException(noServer);
        }
    }

    /** Returns a phone that has enrolled for {@code user} with a PIN, on a network of its own; its one token is in use. */
    public static Phone of(RunningServer server, UserAccount user, Pin pin, Transport transport) {
        Phone phone = empty(server, transport);
        try {
            Enrollment enrollment = phone.enroll(offer(server, user), Optional.empty());
            enrollment.choosePin(pin);
            enrollment.finish("Phone of " + user.userName(), Optional.empty(), true);
            enrollment.activate(Optional.empty());
            return phone;
        } catch (IOException noServer) {
            throw new UncheckedIOException(noServer);
        }
    }

    /** Returns a link that enrolls a device for {@code user}, as a page shows it. */
    public static String offer(RunningServer server, UserAccount user) {
        OfferOutcome outcome = server.part(org.countersign.server.enrollment.Enrollment.class)
                .offerOnPage(user.virtualServer(), user.id(), new Actor.User(user.id()));
        if (outcome instanceof OfferOutcome.Offered offered) {
            return offered.activation().exposedLink(server.app());
        }
        throw new IllegalStateException("no offer: " + outcome);
    }
}
