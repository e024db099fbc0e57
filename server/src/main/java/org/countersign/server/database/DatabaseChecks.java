package org.countersign.server.database;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a database must be like before this server trusts it. */
final class DatabaseChecks {
    private DatabaseChecks() {}

    /**
     * Closes {@code source} and refuses a database that could accept a passcode twice or mix virtual servers.
     *
     * @throws IllegalStateException saying what to change
     */
    static void require(HikariDataSource source) {
        try {
            JdbcClient client = JdbcClient.create(source);
            requireDurable(client);
            requireIsolated(client);
        } catch (RuntimeException unfit) {
            source.close();
            throw unfit;
        }
    }

    /** A database that acknowledges what a crash could lose would forget spent passcodes. */
    private static void requireDurable(JdbcClient client) {
        for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            String value = client.sql("select current_setting(?)")
                    .param(setting)
                    .query(String.class)
                    .single();
            if ("off".equals(value)) {
                throw new IllegalStateException("the database runs with " + setting + "=off and would forget spent"
                        + " passcodes in a crash. Set it to on.");
            }
        }
    }

    /** The policies of the tables do not hold a superuser, nor a role that may pass them by. */
    private static void requireIsolated(JdbcClient client) {
        if (!client.sql("select row_security_active('token')")
                .query(Boolean.class)
                .single()) {
            throw new IllegalStateException("row-level security does not hold this server's role in the database."
                    + " Make the role countersign_service one without superuser and without bypassrls.");
        }
    }
}
