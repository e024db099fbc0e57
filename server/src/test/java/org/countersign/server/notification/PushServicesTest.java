package org.countersign.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.countersign.server.testing.TestSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A subscription's address makes the server call push services and nothing else. */
class PushServicesTest {
    private static final PushServices SERVICES =
            services("fcm.googleapis.com", "*.push.apple.com", "https://push.intra.example:8443", "http://127.0.0.1");

    static PushServices services(String... listed) {
        return new PushServices(TestSettings.production(List.of(listed), null));
    }

    @Test
    void callsWhatIsListed() {
        assertThat(SERVICES.reach(URI.create("https://fcm.googleapis.com/fcm/send/abc")))
                .contains(PushServices.Reach.PUBLIC);
        assertThat(SERVICES.reach(URI.create("https://FCM.googleapis.com:443/fcm/send/abc")))
                .contains(PushServices.Reach.PUBLIC);
        assertThat(SERVICES.reach(URI.create("https://web.push.apple.com/abc"))).contains(PushServices.Reach.PUBLIC);
        assertThat(SERVICES.reach(URI.create("https://push.intra.example:8443/abc")))
                .contains(PushServices.Reach.ANYWHERE);
        assertThat(SERVICES.reach(URI.create("http://127.0.0.1:9999/abc"))).contains(PushServices.Reach.THIS_MACHINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://fcm.googleapis.com/fcm/send/abc",
                "https://fcm.googleapis.com:8080/abc",
                "https://fcm.googleapis.com.evil.example/abc",
                "https://evilfcm.googleapis.com/abc",
                "https://fcm.googleapis.com./abc",
                "https://user@fcm.googleapis.com/abc",
                "https://fcm.googleapis.com@evil.example/abc",
                "https://push.apple.com/abc",
                "https://evilpush.apple.com/abc",
                "https://push.intra.example/abc",
                "http://push.intra.example:8443/abc",
                "http://localhost/abc",
                "http://127.0.0.2/abc",
                "http://0x7f.1/abc",
                "http://2130706433/abc",
                "http://[::1]/abc",
                "http://[::ffff:127.0.0.1]/abc",
                "https://127.0.0.1/abc",
                "https://169.254.169.254/latest/meta-data",
                "https://[fd00::1]/abc",
                "ftp://fcm.googleapis.com/abc",
                "https:///abc",
                "https://fcm.googleapis.com:0/abc",
                "https://fcm.googleapis.com:22/abc",
                "https://fcm.googleapis.com%2eevil.example/abc",
                "https://fcm.googleapis.com#@evil.example/abc",
                "https://fcm.googleapis-com.evil.example/abc",
                "https://fcm.g\u043Eogleapis.com/abc",
                "https://web.push.apple.com.evil.example/abc",
                "https://.push.apple.com/abc",
                "https://0x7f000001/abc",
                "https://2130706433/abc",
                "https://0177.0.0.1/abc",
                "https://127.1/abc",
                "https://[::1]/abc",
                "https://[::ffff:10.0.0.1]/abc",
                "https://[::ffff:a00:1]/abc",
                "https://localhost/abc",
                "https://metadata.google.internal/abc",
                "/abc",
                "mailto:fcm.googleapis.com"
            })
    void callsNothingElse(String endpoint) {
        assertThat(SERVICES.reach(URI.create(endpoint))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "127.0.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "192.0.0.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::1",
                "3fff::1",
                "fc00::1",
                "fd00::1",
                "fe80::1",
                "ff02::1"
            })
    void findsAddressesThatAreNotPublic(String address) {
        assertThat(PushServices.isPublic(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*.com",
                "*",
                "",
                "https://push.example.com/",
                "https://user@push.example.com",
                "http://push.example.com",
                "push.example.com:8443",
                "10.0.0.1"
            })
    void refusesToStartWithAnEntryThatSaysNothing(String entry) {
        assertThatThrownBy(() -> services(entry)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "142.250.185.74", "2a00:1450:4001:82a::200a", "2606:4700::1111"})
    void findsAddressesThatArePublic(String address) {
        assertThat(PushServices.isPublic(InetAddress.ofLiteral(address))).isTrue();
    }
}
