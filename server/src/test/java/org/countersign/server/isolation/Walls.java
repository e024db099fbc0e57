package org.countersign.server.isolation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.countersign.server.kernel.Reach;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Takes the walls between virtual servers away for calls from outside, and puts them back: the conditions of the statements, and
 * the database's row-level security. It is planted into a server that a test closes.
 */
final class Walls implements BeanPostProcessor {
    private static final Pattern CONDITION = Pattern.compile("((?:\\b\\w+\\.)?\\bvirtual_server_id)\\s*=\\s*\\?");

    private static final Pattern WRITTEN = Pattern.compile("audit_chain|audit_checkpoint|insert into audit_event");

    /** Whether statements ask for the virtual server. */
    private volatile boolean conditionsStand = true;

    /** Whether the database is told whom the work is for. */
    private volatile boolean policiesStand = true;

    /** Says which walls stand from now on. */
    void stand(boolean conditions, boolean policies) {
        conditionsStand = conditions;
        policiesStand = policies;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source && name.equals("dataSource") ? new Unwalled(source) : bean;
    }

    private final class Unwalled extends DelegatingDataSource {
        Unwalled(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            boolean isFromOutside = !Reach.said().equals("all");
            if (!policiesStand && isFromOutside) {
                return conditioned(Reach.everywhere(this::reallyAll));
            }
            Connection connection = super.getConnection();
            return isFromOutside ? conditioned(connection) : connection;
        }

        private Connection conditioned(Connection connection) {
            return conditionsStand ? connection : unconditioned(connection);
        }

        private Connection reallyAll() {
            try {
                Connection connection = super.getConnection();
                try (Statement statement = connection.createStatement()) {
                    statement.execute("select set_config('countersign.reach', 'all', false)");
                }
                return connection;
            } catch (SQLException broken) {
                throw new IllegalStateException(broken);
            }
        }

        /** What the record writes keeps its own: without it nothing could be written at all, and no mistake be seen. */
        private static String unconditioned(String sql) {
            return WRITTEN.matcher(sql).find() ? sql : CONDITION.matcher(sql).replaceAll("($1 = ? or true)");
        }

        /** Prepares every statement as if it had forgotten to ask for the virtual server. */
        private Connection unconditioned(Connection connection) {
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")) {
                            arguments[0] = unconditioned((String) arguments[0]);
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException failed) {
                            throw failed.getCause();
                        }
                    });
        }
    }
}
