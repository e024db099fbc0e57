package org.countersign.device;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.countersign.device.wire.DeviceDescription;

/** A stand-in server, its clock, its transport and phones on it. */
final class TestPhones {
    static final String ORIGIN = "https://app.example.org";
    static final String TOTP = "TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=2";
    static final String HOTP = "HOTP-SHA1-8;PIN=NONE;PUSH=1";

    final TestClock clock = new TestClock(Instant.parse("2026-11-22T10:00:05Z"));
    final StandInServer server = new StandInServer(ORIGIN, clock);
    final ScriptedTransport transport = new ScriptedTransport(server);
    final MemoryRecordStore records = new MemoryRecordStore();
    final SecureRandom random = new SecureRandom();
    private final byte[] sealingKey = new byte[32];

    TestPhones() {
        random.nextBytes(sealingKey);
    }

    DeviceKeyStore keys() {
        return new SoftwareKeyStore(sealingKey, records, random);
    }

    /** The phone as it is after every start: all that it knows comes from its records. */
    Phone phone() {
        return phone(records);
    }

    Phone phone(RecordStore store) {
        return new Phone(new Platform(
                transport,
                new SoftwareKeyStore(sealingKey, store, random),
                store,
                clock,
                random,
                new DeviceDescription("linux", "other", "Linux", "Countersign test", true)));
    }

    TokenRecord enroll(Phone phone, String policy) throws IOException {
        Enrollment enrollment = phone.enroll(server.newActivation(policy, null), Optional.empty());
        enrollment.finish("My token", Optional.empty(), true);
        return enrollment.activate(Optional.empty());
    }
}
