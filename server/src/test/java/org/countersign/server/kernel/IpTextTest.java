package org.countersign.server.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses as RFC 5952 §4 writes them. */
class IpTextTest {
    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "2001:0db8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8::, 2001:db8::",
        "192.0.2.1, 192.0.2.1",
        "unknown:x, unknown:x"
    })
    void isShownInItsShortForm(String address, String shown) {
        assertThat(IpText.of(address)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:1::1, 20010db800000001",
        "2001:db8:0:1:ffff::2, 20010db800000001",
        "2001:db8:0:2::1, 20010db800000002",
        "192.0.2.1, 192.0.2.1",
        "unknown:x, unknown:x"
    })
    void isOneCallerWithItsNetwork(String address, String network) {
        assertThat(IpText.network(address)).isEqualTo(network);
    }
}
