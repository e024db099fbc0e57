package org.countersign.server.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.countersign.server.kernel.Reach;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Hands out connections that are told how far the work at hand reaches. A connection keeps what it was told, so telling
 * costs something only when the work changes; calls that have not said what they are for use connections of their own,
 * which never change.
 */
final class ReachingDataSource extends DelegatingDataSource {
    /** What the policies of the tables ask; see V10. */
    private static final String TELL = "select set_config('countersign.reach', ?, false),"
            + " set_config('countersign.within', ?, false), set_config('role', ?, false)";

    /** Held by the policies of V10, and by those of V38 as well. */
    private static final String SERVICE = "countersign_service";

    private static final String LIMITED = "countersign_limited";

    private final DataSource undecided;
    private final Map<Connection, String> told = Collections.synchronizedMap(new WeakHashMap<>());

    ReachingDataSource(DataSource decided, DataSource undecided) {
        super(decided);
        this.undecided = undecided;
    }

    @Override
    public Connection getConnection() throws SQLException {
        String said = Reach.said();
        if (said.isEmpty()) {
            return undecided.getConnection();
        }
        Optional<String> within = Reach.within();
        String whole = within.map(containers -> said + '/' + containers).orElse(said);
        Connection connection = super.getConnection();
        Connection physical = connection.unwrap(Connection.class);
        if (!whole.equals(told.get(physical))) {
            tell(connection, physical, said, within);
            told.put(physical, whole);
        }
        return connection;
    }

    private void tell(Connection connection, Connection physical, String said, Optional<String> within)
            throws SQLException {
        told.remove(physical);
        try (PreparedStatement statement = connection.prepareStatement(TELL)) {
            statement.setString(1, said);
            statement.setString(2, within.orElse(""));
            statement.setString(3, within.isPresent() ? LIMITED : SERVICE);
            statement.execute();
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }
}
