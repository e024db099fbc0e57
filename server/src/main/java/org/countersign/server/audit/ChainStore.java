package org.countersign.server.audit;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.countersign.server.kernel.Base64Url;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The SQL of recomputing a chain, some rows at a time however long it is. */
@Component
class ChainStore {
    private static final int FETCHED = 500;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate reading;

    ChainStore(DataSource database, PlatformTransactionManager transactions) {
        this.jdbc = new JdbcTemplate(database);
        this.jdbc.setFetchSize(FETCHED);
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
        // The ends are compared with what was read, while others go on writing.
        this.reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * Recomputes every hash.
     *
     * @param known ends that the chain must have passed through, oldest first: those of checkpoints
     */
    ChainCheck verify(UUID virtualServer, List<ChainEnds> known) {
        return reading.execute(status -> {
            List<Link> ends = ends(virtualServer);
            long entries = 0;
            for (int lane = 0; lane < ends.size(); lane++) {
                Walk walk = new Walk(lane, known);
                jdbc.query(
                        "select * from audit_event where virtual_server_id = ? and lane = ? order by sequence",
                        row -> {
                            walk.take(
                                    row.getLong("sequence"),
                                    CanonicalEvent.bytes(AuditStore.entry(row), virtualServer),
                                    row.getBytes("hash"));
                        },
                        virtualServer,
                        lane);
                Optional<ChainCheck.Broken> broken = walk.brokenAt(ends.get(lane));
                if (broken.isPresent()) {
                    return broken.get();
                }
                entries += walk.reached.sequence;
            }
            return new ChainCheck.Intact(entries);
        });
    }

    private List<Link> ends(UUID virtualServer) {
        return jdbc.query(
                "select * from audit_chain where virtual_server_id = ? order by lane",
                (row, number) -> new Link(row.getLong("sequence"), row.getBytes("head")),
                virtualServer);
    }

    /** One lane, followed from its first event. */
    private static final class Walk {
        private final int lane;
        private final List<ChainEnds.End> known;
        private Link reached = Link.BEFORE_THE_FIRST;
        private int passed;
        private ChainCheck.@Nullable Broken broken;

        Walk(int lane, List<ChainEnds> known) {
            this.lane = lane;
            this.known = known.stream().map(ends -> ends.lanes().get(lane)).toList();
        }

        void take(long sequence, byte[] content, byte[] hash) {
            if (broken != null) {
                return;
            }
            Link next = reached.next(content);
            if (sequence != next.sequence) {
                broken = new ChainCheck.Broken(lane, next.sequence, "an entry is missing");
            } else if (!next.hasHash(hash)) {
                broken = new ChainCheck.Broken(lane, next.sequence, "an entry was changed");
            }
            reached = next;
            while (broken == null && passed < known.size() && known.get(passed).sequence() <= reached.sequence) {
                broken = differs(known.get(passed));
                passed++;
            }
        }

        /** Somebody who recomputes the chain after a change cannot sign its earlier ends anew. */
        private ChainCheck.@Nullable Broken differs(ChainEnds.End end) {
            return end.sequence() == reached.sequence && !end.hash().equals(Base64Url.encode(reached.hash))
                    ? new ChainCheck.Broken(lane, reached.sequence, "a signed checkpoint says otherwise")
                    : null;
        }

        Optional<ChainCheck.Broken> brokenAt(Link end) {
            if (broken != null) {
                return Optional.of(broken);
            }
            if (passed < known.size() && known.getLast().sequence() > reached.sequence) {
                return Optional.of(new ChainCheck.Broken(
                        lane, reached.sequence + 1, "the end was cut off: a signed checkpoint knows more"));
            }
            return end.sequence == reached.sequence && end.hasHash(reached.hash)
                    ? Optional.empty()
                    : Optional.of(new ChainCheck.Broken(lane, reached.sequence + 1, "the end was cut off"));
        }
    }
}
