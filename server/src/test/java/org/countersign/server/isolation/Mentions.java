package org.countersign.server.isolation;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every row of a virtual server that mentions somebody, whatever table it is in; what is only recorded or reported of them is not. */
final class Mentions {
    private static final int QUIET_SECONDS = 3;

    private final JdbcClient jdbc;
    private final VirtualServer virtualServer;
    private final List<String> tables;

    Mentions(RunningServer server, VirtualServer virtualServer) {
        jdbc = server.part(JdbcClient.class);
        this.virtualServer = virtualServer;
        tables = jdbc.sql("""
                select c.table_name from information_schema.columns c
                join information_schema.tables t on t.table_name = c.table_name and t.table_schema = c.table_schema
                where c.table_schema = 'public' and c.column_name = 'virtual_server_id' and t.table_type = 'BASE TABLE'
                  and c.table_name not like 'audit%' and c.table_name not like 'alert_%' and c.table_name <> 'report_chunk'
                order by 1
                """).query(String.class).list();
    }

    /** Returns a digest by table of the rows that hold one of these words. */
    Map<String, String> state(Collection<String> words) {
        String sql = tables.stream()
                .map(table -> "select '" + table
                        + "' as name, coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from "
                        + table
                        + " t where virtual_server_id = :id and t::text ~ :words")
                .collect(Collectors.joining(" union all "));
        Map<String, String> state = new TreeMap<>();
        jdbc.sql(sql)
                .param("id", virtualServer.id().value())
                .param("words", String.join("|", words))
                .query(row -> {
                    state.put(row.getString("name"), row.getString("digest"));
                });
        return state;
    }

    /** Returns an identifier of each kind that mentions them, by what it names. */
    Map<String, String> identifiers(Collection<String> words) {
        Map<String, String> found = new TreeMap<>();
        for (String table : tables) {
            for (String column : jdbc.sql("""
                            select column_name from information_schema.columns
                            where table_schema = 'public' and table_name = ? and column_name in ('id', 'serial', 'number')
                            """).param(table).query(String.class).list()) {
                jdbc.sql("select " + column + "::text from " + table
                                + " t where virtual_server_id = ? and t::text ~ ? and " + column
                                + " is not null limit 1")
                        .params(virtualServer.id().value(), String.join("|", words))
                        .query(String.class)
                        .optional()
                        .ifPresent(id -> found.put(table + "." + column, id));
            }
        }
        return found;
    }

    /** Waits until what goes on by itself has come to its end. */
    static void settle(Supplier<Map<String, String>> state) {
        Map<String, String> before = state.get();
        for (int quiet = 0; quiet < QUIET_SECONDS; ) {
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            Map<String, String> now = state.get();
            quiet = now.equals(before) ? quiet + 1 : 0;
            before = now;
        }
    }
}
