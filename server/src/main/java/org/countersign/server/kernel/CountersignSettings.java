package org.countersign.server.kernel;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this server runs; an unknown key below {@code countersign.} stops the start.
 *
 * @param mode {@code demo} shows itself with made-up people; {@code production} has none of it
 * @param pagesOrigin origin of login pages, portal and console, for example {@code https://login.example.com}
 * @param appOrigin origin of the app and the device API; never the pages' origin
 * @param wikiOrigin origin of Acme Wiki, demo only
 * @param data folder for the master key and the embedded database
 * @param masterKeyFile file of 32 bytes, made at the first start when it is absent and the database is embedded
 * @param database external database as a JDBC address, or none for the embedded one
 * @param databaseUser user of the external database
 * @param databasePasswordFile file with the password of the external database
 * @param mailFrom sender of mails
 * @param pushServices push services that may be called: a host name, {@code *.} and a name for all below it, or an origin
 *     as a whole, which may then lie at a private address
 * @param placesFile database of places in the MaxMind DB format, or none for the one of countries that is built in
 * @param webhooks programs that may be told of alerts, as entries of {@code pushServices}
 * @param firstOperatorMail whom a server in production without any virtual server makes its first operator, or none
 */
@ConfigurationProperties(prefix = "countersign", ignoreUnknownFields = false)
public record CountersignSettings(
        Mode mode,
        URI pagesOrigin,
        URI appOrigin,
        @Nullable URI wikiOrigin,
        Path data,
        @Nullable Path masterKeyFile,
        @Nullable String database,
        @Nullable String databaseUser,
        @Nullable Path databasePasswordFile,
        String mailFrom,
        List<String> pushServices,
        @Nullable Path placesFile,
        @DefaultValue List<String> webhooks,
        @Nullable String firstOperatorMail) {

    /** Whether this is a demonstration or serves real people. */
    public enum Mode {
        DEMO,
        PRODUCTION
    }

    public CountersignSettings {
        pushServices = List.copyOf(pushServices);
        webhooks = List.copyOf(webhooks);
        requireOrigin("countersign.pages-origin", pagesOrigin);
        requireOrigin("countersign.app-origin", appOrigin);
        if (pagesOrigin.equals(appOrigin)) {
            throw new IllegalArgumentException(
                    "countersign.app-origin must differ from countersign.pages-origin: a fault in a"
                            + " login page must not reach the app's keys");
        }
        if (mode == Mode.DEMO && !isThisMachine(pagesOrigin)) {
            throw new IllegalArgumentException("countersign.mode=demo works on localhost only, not on " + pagesOrigin);
        }
    }

    /** Returns the file of the master key. */
    public Path masterKey() {
        return masterKeyFile == null ? data.resolve("master.key") : masterKeyFile;
    }

    /** Says whether {@code origin} is an address of this machine, where plain HTTP is allowed. */
    public static boolean isThisMachine(URI origin) {
        return switch (origin.getHost()) {
            case "localhost", "127.0.0.1", "[::1]" -> true;
            default -> false;
        };
    }

    private static void requireOrigin(String key, URI origin) {
        boolean plain = origin.getHost() != null
                && (origin.getPath() == null || origin.getPath().isEmpty())
                && origin.getQuery() == null
                && origin.getUserInfo() == null;
        boolean https = "https".equals(origin.getScheme());
        boolean localHttp = plain && "http".equals(origin.getScheme()) && isThisMachine(origin);
        if (!plain || !(https || localHttp)) {
            throw new IllegalArgumentException(key
                    + " is an origin such as https://login.example.com (plain http on localhost only), not " + origin);
        }
    }
}
