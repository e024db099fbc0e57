package org.countersign.server.users;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of operators. */
@Component
class OperatorStore {
    private final JdbcClient jdbc;
    private final InstantSource time;

    OperatorStore(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    void insert(Operator operator, String passwordHash) {
        jdbc.sql("""
                insert into operator (id, virtual_server_id, user_name, mail, password_hash, created_at)
                values (:id, :virtualServer, :userName, :mail, :passwordHash, :now)
                """)
                .param("id", operator.id().value())
                .param("virtualServer", operator.virtualServer().value())
                .param("userName", operator.userName())
                .param("mail", operator.mail())
                .param("passwordHash", passwordHash)
                .param("now", OffsetDateTime.ofInstant(time.instant(), ZoneOffset.UTC))
                .update();
    }

    void changePassword(OperatorId id, String passwordHash) {
        jdbc.sql("update operator set password_hash = ? where id = ?")
                .params(passwordHash, id.value())
                .update();
        jdbc.sql("delete from operator_session where operator_id = ?")
                .param(id.value())
                .update();
    }

    List<Operator> of(VirtualServerId virtualServer) {
        return jdbc.sql("select * from operator where virtual_server_id = ? order by lower(user_name)")
                .param(virtualServer.value())
                .query((row, number) -> operator(row))
                .list();
    }

    Optional<Operator> find(OperatorId id) {
        return jdbc.sql("select * from operator where id = ?")
                .param(id.value())
                .query((row, number) -> operator(row))
                .optional();
    }

    Optional<Passwords.Candidate<Operator>> candidate(VirtualServerId virtualServer, String userName) {
        return jdbc.sql("select * from operator where virtual_server_id = ? and lower(user_name) = lower(?)")
                .params(virtualServer.value(), Names.searchable(userName))
                .query((row, number) -> new Passwords.Candidate<>(operator(row), row.getString("password_hash")))
                .optional();
    }

    static Operator operator(ResultSet row) throws SQLException {
        return new Operator(
                new OperatorId(row.getObject("id", UUID.class)),
                new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                row.getString("user_name"),
                row.getString("mail"));
    }
}
