package org.countersign.server.database;

import org.countersign.server.testing.RunningServer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The database with the rights of somebody who got hold of it, past everything that the server's own role may not do. */
public final class TableOwner {
    private TableOwner() {}

    /** Returns a way in, past row-level security. */
    public static JdbcClient of(RunningServer server) {
        String url = server.part(DatabaseConfiguration.Database.class).decided().getJdbcUrl();
        return JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""));
    }
}
