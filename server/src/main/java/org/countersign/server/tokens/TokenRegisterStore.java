package org.countersign.server.tokens;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The SQL of looking tokens up. Conditions stand in a statement only when they are asked for, so that each of them finds its
 * index; and they compare bytes, which row-level security lets an index do.
 */
@Component
class TokenRegisterStore {
    /** Sorts behind every character a serial number can have. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private final JdbcClient jdbc;

    TokenRegisterStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns one page by serial number. Serial numbers are looked for as typed and in capitals. */
    List<Token> page(VirtualServerId virtualServer, TokenFilter filter, int limit) {
        String typed = filter.serial().strip();
        String capitals = typed.toUpperCase(Locale.ROOT);
        if (typed.equals(capitals)) {
            return page(virtualServer, filter, typed, limit);
        }
        return Stream.concat(
                        page(virtualServer, filter, capitals, limit).stream(),
                        page(virtualServer, filter, typed, limit).stream())
                .limit(limit)
                .toList();
    }

    private List<Token> page(VirtualServerId virtualServer, TokenFilter filter, String serial, int limit) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        String one =
                "select * from token where virtual_server_id = :virtualServer" + conditions(filter, serial, parameters);
        String inOrder = " order by serial collate \"C\" limit :limit";
        return jdbc.sql(states(filter.state()).stream()
                        .map(state -> "(" + one + state + inOrder + ")")
                        .collect(Collectors.joining(" union all ", "select * from (", ") found" + inOrder)))
                .param("virtualServer", virtualServer.value())
                .params(parameters)
                .param("limit", limit)
                .query((row, number) -> TokenRow.read(row))
                .list();
    }

    private static String conditions(TokenFilter filter, String serial, Map<String, Object> parameters) {
        StringBuilder sql = new StringBuilder();
        if (!serial.isEmpty()) {
            sql.append(" and serial collate \"C\" >= :from and serial collate \"C\" < :to");
            parameters.put("from", serial);
            parameters.put("to", serial + LAST);
        }
        if (filter.after() != null) {
            sql.append(" and serial collate \"C\" > :after");
            parameters.put("after", filter.after());
        }
        if (!filter.owners().isEmpty()) {
            sql.append(" and user_id = any(:owners)");
            parameters.put("owners", filter.owners().stream().map(UserId::value).toArray(UUID[]::new));
        }
        if (filter.kind() != null) {
            sql.append(" and kind = '").append(filter.kind()).append('\'');
        }
        if (filter.push() != null) {
            sql.append(push(filter.push()));
        }
        return sql.toString();
    }

    /** Failures up to the cap lock a token without a change of state. Each condition finds an index of its own. */
    private static List<String> states(@Nullable TokenState state) {
        return state == null
                ? List.of("")
                : switch (state) {
                    case ACTIVE -> List.of(" and state = 'ACTIVE' and not capped");
                    case LOCKED -> List.of(" and state = 'LOCKED'", " and state = 'ACTIVE' and capped");
                    case INVENTORY, ASSIGNED, SUSPENDED, LOST, FAULTY, REVOKED ->
                        List.of(" and state = '" + state + "'");
                };
    }

    private static String push(RegisterEntry.Push push) {
        return switch (push) {
            case ENABLED, DISABLED -> " and push = '" + push + "'";
            case NOT_APPLICABLE -> " and push is null";
        };
    }

    List<Token> named(VirtualServerId virtualServer, Collection<TokenId> ids) {
        return jdbc.sql("select * from token where virtual_server_id = ? and id = any(?)")
                .params(virtualServer.value(), ids.stream().map(TokenId::value).toArray(UUID[]::new))
                .query((row, number) -> TokenRow.read(row))
                .list();
    }

    List<Token> ofUsers(VirtualServerId virtualServer, Collection<UserId> users) {
        return jdbc.sql("select * from token where virtual_server_id = ? and user_id = any(?)")
                .params(virtualServer.value(), users.stream().map(UserId::value).toArray(UUID[]::new))
                .query((row, number) -> TokenRow.read(row))
                .list();
    }

    Map<UserId, Integer> countInUse(VirtualServerId virtualServer, Collection<UserId> users) {
        Map<UserId, Integer> counts = new HashMap<>();
        jdbc.sql("""
                        select user_id, count(*) from token
                        where virtual_server_id = ? and user_id = any(?) and state = 'ACTIVE' group by user_id
                        """)
                .params(virtualServer.value(), users.stream().map(UserId::value).toArray(UUID[]::new))
                .query(row -> {
                    counts.put(new UserId(row.getObject(1, UUID.class)), row.getInt(2));
                });
        return counts;
    }
}
