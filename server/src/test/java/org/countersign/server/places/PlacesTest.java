package org.countersign.server.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.countersign.server.testing.TestSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of networks that have been where they are for decades. */
class PlacesTest {
    private static Places places(@Nullable Path file) throws IOException {
        return new Places(TestSettings.production(List.of(), file));
    }

    @ParameterizedTest
    @CsvSource({
        "193.0.6.139, NL, Netherlands",
        "200.160.2.3, BR, Brazil",
        "133.11.0.1, JP, Japan",
        "130.149.7.201, DE, Germany",
        "2001:67c:2e8:22::c100:68b, NL, Netherlands",
        "2001:200:dff:fff1::1, JP, Japan"
    })
    void knowsTheCountry(String ip, String code, String country) throws IOException {
        try (Places places = places(null)) {
            assertThat(places.find(ip)).contains(new Place.Somewhere(code, null));
            assertThat(places.of(ip)).contains(country);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.1.1",
                "100.64.0.1",
                "100.127.255.255",
                "fe80::1",
                "fd12:3456::1",
                "::ffff:10.0.0.1"
            })
    void callsPrivateAddressesThisNetwork(String ip) throws IOException {
        try (Places places = places(null)) {
            assertThat(places.find(ip)).contains(new Place.ThisNetwork());
            assertThat(places.of(ip)).contains("This network");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"192.0.2.1", "203.0.113.9", "2001:db8::1", "", "example.com", "1.2.3", "1.2.3.4.5", "%%", "::g"})
    void saysNothingOfWhatIsUnknown(String ip) throws IOException {
        try (Places places = places(null)) {
            assertThat(places.of(ip)).isEmpty();
        }
    }

    @Test
    void saysCityAndCountryInWords() {
        assertThat(new Place.Somewhere("DE", "Munich").words()).isEqualTo("Munich, Germany");
        assertThat(new Place.Somewhere(null, "Munich").words()).isEqualTo("Munich");
    }

    @Test
    void refusesToStartWithAFileThatIsNoDatabase(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("places.mmdb"), "not a database");
        assertThatThrownBy(() -> places(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("countersign.places-file=" + file);
        assertThatThrownBy(() -> places(folder.resolve("none.mmdb")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.mmdb");
    }
}
