package org.countersign.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import javax.sql.DataSource;
import org.countersign.server.kernel.CountersignSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens the database: the embedded one, or the external one that {@code countersign.database} names. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    /** Connections in the pool. More do not commit faster on a small machine; each costs the database a process. */
    private static final int POOL_SIZE = 16;

    @Bean(destroyMethod = "close")
    Database database(CountersignSettings settings) throws IOException {
        return settings.database() == null ? embedded(settings) : external(settings, settings.database());
    }

    @Bean(destroyMethod = "")
    DataSource dataSource(Database database) {
        return database.pool();
    }

    private static Database embedded(CountersignSettings settings) throws IOException {
        EmbeddedDatabase process = EmbeddedDatabase.start(settings.data());
        HikariConfig config = pool(process.jdbcUrl());
        config.setUsername("postgres");
        return new Database(durable(new HikariDataSource(config)), process);
    }

    private static Database external(CountersignSettings settings, String url) throws IOException {
        HikariConfig config = pool(url.startsWith("jdbc:") ? url : "jdbc:" + url);
        if (settings.databaseUser() != null) {
            config.setUsername(settings.databaseUser());
        }
        if (settings.databasePasswordFile() != null) {
            config.setPassword(Files.readString(settings.databasePasswordFile()).strip());
        }
        return new Database(durable(new HikariDataSource(config)), null);
    }

    /** The pool and, when it is ours, the process behind it, closed in this order. */
    record Database(HikariDataSource pool, @Nullable EmbeddedDatabase process) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            pool.close();
            if (process != null) {
                process.close();
            }
        }
    }

    private static HikariConfig pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("countersign");
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(POOL_SIZE);
        config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        config.addDataSourceProperty("ApplicationName", "countersign");
        config.addDataSourceProperty("prepareThreshold", "3");
        config.addDataSourceProperty("socketTimeout", "30");
        return config;
    }

    /** Refuses a database that acknowledges what a crash could lose: a passcode would be accepted twice. */
    private static HikariDataSource durable(HikariDataSource source) {
        JdbcClient client = JdbcClient.create(source);
        for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            String value = client.sql("select current_setting(?)")
                    .param(setting)
                    .query(String.class)
                    .single();
            if ("off".equals(value)) {
                source.close();
                throw new IllegalStateException("the database runs with " + setting + "=off and would forget spent"
                        + " passcodes in a crash. Set it to on.");
            }
        }
        return source;
    }
}
