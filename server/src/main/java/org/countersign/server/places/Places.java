package org.countersign.server.places;

import com.maxmind.db.Reader;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.countersign.server.kernel.CountersignSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Says where an address seems to be, for people; never to decide by. The database is a file in the MaxMind DB
 * format (MaxMind DB File Format Specification 2.0): the one of countries that comes with the server, or a better one of
 * the operator's.
 */
@Component
public final class Places implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);
    private static final String SHIPPED = "places/iptoasn-country.mmdb";
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final Reader database;

    Places(CountersignSettings settings) throws IOException {
        this.database = open(settings.placesFile());
        LOG.atInfo()
                .addKeyValue("database", database.getMetadata().databaseType())
                .addKeyValue("built", database.getMetadata().buildTime())
                .log("places of addresses are known");
    }

    /** Returns what {@link #find} finds in words, in English. */
    public Optional<String> of(String ip) {
        return find(ip).map(Place::words);
    }

    /**
     * Returns where an address is; nothing when it is unknown or none.
     *
     * @param ip an IPv4 or IPv6 address as text
     */
    public Optional<Place> find(String ip) {
        try {
            InetAddress address = InetAddress.ofLiteral(ip);
            return isOwn(address)
                    ? Optional.of(new Place.ThisNetwork())
                    : Optional.ofNullable(database.get(address, Map.class)).flatMap(Places::somewhere);
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        } catch (IOException broken) {
            LOG.atWarn().setCause(broken).log("the database of places cannot be read");
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        database.close();
    }

    private static Reader open(@Nullable Path file) throws IOException {
        if (file == null) {
            try (InputStream shipped = new ClassPathResource(SHIPPED).getInputStream()) {
                return new Reader(shipped);
            }
        }
        try {
            return new Reader(file.toFile(), Reader.FileMode.MEMORY_MAPPED);
        } catch (IOException unreadable) {
            throw new IOException(
                    "countersign.places-file=" + file + " is not a readable database in the MaxMind DB format: "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** Private, link-local and loopback addresses (RFC 1918, RFC 4193, RFC 6598, RFC 3927, RFC 4291). */
    private static boolean isOwn(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean isShared = bytes.length == 4 && (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64;
        boolean isUniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || isShared
                || isUniqueLocal;
    }

    /** Reads both forms that are in use: the country's code alone, and MaxMind's own with names. */
    private static Optional<Place> somewhere(Map<?, ?> entry) {
        String country = text(entry, "country_code")
                .or(() -> text(entry, "country", "iso_code"))
                .map(code -> code.toUpperCase(Locale.ROOT))
                .filter(COUNTRIES::contains)
                .orElse(null);
        String city =
                text(entry, "city", "names", "en").or(() -> text(entry, "city")).orElse(null);
        return country == null && city == null ? Optional.empty() : Optional.of(new Place.Somewhere(country, city));
    }

    private static Optional<String> text(Map<?, ?> entry, String... path) {
        Object value = entry;
        for (String name : Arrays.asList(path)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
