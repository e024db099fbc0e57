package org.countersign.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * The statements of a passcode check without the server: charge, spend and record at once, commit. The ratio to this says what the
 * server itself costs.
 */
final class BareLoop {
    private final BenchDatabase database;

    BareLoop(BenchDatabase database) {
        this.database = database;
    }

    /** Returns transactions per second with so many connections. */
    double run(int connections, Duration duration) throws SQLException, InterruptedException, ExecutionException {
        List<UUID> tokens = tokens();
        long started = System.nanoTime();
        long end = started + duration.toNanos();
        long total = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Long>> parts = threads.invokeAll(IntStream.range(0, connections)
                    .<Callable<Long>>mapToObj(part -> () -> run(share(tokens, part, connections), end))
                    .toList());
            for (Future<Long> part : parts) {
                total += part.get();
            }
        }
        return total / ((System.nanoTime() - started) / 1e9);
    }

    private static List<UUID> share(List<UUID> tokens, int part, int parts) {
        return IntStream.range(0, tokens.size())
                .filter(i -> i % parts == part)
                .mapToObj(tokens::get)
                .toList();
    }

    private List<UUID> tokens() throws SQLException {
        List<UUID> tokens = new ArrayList<>();
        try (Connection connection = database.connect();
                PreparedStatement select =
                        connection.prepareStatement("select id from token where state = 'ACTIVE' and mode = 'HOTP'");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                tokens.add(rows.getObject(1, UUID.class));
            }
        }
        return tokens;
    }

    private long run(List<UUID> tokens, long end) throws SQLException {
        long done = 0;
        try (Connection connection = database.connect();
                PreparedStatement charge = connection.prepareStatement("""
                        update token set consecutive_failures = consecutive_failures + 1
                        where id = ? and consecutive_failures < failure_cap
                        returning virtual_server_id, last_spent, sealed_seed
                        """);
                PreparedStatement spendAndRecord = connection.prepareStatement("""
                        update token set last_spent = last_spent, consecutive_failures = 0, last_used_at = now()
                        where id = ? and last_spent < 9000000000000000;
                        with link as (
                            update audit_chain
                            set sequence = sequence + 1, head = sha256(head || int8send(sequence + 1) || ?)
                            where virtual_server_id = ? and lane = (pg_backend_pid() % 16)::smallint
                            returning lane, sequence, head)
                        insert into audit_event (virtual_server_id, lane, sequence, id, at, type, actor, details, hash)
                        select ?, lane, sequence, gen_random_uuid(), now(), 'BENCH', 'bench', '{}', head from link
                        """)) {
            for (int i = 0; System.nanoTime() < end; i++) {
                UUID token = tokens.get(i % tokens.size());
                charge.setObject(1, token);
                UUID virtualServer;
                try (ResultSet row = charge.executeQuery()) {
                    row.next();
                    virtualServer = row.getObject(1, UUID.class);
                }
                spendAndRecord.setObject(1, token);
                spendAndRecord.setBytes(2, new byte[250]);
                spendAndRecord.setObject(3, virtualServer);
                spendAndRecord.setObject(4, virtualServer);
                spendAndRecord.execute();
                connection.commit();
                done++;
            }
        }
        return done;
    }
}
