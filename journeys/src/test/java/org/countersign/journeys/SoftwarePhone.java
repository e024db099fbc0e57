package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.countersign.device.Enrollment;
import org.countersign.device.MemoryRecordStore;
import org.countersign.device.Platform;
import org.countersign.device.RecordStore;
import org.countersign.device.SoftwareKeyStore;
import org.countersign.device.Transport;
import org.countersign.device.wire.DeviceDescription;

/** The device module without a screen, for journeys of so many people that a browser for each would take too long. */
final class SoftwarePhone {
    private static final DeviceDescription DESCRIPTION =
            new DeviceDescription("linux", "phone", "Linux 6.12", "Software phone", true);

    private final org.countersign.device.Phone phone;

    private SoftwarePhone(org.countersign.device.Phone phone) {
        this.phone = phone;
    }

    /** Follows a link from a mail up to the token in use. */
    static SoftwarePhone enroll(String link, String password) {
        SecureRandom random = new SecureRandom();
        byte[] key = new byte[SoftwareKeyStore.KEY_LENGTH];
        random.nextBytes(key);
        RecordStore records = new MemoryRecordStore();
        var phone = new org.countersign.device.Phone(new Platform(
                new Network(),
                new SoftwareKeyStore(key, records, random),
                records,
                Clock.systemUTC(),
                random,
                DESCRIPTION));
        try {
            Enrollment enrollment = phone.enroll(link, Optional.empty());
            enrollment.finish("Phone", Optional.empty(), true);
            enrollment.activate(Optional.of(password));
        } catch (IOException noServer) {
            throw new UncheckedIOException(noServer);
        }
        assertThat(phone.tokens()).hasSize(1);
        return new SoftwarePhone(phone);
    }

    /** Returns the serial number of its token. */
    String serial() {
        return phone.tokens().getFirst().serial();
    }

    /** Returns a passcode that was not sent yet. */
    String passcode() {
        return phone.passcode(serial()).exposed();
    }

    /** The JDK's HTTP client. */
    private static final class Network implements Transport {
        private static final HttpClient HTTP = HttpClient.newHttpClient();

        @Override
        public Reply post(URI uri, String json) throws IOException {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json))
                    .build();
            try {
                HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
                return new Reply(answer.statusCode(), answer.body());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IOException(stop);
            }
        }

        @Override
        public StreamReply open(URI uri, String json) throws IOException {
            Reply whole = post(uri, json);
            return new StreamReply(
                    whole.status(), new ByteArrayInputStream(whole.body().getBytes(StandardCharsets.UTF_8)));
        }
    }
}
