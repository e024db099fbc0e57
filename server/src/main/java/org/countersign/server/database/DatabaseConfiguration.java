package org.countersign.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import javax.sql.DataSource;
import org.countersign.server.kernel.CountersignSettings;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the database: the embedded one, or the external one that {@code countersign.database} names. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    /** Connections in the pool. More do not commit faster on a small machine; each costs the database a process. */
    private static final int POOL_SIZE = 16;

    /** Connections of calls that have not said which virtual server they are for: they only look that up. */
    private static final int UNDECIDED_POOL_SIZE = 6;

    /** Owns nothing, so the tables' policies hold it. */
    private static final String AS_SERVICE = "set role countersign_service";

    @Bean(destroyMethod = "close")
    Database database(CountersignSettings settings) throws IOException {
        EmbeddedDatabase process = settings.database() == null ? EmbeddedDatabase.start(settings.data()) : null;
        HikariConfig access = access(settings, process);
        migrate(access);
        HikariDataSource decided = pool(access, "countersign", POOL_SIZE, AS_SERVICE);
        HikariDataSource undecided = pool(
                access,
                "countersign-undecided",
                UNDECIDED_POOL_SIZE,
                AS_SERVICE + "; select set_config('countersign.reach', '', false)");
        DatabaseChecks.require(decided);
        return new Database(decided, undecided, process);
    }

    @Bean(destroyMethod = "")
    DataSource dataSource(Database database) {
        return new ReachingDataSource(database.decided(), database.undecided());
    }

    /** The pools and, when it is ours, the process behind them, closed in this order. */
    record Database(
            HikariDataSource decided,
            HikariDataSource undecided,
            @Nullable EmbeddedDatabase process) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            decided.close();
            undecided.close();
            if (process != null) {
                process.close();
            }
        }
    }

    private static HikariConfig access(CountersignSettings settings, @Nullable EmbeddedDatabase process)
            throws IOException {
        HikariConfig config = new HikariConfig();
        if (process != null) {
            config.setJdbcUrl(process.jdbcUrl());
            config.setUsername("postgres");
            return config;
        }
        String url = String.valueOf(settings.database());
        config.setJdbcUrl(url.startsWith("jdbc:") ? url : "jdbc:" + url);
        if (settings.databaseUser() != null) {
            config.setUsername(settings.databaseUser());
        }
        if (settings.databasePasswordFile() != null) {
            config.setPassword(Files.readString(settings.databasePasswordFile()).strip());
        }
        return config;
    }

    /** Brings the tables up to date, as their owner, before anything works with them. */
    private static void migrate(HikariConfig access) {
        Flyway.configure()
                .dataSource(access.getJdbcUrl(), access.getUsername(), access.getPassword())
                .load()
                .migrate();
    }

    private static HikariDataSource pool(HikariConfig access, String name, int size, String first) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(access.getJdbcUrl());
        config.setUsername(access.getUsername());
        config.setPassword(access.getPassword());
        config.setConnectionInitSql(first);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        config.addDataSourceProperty("ApplicationName", "countersign");
        config.addDataSourceProperty("prepareThreshold", "3");
        config.addDataSourceProperty("socketTimeout", "30");
        return new HikariDataSource(config);
    }
}
