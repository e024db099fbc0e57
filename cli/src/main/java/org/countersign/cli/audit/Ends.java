package org.countersign.cli.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How far the lanes had come, as a checkpoint says it. */
record Ends(List<End> lanes) {
    /** Number and hash of a lane's last event. */
    record End(long sequence, String hash) {}

    static Ends beginning() {
        End none = new End(0, SignedStatement.text(new byte[32]));
        return new Ends(Collections.nCopies(ExportedEvent.LANES, none));
    }

    static Ends read(List<?> lanes) throws JsonLine.Unreadable {
        List<End> ends = new ArrayList<>();
        for (Object lane : lanes) {
            if (!(lane instanceof List<?> pair)
                    || pair.size() != 2
                    || !(pair.get(0) instanceof Long sequence)
                    || !(pair.get(1) instanceof String hash)) {
                throw new JsonLine.Unreadable("a checkpoint has no readable lanes");
            }
            ends.add(new End(sequence, hash));
        }
        if (ends.size() != ExportedEvent.LANES) {
            throw new JsonLine.Unreadable("a checkpoint has no readable lanes");
        }
        return new Ends(List.copyOf(ends));
    }

    long events() {
        return lanes.stream().mapToLong(End::sequence).sum();
    }
}
